"""The pooled spread of a trait: where it comes from, and that it names nobody."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from reports.answers.matrix import Responses
from reports.disclosure import release_subjects, within_squares_of
from reports.disclosure.spread import WithinSquares, combined, pooled_sigma_w
from reports.policy import DisclosurePolicy
from reports.release import SigmaW
from tests.reports.campaigns import make_responses, make_survey, oracle, shuffled

if TYPE_CHECKING:
    from collections.abc import Sequence

SURVEY = make_survey({"T": ("a", "b", "c")})


def campaign(leaders: int, seed: int = 1) -> Responses:
    """Return responses of leaders with five peers and four in their team each."""
    rng = np.random.default_rng(seed)
    groups = np.tile(np.repeat([2, 3], [5, 4]), leaders).astype(np.int8)
    ratings = rng.integers(1, 6, (len(groups), 3))
    ratings[rng.random(ratings.shape) < 0.1] = -1
    return Responses(
        survey=SURVEY,
        subjects=tuple(f"L{number}" for number in range(leaders)),
        ratings=ratings.astype(np.int8),
        subject_codes=np.repeat(np.arange(leaders, dtype=np.int32), 9),
        group_codes=groups,
    )


def sigma_w(responses: Responses, norm: Sequence[WithinSquares] = ()) -> SigmaW:
    """Return the spread of the only trait as the first leader's release has it."""
    releases = release_subjects(responses, DisclosurePolicy(), sigma_w=combined(norm))
    (found,) = releases["L0"].figures.sigma_w
    return found


def kept(leaders: int, seed: int = 1) -> WithinSquares:
    """Return what a campaign keeps of its only trait."""
    (record,) = within_squares_of(campaign(leaders, seed), DisclosurePolicy())
    return record


def test_thirty_leaders_are_enough_for_a_spread_of_their_own() -> None:
    own = sigma_w(campaign(30))

    assert own.source == "campaign"
    assert own.points == pytest.approx(_plain_spread(campaign(30)), abs=0.005)


def test_twenty_nine_leaders_lean_on_the_norm() -> None:
    norm = replace(kept(29), leaders=40, df=100, thousandths=64_000)

    assert sigma_w(campaign(29), [norm]) == SigmaW(80, "norm")


def test_without_a_norm_the_constant_stands_in() -> None:
    assert sigma_w(campaign(29)) == SigmaW(72, "constant")


def test_a_norm_that_is_too_small_is_not_used() -> None:
    few = replace(kept(3), leaders=40, df=59, thousandths=64_000)

    assert pooled_sigma_w(few, "norm") is None
    assert sigma_w(campaign(3), [few]).source == "constant"


def test_waves_pool_to_what_one_campaign_would_have_given() -> None:
    waves = [kept(20, seed) for seed in (1, 2)]

    (pooled,) = combined(waves).values()

    assert (pooled.leaders, pooled.df) == (40, waves[0].df + waves[1].df)
    assert pooled.thousandths == waves[0].thousandths + waves[1].thousandths
    assert pooled_sigma_w(pooled, "norm") is not None


def test_nothing_is_kept_of_four_leaders() -> None:
    four, five = kept(4), kept(5)

    assert (four.leaders, four.df, four.thousandths) == (0, 0, 0)
    assert five.leaders == 5


def test_a_trait_that_was_asked_otherwise_is_not_pooled() -> None:
    other = replace(kept(20), instrument="another wording", leaders=40)

    assert len(combined([kept(20), other])) == 2
    assert sigma_w(campaign(20), [other]).source == "constant"


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_raters_does_not_move_the_last_bit(seed: int) -> None:
    responses = campaign(40)

    found = within_squares_of(shuffled(responses, seed), DisclosurePolicy())

    assert found == within_squares_of(responses, DisclosurePolicy())


def test_within_squares_equal_the_reference_analysis_of_variance() -> None:
    content = oracle("g04_campaign_20_leaders_1to6")
    traits: dict[str, list[str]] = {}
    for item in content["data"]["items"]:
        traits.setdefault(item["trait"], []).append(item["id"])
    turned = [item["id"] for item in content["data"]["items"] if item["reversed"]]
    survey = make_survey(traits, groups={"peer": "protected"}, scale=(1, 6), reversed_items=turned)
    sheets: dict[str, dict[str, list[list[int | str | None]]]] = {}
    for row in content["data"]["ratings"]:
        if row["group"] == "peer":
            sheets.setdefault(row["leader"], {"peer": []})["peer"].append(row["answers"])
    anova = {
        (check["stat"], check["trait"]): check["value"]
        for check in content["checks"]
        if check.get("group") == "peer" and check["stat"].startswith("anova")
    }

    found = within_squares_of(make_responses(survey, sheets), DisclosurePolicy())

    for record in found:
        assert record.df == anova["anova_df2", record.trait]
        squares = anova["anova_msw", record.trait] * record.df
        assert record.thousandths == pytest.approx(1000 * squares, abs=0.51)


def _plain_spread(responses: Responses) -> float:
    """Return the pooled spread, leader by leader and group by group."""
    squares, df = 0.0, 0
    for subject in range(len(responses.subjects)):
        for group in (2, 3):
            rows = (responses.subject_codes == subject) & (responses.group_codes == group)
            answers = [row[row > 0] for row in responses.ratings[rows]]
            scores = [row.mean() for row in answers if len(row) >= 2]
            squares += float(np.var(scores)) * len(scores)
            df += len(scores) - 1
    return math.sqrt(squares / df)
