"""Responses that contradict the survey are refused, every fault at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from reports.disclosure import release_subjects
from reports.disclosure.previous import previous_of
from reports.errors import ResponsesError
from reports.policy import DisclosurePolicy
from reports.release import Norm
from tests.reports.campaigns import make_responses, make_survey

if TYPE_CHECKING:
    from reports.answers.matrix import Responses
    from reports.release import Figures

SURVEY = make_survey({"T": ("a", "b")}, questions=("keep",))
GOOD = make_responses(SURVEY, {"L1": {"self": [[4, 4]], "peer": [[3, 4]] * 5}})
NORM = Norm(30, 3500, None, None, percentile=None, quarter=2)


def problems(responses: Responses) -> str:
    """Return what is said of faulty responses."""
    with pytest.raises(ResponsesError) as caught:
        release_subjects(responses, DisclosurePolicy())
    return "\n".join(caught.value.problems)


def test_a_matrix_of_the_wrong_shape_is_refused() -> None:
    broken = replace(
        GOOD,
        ratings=GOOD.ratings[:, :1],
        group_codes=GOOD.group_codes[:2],
        subjects=("L1", "L1"),
        comments=({},),
    )

    told = problems(broken)

    assert "shape (6, 1); (6, 2) is needed" in told
    assert "2 group codes for 6 responses" in told
    assert "twice" in told
    assert "1 sets of comments for 6 responses" in told


def test_codes_and_ratings_out_of_range_are_counted() -> None:
    broken = replace(
        GOOD,
        subject_codes=GOOD.subject_codes + 1,
        group_codes=np.full(6, -1, dtype=np.int8),
        ratings=np.where(GOOD.ratings == 3, -3, GOOD.ratings).astype(np.int8),
    )

    told = problems(broken)

    assert "6 subject codes are outside 0 to 0" in told
    assert "6 group codes are outside 0 to 4" in told
    assert "5 ratings are outside 1 to 5" in told


def test_a_comment_on_no_question_is_refused() -> None:
    broken = replace(GOOD, comments=({"stop": "Text"}, *({} for _ in range(5))))

    assert "comments on 'stop', which the survey does not ask" in problems(broken)


def test_norms_are_copied_into_the_release() -> None:
    seen: list[Figures] = []

    def norms(figures: Figures) -> tuple[Norm, ...]:
        seen.append(figures)
        return (NORM,)

    figures = release_subjects(GOOD, DisclosurePolicy(), norms=norms)["L1"].figures

    assert figures.norms == (NORM,)
    assert seen == [replace(figures, norms=())]


def test_a_trait_with_another_wording_is_not_compared() -> None:
    figures = release_subjects(GOOD, DisclosurePolicy())["L1"].figures
    reworded = replace(figures, wording=("other", figures.wording[1]))
    renamed = replace(figures, traits=(("U", ("a", "b")),))

    assert previous_of(figures, figures, campaign="2025").traits != (None,)
    assert previous_of(figures, reworded, campaign="2025").traits == (None,)
    assert previous_of(figures, renamed, campaign="2025").traits == (None,)
