"""Random small campaigns, and what tests compare of their releases."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import strategies as st

from reports.answers.matrix import CANNOT_JUDGE, SKIPPED, Responses
from reports.audit.isolates import isolates
from reports.audit.linear import KeyedAnswers, LinearFigure, linear_figures
from reports.disclosure import release_subjects
from reports.disclosure.blocks import form_blocks, protected_groups
from reports.policy import DisclosurePolicy
from reports.subjects import kind_of
from tests.reports.campaigns import make_survey

if TYPE_CHECKING:
    import numpy.typing as npt

    from reports.audit.isolates import Witness
    from reports.release import Figures, Release

TRAITS = {"T1": ("a", "b", "c"), "T2": ("d", "e")}
QUESTIONS = ("keep", "change")
SCALES = ((1, 5), (1, 6), (0, 10), (1, 4))


@dataclass(frozen=True)
class Campaign:
    """The responses of one leader's campaign and its policy."""

    responses: Responses
    policy: DisclosurePolicy

    @property
    def release(self) -> Release:
        """The release of its only leader."""
        return release_subjects(self.responses, self.policy)["L1"]


@st.composite
def campaigns(draw: st.DrawFn) -> Campaign:
    """Draw a campaign: groups of 0 to 8 raters, 0 to 30 per cent of answers missing."""
    sizes = [draw(st.integers(0, 1)), draw(st.integers(0, 2))]
    sizes += draw(st.lists(st.integers(0, 8), min_size=3, max_size=3))
    missing = draw(st.sampled_from((0.0, 0.05, 0.15, 0.3)))
    policy = DisclosurePolicy(
        k=draw(st.integers(3, 5)), policy=draw(st.sampled_from(("merge", "drop")))
    )
    scale = draw(st.sampled_from(SCALES))
    humility = draw(st.sampled_from((0.3, 0.5, 0.95)))  # the last makes unanimous lows common
    seed = draw(st.integers(0, 2**32 - 1))
    return Campaign(make_campaign(sizes, missing, scale, humility, seed), policy)


def make_campaign(
    sizes: list[int], missing: float, scale: tuple[int, int], humility: float, seed: int
) -> Responses:
    """Return responses of one leader with groups of these sizes."""
    survey = make_survey(TRAITS, scale=scale, questions=QUESTIONS, reversed_items=("b",))
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(5), sizes).astype(np.int8)
    shape = (len(groups), len(survey.items))
    ratings = scale[0] + rng.binomial(scale[1] - scale[0], 1 - humility, shape)
    flipped = [item.reversed for item in survey.items]
    ratings = np.where(flipped, sum(scale) - ratings, ratings)
    gone = rng.random(shape) < missing
    ratings = np.where(gone, rng.choice([SKIPPED, CANNOT_JUDGE], shape), ratings)
    words = [
        {question: f"ord {rng.integers(0, 50)}" for question in QUESTIONS if rng.random() < 0.5}
        for _ in groups
    ]
    return Responses(
        survey=survey,
        subjects=("L1",),
        ratings=ratings.astype(np.int8),
        subject_codes=np.zeros(len(groups), dtype=np.int32),
        group_codes=groups,
        comments=tuple(words),
    )


def with_other_answers(responses: Responses, seed: int) -> Responses:
    """Return responses with the same missing answers and everything else drawn anew."""
    scale = responses.survey.scale
    rng = np.random.default_rng(seed)
    fresh = rng.integers(scale.lowest, scale.highest + 1, responses.ratings.shape)
    kept = responses.ratings < 0
    return replace(responses, ratings=np.where(kept, responses.ratings, fresh).astype(np.int8))


def with_all(responses: Responses, value: int) -> Responses:
    """Return responses in which every given answer is this one."""
    kept = responses.ratings < 0
    return replace(responses, ratings=np.where(kept, responses.ratings, value).astype(np.int8))


def permuted_in_blocks(campaign: Campaign, seed: int) -> Responses:
    """Return responses with whole answer sheets exchanged inside every block."""
    responses = campaign.responses
    blocks = form_blocks(responses, kind_of(responses.survey).policy(campaign.policy))
    rng = np.random.default_rng(seed)
    order = np.arange(len(responses.group_codes))
    for block in range(len(blocks.subject)):
        members = blocks.rows[blocks.block_of_row == block]
        order[members] = rng.permutation(members)
    return replace(
        responses,
        ratings=responses.ratings[order],
        comments=tuple(responses.comments[row] for row in order),
    )


def joined(first: Responses, second: Responses) -> Responses:
    """Return the responses of two leaders of one campaign, L1 and L2."""
    return replace(
        first,
        subjects=("L1", "L2"),
        ratings=np.concatenate([second.ratings, first.ratings]),
        subject_codes=np.concatenate([second.subject_codes + 1, first.subject_codes]),
        group_codes=np.concatenate([second.group_codes, first.group_codes]),
        comments=(*second.comments, *first.comments),
    )


def skeleton(release: Release) -> Any:  # noqa: ANN401 - JSON has no better type
    """Return what is visible of the figures, with every answer-dependent value blotted out."""
    return _blotted(json.loads(release.to_json())["figures"])


def sheets(responses: Responses) -> list[KeyedAnswers]:
    """Return the keyed answer sheets, one rater a row."""
    keyed = responses.keyed.tolist()
    return [
        KeyedAnswers(
            rater=f"r{row}",
            group=responses.survey.groups[group].key,
            answers=tuple(answer if answer >= 0 else None for answer in keyed[row]),
        )
        for row, group in enumerate(responses.group_codes.tolist())
    ]


def audit(campaign: Campaign, figures: Figures) -> Witness | None:
    """Return whom the linear figures of a release isolate, if anybody."""
    everything = linear_figures(figures, sheets(campaign.responses))
    return isolates(
        [figure.weights for figure in everything],
        protected_raters(campaign.responses),
        campaign.policy.k,
    )


def protected_raters(responses: Responses) -> list[str]:
    """Return the raters of protected groups."""
    protected = protected_groups(responses.survey)
    codes: npt.NDArray[np.int8] = responses.group_codes
    return [f"r{row}" for row, group in enumerate(codes.tolist()) if group in protected]


def true_value(figure: LinearFigure, responses: Responses) -> Fraction:
    """Return what a linear figure of plain answers is by its weights."""
    answers = {
        (sheet.rater, item.key): answer
        for sheet in sheets(responses)
        for item, answer in zip(responses.survey.items, sheet.answers, strict=True)
    }
    return sum(
        (weight * (answers[cell] or 0) for cell, weight in figure.weights.items()), Fraction(0)
    )


def _blotted(value: Any) -> Any:  # noqa: ANN401 - JSON has no better type
    if isinstance(value, dict):
        return {key: _hidden_value(key, one) for key, one in value.items()}
    return [_blotted(one) for one in value] if isinstance(value, list) else value


def _hidden_value(key: str, value: Any) -> Any:  # noqa: ANN401 - JSON has no better type
    if key == "self_ratings":
        return [rating is None for rating in value]
    if key in {"sum", "at_most", "agreement", "bands", "favourable"}:
        return value is None
    return _blotted(value)
