"""What parts that only the subject answers must keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from surveys.entries import entries
from surveys.groups import OWN_KINDS
from surveys.own_parts import PartKind
from surveys.subjects import subject_kind

if TYPE_CHECKING:
    from surveys.places import FaultCollector, Path

_OF_CONDITIONS: Final = ("theme", "about_manager")


def check_own_parts(value: dict[str, Any], found: FaultCollector) -> None:
    """Add a fault for each part that nobody answers, or that stands in two spellings."""
    spelt = [key for key in ("conditions", "own_parts") if key in value]
    kind = subject_kind(value.get("subject"))
    if kind.own is None:
        for key in spelt:
            found.key((key,), f"nobody answers `{key}` about {kind.called}", "delete it")
        return
    if len(spelt) > 1:
        what = "`conditions` stands beside `own_parts`"
        found.key(("conditions",), what, "make it a part of kind conditions")
    own = {
        group.get("key") for _, group in entries(value, "groups") if group.get("kind") in OWN_KINDS
    }
    for path, part in entries(value, "own_parts"):
        _check_asked(part, path, own, found)
        if part.get("kind") == PartKind.GOALS:
            _check_goals(part, path, found)


def _check_asked(part: dict[str, Any], path: Path, own: set[Any], found: FaultCollector) -> None:
    named = part.get("asked_of")
    for index, key in enumerate(named if isinstance(named, list) else ()):
        if key not in own:
            what = f"`{key}` is no group of the subject's own"
            instead = "a part is answered by groups of kind self or own only"
            found.value((*path, "asked_of", index), what, instead)


def _check_goals(part: dict[str, Any], path: Path, found: FaultCollector) -> None:
    for inside, item in entries(part, "traits", "items"):
        for key in _OF_CONDITIONS:
            if key in item:
                instead = "delete it: it is for statements about conditions"
                found.key((*path, *inside, key), f"`{key}` stands in a goal", instead)
