"""What holds for every campaign: nobody is isolated, and order and answers hide nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.audit.linear import linear_figures
from reports.disclosure import release_subjects
from reports.release import read_release
from tests.proof_size import proof_runs
from tests.reports.campaigns import shuffled
from tests.reports.random_campaigns import (
    Campaign,
    audit,
    campaigns,
    joined,
    permuted_in_blocks,
    sheets,
    skeleton,
    true_value,
    with_all,
    with_other_answers,
)

SEEDS = st.integers(0, 2**32 - 1)
briefly = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
at_length = settings(
    max_examples=proof_runs(1000), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@briefly
@given(campaign=campaigns())
def test_no_combination_of_figures_isolates_fewer_than_k_raters(campaign: Campaign) -> None:
    assert audit(campaign, campaign.release.figures) is None


@pytest.mark.proof
@pytest.mark.timeout(600)
@at_length
@given(campaign=campaigns())
def test_a_thousand_campaigns_isolate_nobody(campaign: Campaign) -> None:
    assert audit(campaign, campaign.release.figures) is None


@pytest.mark.proof
@pytest.mark.timeout(600)
@at_length
@given(campaign=campaigns(), seed=SEEDS)
def test_a_thousand_campaigns_give_nothing_away_by_order_or_visibility(
    campaign: Campaign, seed: int
) -> None:
    release = campaign.release
    exchanged = replace(campaign, responses=permuted_in_blocks(campaign, seed))
    answered_anew = replace(campaign, responses=with_other_answers(campaign.responses, seed))

    assert exchanged.release.to_json() == release.to_json()
    assert skeleton(answered_anew.release) == skeleton(release)


@briefly
@given(campaign=campaigns(), seed=SEEDS)
def test_exchanging_sheets_inside_a_block_changes_no_byte(campaign: Campaign, seed: int) -> None:
    exchanged = replace(campaign, responses=permuted_in_blocks(campaign, seed))

    assert exchanged.release.to_json() == campaign.release.to_json()


@briefly
@given(campaign=campaigns(), seed=SEEDS)
def test_the_order_of_responses_means_nothing(campaign: Campaign, seed: int) -> None:
    reordered = replace(campaign, responses=shuffled(campaign.responses, seed))

    assert reordered.release.to_json() == campaign.release.to_json()


@briefly
@given(campaign=campaigns(), seed=SEEDS)
def test_which_figures_are_visible_depends_on_counts_only(campaign: Campaign, seed: int) -> None:
    scale = campaign.responses.survey.scale
    visible = skeleton(campaign.release)

    for other in (
        with_other_answers(campaign.responses, seed),
        with_all(campaign.responses, scale.lowest),
        with_all(campaign.responses, scale.highest),
    ):
        assert skeleton(replace(campaign, responses=other).release) == visible


@briefly
@given(campaign=campaigns())
def test_weights_give_the_figures_that_are_shown(campaign: Campaign) -> None:
    figures = campaign.release.figures

    for figure in linear_figures(figures, sheets(campaign.responses)):
        plain = all(item in figures.items for _, item in figure.weights)
        if plain:
            slack = figure.shown - true_value(figure, campaign.responses)
            assert 0 <= slack <= len(figures.blocks)
            assert slack == 0 or any(_at_most(campaign))


@briefly
@given(campaign=campaigns(), seed=SEEDS)
def test_answers_about_another_leader_change_nothing(campaign: Campaign, seed: int) -> None:
    other = with_other_answers(campaign.responses, seed)
    together = joined(campaign.responses, other)

    releases = release_subjects(together, campaign.policy)

    assert releases["L1"].to_json() == campaign.release.to_json()


@briefly
@given(campaign=campaigns())
def test_a_release_reads_back_as_it_was_written(campaign: Campaign) -> None:
    release = campaign.release

    assert read_release(release.to_json()) == release


def _at_most(campaign: Campaign) -> list[bool]:
    figures = campaign.release.figures
    cells = [cell for block in figures.blocks for cell in block.cells]
    return [cell is not None and cell.at_most for cell in (*cells, *figures.others)]
