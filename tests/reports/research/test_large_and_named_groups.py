"""Sums are exact however many rate, and figures do not depend on what groups are called."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from reports.answers.matrix import Responses
from reports.research.analysis import Analysis
from reports.research.figures import list_figures
from reports.research.tally import tally
from surveys.loader import survey_from_json
from tests.reports.campaigns import make_survey

if TYPE_CHECKING:
    from surveys.model import Survey

MANY = 250_000


@pytest.mark.parametrize("highest", [5, 10])
def test_a_quarter_of_a_million_raters_are_added_up_exactly(highest: int) -> None:
    pattern = np.array([highest, highest - 1, -1, 0, -2, 3, highest], dtype=np.int8)
    ratings = np.stack([np.resize(pattern, MANY), np.full(MANY, highest, dtype=np.int8)], axis=1)
    codes = np.zeros(MANY, dtype=np.int64)
    codes[:3] = 2

    moments = tally(ratings, codes, 3)

    for item in range(2):
        answers = [mark for mark in ratings[3:, item].tolist() if mark >= 0]
        assert moments.n[0, item] == len(answers)
        assert moments.total[0, item] == sum(answers)
        assert moments.squares[0, item] == sum(mark * mark for mark in answers)
        assert moments.mean[0, item] == pytest.approx(sum(answers) / len(answers), abs=1e-12)
    assert moments.n[1:].tolist() == [[0, 0], [2, 3]]


def test_large_and_small_segments_are_added_up_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(7)
    ratings = random.integers(-2, 11, (2_000, 4)).astype(np.int8)
    codes = random.integers(0, 9, 2_000)
    packed = tally(ratings, codes, 10)

    # The package has a function of the module's name.
    monkeypatch.setattr(sys.modules[tally.__module__], "_LARGE_SEGMENT", 0)
    plain = tally(ratings, codes, 10)

    for name in ("n", "total", "squares"):
        assert getattr(packed, name).tolist() == getattr(plain, name).tolist()
        assert getattr(plain, name).dtype == np.int32


def _renamed(survey: Survey, old: str, new: str) -> Survey:
    """Return a survey as a campaign froze it before the rule, with another key of a group."""
    content = json.loads(survey.canonical_json())
    for group in content["groups"]:
        group["key"] = new if group["key"] == old else group["key"]
    return survey_from_json(json.dumps(content))


@pytest.mark.parametrize("key", ["others", "Others", "self"])
def test_no_figure_depends_on_what_a_group_is_called(key: str) -> None:
    survey = make_survey({"clear": ["q1", "q2"], "safe": ["q3"]})
    renamed = _renamed(_renamed(survey, "self", "own"), "peer", key)

    assert _figures(renamed) == _figures(survey)


def _figures(survey: Survey) -> list[str]:
    """Return every statistic of 60 responses about three leaders."""
    ratings = np.random.default_rng(3).integers(1, 6, (60, 3)).astype(np.int8)
    responses = Responses(
        survey=survey,
        subjects=("A", "B", "C"),
        ratings=ratings,
        subject_codes=np.repeat(np.arange(3, dtype=np.int32), 20),
        group_codes=np.tile(np.array([0, *[1] * 9, *[2] * 10], dtype=np.int8), 3),
        comments=({},) * 60,
    )
    return [f"{one.stat} {one.values.tolist()}" for one in list_figures(Analysis(responses))]
