"""Placing a leader among the others of a campaign."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from reports.disclosure import release_subjects
from reports.norms.population import norms_from, same_instrument
from reports.policy import DisclosurePolicy
from reports.release.means import trait_mean
from reports.shown.profile import profile
from tests.reports.campaigns import make_responses, make_survey

if TYPE_CHECKING:
    from reports.release import Figures

SURVEY = make_survey({"clear": ["q1", "q2"], "safe": ["q3"]})


def released(leaders: int) -> list[Figures]:
    """Return the figures of leaders whose raters answered at random."""
    random = np.random.default_rng(5)
    subjects = {
        f"L{number}": {
            "self": [[4, 4, None if number % 2 else 5]],
            "peer": [random.integers(1, 6, 3).tolist() for _ in range(5)],
        }
        for number in range(leaders)
    }
    found = release_subjects(make_responses(SURVEY, subjects), DisclosurePolicy())
    return [release.figures for release in found.values()]


def _clear_score(figures: Figures) -> Fraction:
    return trait_mean(figures.others[:2]) or Fraction(0)


def test_a_norm_counts_leaders_trait_by_trait() -> None:
    population = released(40)

    clear, safe = norms_from(population)(population[0])

    assert (clear.n_leaders, safe.n_leaders) == (40, 40)
    assert clear.gap_mean_thousandths is not None
    # Half of the leaders skipped the only item of this trait, so it has 20 gaps.
    assert safe.gap_mean_thousandths is None


def test_a_higher_score_never_stands_in_a_lower_quarter() -> None:
    population = released(40)
    place = norms_from(population)

    ranked = sorted(population, key=_clear_score)

    quarters = [place(figures)[0].quarter or 0 for figures in ranked]
    assert quarters == sorted(quarters)
    assert set(quarters) == {1, 2, 3, 4}


def test_norms_reach_the_releases_they_are_made_for() -> None:
    population = released(12)
    responses = make_responses(SURVEY, {"L": {"self": [[4, 4, 4]], "peer": [[3, 4, 5]] * 4}})

    (release,) = release_subjects(
        responses, DisclosurePolicy(), norms=norms_from(population)
    ).values()

    assert [norm.n_leaders for norm in release.figures.norms] == [12, 12]
    assert release.figures.norms[0].mean_thousandths is not None
    assert release.figures.norms[0].quarter is None


def test_the_mean_of_all_leaders_gives_away_nobody_who_came_between_two_campaigns() -> None:
    population = released(11)
    before, now = (_shown_mean(population[:count]) for count in (10, 11))

    guess = 11 * now - 10 * before

    last = _clear_score(population[10])
    assert (before * 10).denominator == (now * 10).denominator == 1
    assert abs(guess - last) > Fraction(1, 10)


def _shown_mean(population: list[Figures]) -> Fraction:
    """Return the mean as a report writes and draws it."""
    norms = norms_from(population)(population[0])
    shown = profile(replace(population[0], norms=norms)).traits[0].all_leaders
    assert shown is not None
    return shown.exact


def test_a_leader_alone_in_the_world_has_no_norm() -> None:
    (figures,) = released(1)

    assert norms_from([])(figures) == ()


def test_another_wording_or_scale_is_another_instrument() -> None:
    (figures,) = released(1)

    assert same_instrument(figures, replace(figures, blocks=()))
    assert not same_instrument(figures, replace(figures, wording=("x", *figures.wording[1:])))
    assert not same_instrument(figures, replace(figures, scale=(1, 6)))
