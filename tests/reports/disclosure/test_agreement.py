"""A group is called divided only where leaving out any one answer leaves its views differing."""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

import pytest

from reports.disclosure.agreement import CLASSES, class_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.release import Agreement


def _class(answers: Sequence[int], scale: tuple[int, int]) -> Agreement:
    n, total = len(answers), sum(answers)
    deviation = sum(abs(n * answer - total) for answer in answers)
    return CLASSES[int(class_of(deviation, n, total, scale))]


@pytest.mark.parametrize(
    ("scale", "n"), [((1, 4), 7), ((1, 5), 7), ((1, 6), 7), ((1, 6), 9), ((0, 10), 5)]
)
def test_without_any_one_answer_the_views_of_a_divided_group_still_differ(
    scale: tuple[int, int], n: int
) -> None:
    divided = [
        answers
        for answers in combinations_with_replacement(range(scale[0], scale[1] + 1), n)
        if _class(answers, scale) == "divided"
    ]

    assert divided
    for answers in divided:
        for place in range(n):
            rest = answers[:place] + answers[place + 1 :]
            assert _class(rest, scale) in {"views_differ", "divided"}, answers


def test_two_halves_are_divided_and_one_who_stands_alone_divides_nobody() -> None:
    assert _class([1, 1, 2, 2, 2, 5, 5, 6, 6, 6], (1, 6)) == "divided"
    assert _class([6, 6, 6, 6, 5, 5, 1], (1, 6)) == "views_differ"
