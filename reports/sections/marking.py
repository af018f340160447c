"""The mark of each finding: the same in map, ranking and trait pages, and in words beside them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from reports.charts import Voice
from reports.charts.palette import FINDINGS
from reports.texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.sections.material import Material
    from reports.shown.profile import ItemProfile


def mark_of(material: Material, item: ItemProfile) -> Voice | None:
    """Return the mark of an item's finding; none where nothing stands out but its place."""
    found = material.findings.by_item.get(item.key)
    return None if found is None else mark_called(material, found.called)


def mark_called(material: Material, called: str) -> Voice | None:
    """Return the mark of what is called so, with its name in the report's language."""
    return _voice(called, material.language)


@cache
def _voice(called: str, language: str) -> Voice | None:
    look = FINDINGS.get(called)
    return look and Voice(called, texts(language)(f"finding.{called}"), *look)


def marks_among(material: Material, items: Sequence[ItemProfile]) -> tuple[Voice, ...]:
    """Return the marks that stand at some of these items, in the order they are told."""
    there = {mark.key for item in items if (mark := mark_of(material, item))}
    known = (mark_called(material, called) for called in FINDINGS)
    return tuple(mark for mark in known if mark and mark.key in there)


def marks_in_words(material: Material, items: Sequence[ItemProfile]) -> str:
    """Return which of these items have which mark, by their numbers in the ranking."""
    return " ".join(_in_words(material, items))


def numbers_of(material: Material, mark: Voice, items: Sequence[ItemProfile]) -> str:
    """Return the numbers in the ranking of those of these items that have a mark."""
    numbers = (material.ranks[one.key] for one in items if mark_of(material, one) == mark)
    return ", ".join(map(str, sorted(numbers)))


def _in_words(material: Material, items: Sequence[ItemProfile]) -> Iterator[str]:
    for mark in marks_among(material, items):
        numbers = numbers_of(material, mark, items)
        yield material.say("finding.marked", name=mark.label, numbers=numbers)
