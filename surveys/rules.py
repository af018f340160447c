"""What a survey file must keep beyond its shape; each broken rule is a fault.

The rules read plain values, not the model, so that a file with faults of shape
still hears of these faults at the same time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from surveys.earlier import check_earlier
from surveys.entries import entries
from surveys.part_rules import check_own_parts
from surveys.scale import FEWEST_STEPS, HIGHEST_STEP
from surveys.subject_rules import check_subject
from surveys.text_rules import check_texts
from surveys.texts import LANGUAGE_PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveys.places import FaultCollector, Path

RESERVED_KEYS: Final = ("leader", "group", "rater")
"""Columns of an answers file, which no item or question may be called."""

RESERVED_GROUPS: Final = {"others": "everyone but self"}
"""What figures call more than one group, so that no group may be called so."""


def check_rules(value: dict[str, Any], found: FaultCollector) -> None:
    """Add a fault for every rule that the file breaks."""
    _check_keys(value, found)
    check_subject(value, found)
    check_own_parts(value, found)
    check_earlier(value, found)
    _check_words_for_groups(value, found)
    _check_languages(value, found)
    _check_scale(value, (), found)
    for path, part in entries(value, "own_parts"):
        _check_scale(part, path, found)
    _check_traits_named(value, found)
    check_texts(value, found)


def _check_keys(value: dict[str, Any], found: FaultCollector) -> None:
    answers = [
        *entries(value, "traits", "items"),
        *entries(value, "questions"),
        *entries(value, "conditions", "items"),
        *entries(value, "own_parts", "traits", "items"),
    ]
    _check_unique(answers, found)
    _check_unique(entries(value, "traits"), found)
    _check_unique(entries(value, "groups"), found)
    _check_unique(entries(value, "own_parts"), found)
    for path, part in entries(value, "own_parts"):
        named = [((*path, *inside), trait) for inside, trait in entries(part, "traits")]
        _check_unique(named, found)
    for path, group in entries(value, "groups"):
        meaning = RESERVED_GROUPS.get(str(group.get("key")).casefold())
        if meaning:
            what = f"`{group['key']}` is {meaning} in all figures"
            found.value((*path, "key"), what, "choose another key, as `other`")
    for path, entry in answers:
        if str(entry.get("key")).casefold() in RESERVED_KEYS:
            what = f"`{entry['key']}` is a column of its own in answers files"
            found.value((*path, "key"), what, "choose another key")


def _check_unique(
    keyed: Iterator[tuple[Path, dict[str, Any]]] | list[tuple[Path, dict[str, Any]]],
    found: FaultCollector,
) -> None:
    first: dict[str, tuple[str, int]] = {}
    for path, entry in keyed:
        key = entry.get("key")
        if not isinstance(key, str):
            continue
        line = found.places.of_value((*path, "key")).line
        # Spreadsheets and people fold case; two keys that differ in nothing else get mixed up.
        if (seen := first.get(key.casefold())) is not None:
            twin = "is taken" if seen[0] == key else f"differs only in case from `{seen[0]}`"
            what = f"the key `{key}` {twin} on line {seen[1]}"
            found.value((*path, "key"), what, "give each its own key")
        first.setdefault(key.casefold(), (key, line))


def _check_words_for_groups(value: dict[str, Any], found: FaultCollector) -> None:
    """Refuse another word for a group that means one of the groups before or after it."""
    groups = list(entries(value, "groups"))
    named = [_names(group) for _, group in groups]
    for place, (path, group) in enumerate(groups):
        others = set[str]().union(*(names for at, names in enumerate(named) if at != place))
        for index, word in enumerate(_words(group)):
            if word.casefold() in others:
                what = f"the word `{word}` means another group too"
                found.value((*path, "also", index), what, "leave it to one of them")


def _names(group: dict[str, Any]) -> set[str]:
    label = group.get("label")
    labels = label.values() if isinstance(label, dict) else ()
    words = (group.get("key"), *labels, *_words(group))
    return {word.casefold() for word in words if isinstance(word, str)}


def _words(group: dict[str, Any]) -> list[str]:
    words = group.get("also")
    return [str(word) for word in words] if isinstance(words, list) else []


def _check_languages(value: dict[str, Any], found: FaultCollector) -> None:
    stated = value.get("languages")
    if not isinstance(stated, list):
        return
    _check_named_once("languages", stated, found)
    unreviewed = value.get("unreviewed")
    if not isinstance(unreviewed, list):
        return
    _check_named_once("unreviewed", unreviewed, found)
    for index, language in enumerate(unreviewed):
        is_one = isinstance(language, str) and re.fullmatch(LANGUAGE_PATTERN, language)
        if is_one and language not in stated:
            what = f"`{language}` is unreviewed, but not among the file's languages"
            found.value(("unreviewed", index), what, "add it to `languages`, or delete it here")


def _check_named_once(key: str, languages: list[Any], found: FaultCollector) -> None:
    for index, language in enumerate(languages):
        if language in languages[:index]:
            what = f"the language `{language}` is named twice"
            found.value((key, index), what, "delete one of them")


def _check_scale(holder: dict[str, Any], path: Path, found: FaultCollector) -> None:
    scale = holder.get("scale")
    if not isinstance(scale, dict):
        return
    path = (*path, "scale")
    ends = _ends(scale)
    if ends and ends[1] - ends[0] + 1 < FEWEST_STEPS:
        what = f"the scale {ends[0]} to {ends[1]} is too short"
        found.value((*path, "to"), what, f"a scale has at least {FEWEST_STEPS} steps")
        ends = None
    if ends:
        _check_favourable(scale, path, ends, found)
    if isinstance(scale.get("labels"), dict):
        _check_labels(scale["labels"], (*path, "labels"), ends, found)


def _check_favourable(
    scale: dict[str, Any], path: Path, ends: tuple[int, int], found: FaultCollector
) -> None:
    favourable = _number(scale, "favourable_from")
    if favourable is not None and not ends[0] < favourable <= ends[1]:
        what = f"`favourable_from` is {favourable}, off the scale {ends[0]} to {ends[1]}"
        instead = f"choose {ends[0] + 1} to {ends[1]}"
        found.value((*path, "favourable_from"), what, instead)


def _check_labels(
    labels: dict[str, Any], path: Path, ends: tuple[int, int] | None, found: FaultCollector
) -> None:
    for step in labels:
        place: Path = (*path, step)
        if not re.fullmatch(r"0|[1-9][0-9]?", step):
            found.key(place, f"the step `{step}` is no number", "write a step of the scale")
        elif ends and not ends[0] <= int(step) <= ends[1]:
            what = f"the label of step {step} is off the scale {ends[0]} to {ends[1]}"
            found.key(place, what, "delete it, or extend the scale")


def _ends(scale: dict[str, Any]) -> tuple[int, int] | None:
    """Return the ends of the scale; none if they are faults themselves."""
    lowest, highest = _number(scale, "from"), _number(scale, "to")
    if lowest in {0, 1} and highest is not None and highest <= HIGHEST_STEP:
        return lowest, highest
    return None


def _number(scale: dict[str, Any], key: str) -> int | None:
    value = scale.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _check_traits_named(value: dict[str, Any], found: FaultCollector) -> None:
    for path, trait in entries(value, "traits"):
        for inside, item in entries(trait, "items"):
            named = item.get("trait")
            if isinstance(named, str) and named != trait.get("key"):
                what = f"the item says trait `{named}` but stands in `{trait.get('key')}`"
                instead = "move the item, or delete its `trait`"
                found.value((*path, *inside, "trait"), what, instead)
