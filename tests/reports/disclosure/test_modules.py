"""A module of a course: parts that never change once shown, and sums of what they show alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reports.answers.matrix import SKIPPED, Responses
from reports.audit.isolates import isolates
from reports.audit.linear import linear_figures
from reports.disclosure.modules import release_modules
from reports.policy import DisclosurePolicy
from reports.release import read_release
from tests.reports.campaigns import make_survey
from tests.reports.random_campaigns import protected_raters, sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.release import Release

POLICY = DisclosurePolicy(k=5)
WORDS = {"keep": "Bra övningar."}


def _sheets(sizes: Sequence[int], *, missing: float = 0.0, seed: int = 1) -> Responses:
    """Return sheets of one module's occasions, each with a comment to one question."""
    survey = make_survey(
        {"T": ("a", "b"), "W": ("c",)},
        groups={"participant": "protected"},
        scale=(1, 6),
        questions=("keep",),
        subject="event",
    )
    rng = np.random.default_rng(seed)
    occasions = np.repeat(np.arange(len(sizes)), sizes).astype(np.int32)
    ratings = rng.integers(1, 7, (len(occasions), 3))
    ratings[rng.random(ratings.shape) < missing] = SKIPPED
    return Responses(
        survey=survey,
        subjects=tuple(f"O{number}" for number in range(len(sizes))),
        ratings=ratings.astype(np.int8),
        subject_codes=occasions,
        group_codes=np.zeros(len(occasions), dtype=np.int8),
        comments=tuple({"keep": f"Bra {row}."} for row in range(len(occasions))),
    )


def _module(responses: Responses, *, is_over: bool = True) -> Release | None:
    named = {label: label for label in responses.subjects}
    return release_modules(responses, {"M": named}, POLICY, is_over=is_over).get("M")


def _parts(sizes: Sequence[int], *, is_over: bool = True) -> list[tuple[str, ...]]:
    made = _module(_sheets(sizes), is_over=is_over)
    return [] if made is None else [block.groups for block in made.figures.blocks]


def _until(responses: Responses, last: int) -> Responses:
    """Return the sheets of the first occasions."""
    rows = np.flatnonzero(responses.subject_codes < last)
    return replace(
        responses,
        subjects=responses.subjects[:last],
        ratings=responses.ratings[rows],
        subject_codes=responses.subject_codes[rows],
        group_codes=responses.group_codes[rows],
        comments=tuple(responses.comments[row] for row in rows),
    )


courses = st.lists(st.integers(0, 14), min_size=1, max_size=6)
MISSING = st.sampled_from((0.0, 0.2, 0.5))
SEEDS = st.integers(0, 2**32 - 1)


@given(sizes=courses, missing=MISSING, seed=SEEDS)
def test_a_part_that_was_shown_stays_as_it_was_when_later_occasions_come(
    sizes: list[int], missing: float, seed: int
) -> None:
    responses = _sheets(sizes, missing=missing, seed=seed)
    shown = [_module(_until(responses, last), is_over=False) for last in range(1, len(sizes) + 1)]

    blocks = [one.figures.blocks if one else () for one in shown]

    for earlier, later in pairwise(blocks):
        assert later[: len(earlier)] == earlier


@given(sizes=courses, missing=MISSING, seed=SEEDS)
def test_all_mornings_together_isolate_nobody(sizes: list[int], missing: float, seed: int) -> None:
    responses = _sheets(sizes, missing=missing, seed=seed)
    figures = []
    for last in range(1, len(sizes) + 1):
        made = _module(_until(responses, last), is_over=False)
        if made is not None:
            # A part's figures stand on the sheets of its occasions.
            occasions = [responses.subjects[code] for code in responses.subject_codes.tolist()]
            mine = [
                replace(sheet, group=occasion)
                for sheet, occasion in zip(sheets(responses), occasions, strict=True)
            ]
            figures += [one.weights for one in linear_figures(made.figures, mine)]

    assert isolates(figures, protected_raters(responses), POLICY.k) is None


@given(sizes=courses, missing=MISSING, seed=SEEDS)
def test_a_module_has_the_sums_of_what_its_parts_show_and_is_read_back(
    sizes: list[int], missing: float, seed: int
) -> None:
    made = _module(_sheets(sizes, missing=missing, seed=seed))

    if made is None:
        assert sum(sizes) < POLICY.k
        return
    assert read_release(made.to_json()) == made
    for place, others in enumerate(made.figures.others):
        cells = [cell for block in made.figures.blocks if (cell := block.cells[place])]
        assert (others is None) == (not cells)
        assert others is None or (others.n, others.sum) == (
            sum(cell.n for cell in cells),
            sum(cell.sum for cell in cells),
        )


def test_small_occasions_are_joined_with_the_next_and_the_rest_with_the_last() -> None:
    assert _parts([19, 3, 12, 8, 2]) == [("O0",), ("O1", "O2"), ("O3", "O4")]
    assert _parts([2, 2]) == []


def test_until_the_course_is_over_the_rest_waits() -> None:
    assert _parts([19, 3, 12, 8, 2], is_over=False) == [("O0",), ("O1", "O2"), ("O3",)]


def test_an_item_too_few_answered_in_a_part_is_in_no_sum() -> None:
    responses = _sheets([5, 6])
    ratings = responses.ratings.copy()
    ratings[0, 0] = SKIPPED
    made = _module(replace(responses, ratings=ratings))

    assert made is not None
    assert made.figures.blocks[0].cells[0] is None
    assert made.figures.others[0] is not None
    assert made.figures.others[0].n == 6


def test_no_module_shows_bands() -> None:
    made = _module(_sheets([20, 20, 20]))

    assert made is not None
    assert {cell.bands for cell in made.figures.others if cell} == {None}


def test_words_come_with_a_part_of_ten_sheets_and_all_others_when_the_course_is_over() -> None:
    def told(sizes: Sequence[int], *, is_over: bool) -> int:
        made = _module(_sheets(sizes), is_over=is_over)
        return sum(len(texts) for _, texts in made.comments.others) if made else 0

    assert told([9], is_over=False) == 0
    assert told([10], is_over=False) == 10
    assert told([9, 10], is_over=False) == 10
    assert told([9, 10], is_over=True) == 19


def test_the_spread_of_a_module_is_never_that_of_its_own_sheets() -> None:
    made = _module(_sheets([6] * 40))

    assert made is not None
    assert {one.source for one in made.figures.sigma_w} == {"constant"}
