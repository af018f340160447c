"""In which list each comment of a tree stands: exactly one (R11).

Lists of a part and of what it is divided into would be compared text by text, and what is left
over is what few wrote. So they are made from the bottom up: a part where few wrote to a question
has one list with the sibling where next fewest wrote, and only what has no sibling left goes up.
What is still too little at the top is not shown.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.disclosure.comments import in_meaningless_order, whole_characters
from reports.disclosure.tree.cells import deepest_first
from reports.policy import WRITERS_OF_A_PART

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.answers.matrix import Responses
    from reports.disclosure.tree.cells import Tree
    from reports.partitions import Part


@dataclass(frozen=True, slots=True)
class PartList:
    """The texts of one list, and the numbers of the parts they come from."""

    question: str
    parts: tuple[int, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Bundle:
    """Texts that stay together; `writers` are those of them who count, `readers` as in `Part`."""

    parts: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()
    writers: int = 0
    readers: int = 0

    @property
    def is_enough(self) -> bool:
        """Tell whether so many wrote that this is a list."""
        return enough_wrote_here(self.writers, self.readers)

    def __add__(self, other: _Bundle) -> _Bundle:
        return _Bundle(
            tuple(sorted({*self.parts, *other.parts})),
            (*self.texts, *other.texts),
            self.writers + other.writers,
            max(self.readers, other.readers),
        )


def lists_of_parts(responses: Responses, tree: Tree) -> tuple[PartList, ...]:
    """Return all lists, question by question; no comment stands in two."""
    return tuple(
        PartList(question.key, one.parts, in_meaningless_order(question.key, one.texts))
        for question in responses.survey.questions
        for one in _lists(_written(responses, tree, question.key), tree.parts)
    )


def enough_wrote_here(writers: int, readers: int) -> bool:
    """Tell whether what so many wrote is a list; one more where readers may know their own."""
    return writers >= WRITERS_OF_A_PART + readers


def _written(responses: Responses, tree: Tree, question: str) -> dict[int, _Bundle]:
    """Return what was written to a question, by the deepest part that holds the writers."""
    texts: dict[int, list[str]] = defaultdict(list)
    writers: dict[int, int] = defaultdict(int)
    rows = zip(tree.place.tolist(), tree.drawn.tolist(), responses.comments, strict=False)
    for place, drawn, comments in rows:
        if comments.get(question, "").strip():
            texts[place].append(whole_characters(comments[question]))
            writers[place] += not drawn
    return {
        place: _Bundle((place,), tuple(found), writers[place], tree.parts[place].readers)
        for place, found in texts.items()
    }


def _lists(written: dict[int, _Bundle], parts: tuple[Part, ...]) -> Iterator[_Bundle]:
    """Yield the lists, from the bottom up; what a part leaves over goes to the one above."""
    waiting: dict[int, list[_Bundle]] = defaultdict(list)
    for place, bundle in written.items():
        waiting[_above(parts, place)].append(bundle)
    for number in (*deepest_first(parts), 0):
        bundles = _pooled(waiting.pop(number, []))
        yield from (one for one in bundles if one.is_enough)
        if number:
            waiting[_above(parts, number)] += [one for one in bundles if not one.is_enough]


def _above(parts: tuple[Part, ...], number: int) -> int:
    """Return the part in which a part has its siblings; the whole has none and is its own."""
    return parts[number].parent or 0


def _pooled(bundles: list[_Bundle]) -> list[_Bundle]:
    """Return bundles joined, the smallest with the next smallest, until all are lists or one is."""
    while len(bundles) > 1 and not all(one.is_enough for one in bundles):
        first, second, *rest = sorted(bundles, key=lambda one: (one.writers, one.parts))
        bundles = [first + second, *rest]
    return bundles
