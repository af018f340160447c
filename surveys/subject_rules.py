"""What a survey file must keep because of what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from surveys.entries import entries
from surveys.groups import OWN_KINDS, GroupKind
from surveys.subjects import SUBJECTS, subject_kind

if TYPE_CHECKING:
    from surveys.places import FaultCollector, Path
    from surveys.subjects import SubjectKind

_PAIR: Final[tuple[str, ...]] = ("others", "self")
_ALONE: Final[tuple[str, ...]] = ("text",)


def check_subject(value: dict[str, Any], found: FaultCollector) -> None:
    """Add a fault for each group, wording and key that the file's subject does not allow."""
    stated = value.get("subject")
    if stated is not None and (not isinstance(stated, str) or stated not in SUBJECTS):
        return  # a fault of shape already; what the file is about nobody knows
    kind = subject_kind(stated)
    _check_groups(value, kind, found)
    for path, item in entries(value, "traits", "items"):
        _check_wordings(item, path, kind, found)
        _check_item_keys(item, path, kind, found)
    _check_asked(value, found)


def _check_groups(value: dict[str, Any], kind: SubjectKind, found: FaultCollector) -> None:
    if not isinstance(value.get("groups"), list):
        return
    groups = list(entries(value, "groups"))
    kinds = {str(group.get("kind")) for _, group in groups}
    if not groups or not kinds <= set(GroupKind):
        return  # a misspelt kind is a fault already, and may be the one that seems missing
    if kind.own and kind.own not in kinds:
        instead = f"add the group that is the {kind.key}"
        found.key(("groups",), f"no group has kind {kind.own}", instead)
    if kind.needs_protected and GroupKind.PROTECTED not in kinds:
        instead = "give those who must stay unrecognised kind protected"
        found.key(("groups",), "no group is protected", instead)
    _check_subjects_own(groups, kind, found)


def _check_subjects_own(
    groups: list[tuple[Path, dict[str, Any]]], kind: SubjectKind, found: FaultCollector
) -> None:
    seen = False
    for path, group in groups:
        stated = group.get("kind")
        if stated not in OWN_KINDS:
            continue
        if stated != kind.own:
            instead = (
                f"only a survey about {_of_own(stated)} has one"
                if kind.own is None
                else f"write `kind: {kind.own}`, for the group that is the {kind.key}"
            )
            what = f"a group has kind {stated}, which a survey about {kind.called} has not"
            found.value((*path, "kind"), what, instead)
        elif seen:
            instead = f"only the {kind.key} is {stated}"
            found.value((*path, "kind"), f"a second group has kind {stated}", instead)
        seen = seen or stated == kind.own


def _of_own(stated: object) -> str:
    return " or ".join(kind.called for kind in SUBJECTS.values() if kind.own == stated)


def _check_wordings(
    item: dict[str, Any], path: Path, kind: SubjectKind, found: FaultCollector
) -> None:
    if kind.speaker:
        foreign, instead = _ALONE, "write `others`, and `self` as its own people read it"
    else:
        foreign, instead = _PAIR, "write `text`, the one wording that everybody reads"
    for key in foreign:
        if key in item:
            what = f"`{key}` stands in a survey about {kind.called}"
            found.key((*path, key), what, instead)


def _check_item_keys(
    item: dict[str, Any], path: Path, kind: SubjectKind, found: FaultCollector
) -> None:
    known = frozenset[str]().union(*(each.item_keys for each in SUBJECTS.values()))
    for key in sorted(known & item.keys() - kind.item_keys):
        about = " or ".join(each.called for each in SUBJECTS.values() if key in each.item_keys)
        what = f"`{key}` stands in a survey about {kind.called}"
        found.key((*path, key), what, f"delete it: it is for surveys about {about}")
    for key in sorted(kind.needed_item_keys - item.keys()):
        found.value(path, f"`{key}` is missing in an item", f"add `{key}:`")


def _check_asked(value: dict[str, Any], found: FaultCollector) -> None:
    groups = {group.get("key") for _, group in entries(value, "groups")}
    asked = [*entries(value, "traits"), *entries(value, "traits", "items")]
    for path, entry in asked:
        named = entry.get("asked_of")
        for index, key in enumerate(named if isinstance(named, list) else ()):
            if isinstance(key, str) and key not in groups:
                what = f"`{key}` is no group of the file"
                found.value((*path, "asked_of", index), what, f"groups: {_listed(groups)}")
        if named == []:
            found.value((*path, "asked_of"), "`asked_of` is empty", "name a group, or delete it")


def _listed(keys: set[Any]) -> str:
    return ", ".join(sorted(key for key in keys if isinstance(key, str)))
