"""All surfaces of one leader, joined, isolate nobody; and they show only what they declare."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.coach.comparing import CoachMaterial, compare
from feedback.coach.heatmap import heat_map
from reports.audit.isolates import isolates
from reports.audit.kinds import Kind
from reports.audit.register import SURFACES, all_figures
from reports.audit.surfaces import (
    Everything,
    Occasion,
    case_figures,
    compare_figures,
    followed_figures,
    heat_map_figures,
    part_figures,
    pulse_figures,
    table_figures,
)
from reports.disclosure import Before, release_subjects
from reports.exports.tables import PLACES, figure_rows
from reports.policy import DisclosurePolicy
from reports.release.rounding import rounded
from reports.sections.cover import Cover
from reports.shown.followed import followed
from reports.shown.pulse import pulse_rows
from tests.proof_size import proof_runs
from tests.reports.campaigns import make_survey
from tests.reports.random_campaigns import Campaign, campaigns, make_campaign, sheets

if TYPE_CHECKING:
    from reports.audit.linear import KeyedAnswers, LinearFigure
    from reports.release import Figures, Release

SEEDS = st.integers(0, 2**32 - 1)
briefly = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
at_length = settings(
    max_examples=proof_runs(1000), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@dataclass(frozen=True)
class Known:
    """A leader's three campaigns: this one, the one before with the same survey, a pulse."""

    now: Campaign
    before: Campaign
    pulse: Campaign

    @property
    def release(self) -> Release:
        """The release of now, which knows the one before."""
        past = {"L1": Before("Förra", self.before.release.figures)}
        return release_subjects(self.now.responses, self.now.policy, previous=past)["L1"]

    @property
    def everything(self) -> Everything:
        """All that was ever released of the leader."""
        return Everything(
            Occasion("now", self.release.figures, _sheets(self.now)),
            _occasion("before", self.before),
            (_occasion("pulse", self.pulse),),
        )

    @property
    def protected(self) -> set[str]:
        """The raters of protected groups, of whichever campaign."""
        every = (self.now, self.before, self.pulse)
        kinds = {"peer", "team", "other"}
        return {one.rater for each in every for one in _sheets(each) if one.group in kinds}


@st.composite
def known(draw: st.DrawFn) -> Known:
    """Draw a leader whose second campaign and pulse ask partly the same raters."""
    now = draw(campaigns())
    before, pulse = (_asked_again(now, draw(SEEDS), items) for items in (5, 2))
    return Known(now, before, pulse)


@briefly
@given(leader=known())
def test_all_surfaces_of_a_leader_together_isolate_nobody(leader: Known) -> None:
    assert _audit(leader) is None


@pytest.mark.proof
@pytest.mark.timeout(1200)
@at_length
@given(leader=known())
def test_a_thousand_leaders_are_safe_on_all_surfaces_together(leader: Known) -> None:
    assert _audit(leader) is None


def test_the_joint_audit_finds_a_figure_that_gives_somebody_away() -> None:
    leader = _fixed()
    figures = [one.weights for one in all_figures(leader.everything)]
    (rater,) = [one for one in _sheets(leader.now) if one.group == "team"][:1]
    leaking = {(rater.rater, "now: a"): Fraction(1)}

    found = isolates([*figures, leaking], leader.protected, leader.now.policy.k)

    assert found is not None
    assert found.raters == (rater.rater,)


@briefly
@given(leader=known())
def test_the_compare_view_shows_only_declared_figures(leader: Known) -> None:
    declared = _by_name(compare_figures(leader.everything))
    view = compare(_material(leader))

    shown = [
        (f"{row.key} {column}", text)
        for row in (*view.traits, *view.items)
        for column, text in [
            ("self", row.own),
            *zip([one.key for one in view.columns], row.columns, strict=True),
            ("others", row.others),
            ("gap", row.gap),
            *([("before", row.change[0]), ("change", row.change[1])] if row.change else []),
        ]
    ]

    _is_declared(shown, declared)


@briefly
@given(leader=known())
def test_the_heat_map_shows_only_declared_figures(leader: Known) -> None:
    material = _material(leader)
    declared = _by_name(heat_map_figures(leader.everything))
    subject: Any = SimpleNamespace(kind="leader", person=SimpleNamespace(name="Karin Lund"), id=1)

    for view, figure in (("level", "others"), ("gap", "gap"), ("change", "change")):
        found = heat_map(
            material, [subject], lambda shown: [(one, material) for one in shown], {"show": view}
        )
        ((_, cells),) = found.rows

        keys = [f"{trait.key} {figure}" for trait in material.profile.traits]
        _is_declared(list(zip(keys, [cell.shown for cell in cells], strict=True)), declared)


@briefly
@given(leader=known())
def test_the_tables_show_only_declared_figures(leader: Known) -> None:
    declared = _by_name(table_figures(leader.everything))

    for row in figure_rows({"L1": leader.release}):
        key = row.item or row.trait
        column = row.groups if row.column in {"identified", "block"} else row.column
        assert row.mean == rounded(declared[f"{key} {column}"].shown, PLACES)
        for name in ("gap", "low", "middle", "high", "favourable", "change"):
            value = getattr(row, name)
            if value is not None:
                assert value == rounded(declared[f"{key} {name}"].shown, PLACES) or name == "change"
                assert f"{key} {name}" in declared


@briefly
@given(leader=known())
def test_a_pulse_shows_only_declared_figures(leader: Known) -> None:
    declared = _by_name(pulse_figures(leader.everything))

    for row in pulse_rows(leader.pulse.release):
        if row.spread is not None:
            assert f"{row.key} others" in declared
            bands = [declared[f"{row.key} {band}"].shown for band in ("low", "middle", "high")]
            assert bands == [row.spread.low, row.spread.middle, row.spread.high]


@briefly
@given(leader=known())
def test_words_on_behaviours_stand_on_declared_figures_and_on_counts_and_sums_alone(
    leader: Known,
) -> None:
    """So the integer audit, which knows n and sum of every cell, has nothing to learn of them."""
    declared = _by_name(followed_figures(leader.everything))
    now, before = leader.release.figures, leader.before.release.figures

    words = followed(now, before, now.items)

    assert {f"{one.key} change" for one in words if one.direction} <= declared.keys()
    assert followed(_bare(now), _bare(before), now.items) == words


def test_every_surface_that_shows_means_has_figures_in_the_audit() -> None:
    everything = _fixed().everything
    numbers = {Kind.MEANS, Kind.GAPS, Kind.SPREAD}

    assert {
        name
        for name, surface in SURFACES.items()
        if any(numbers & kinds for kinds in surface.places.values())
        and surface.figures not in {part_figures, case_figures}  # of no leader
        and not any(surface.figures(everything))
    } == set()
    assert any(SURFACES["before"].figures(everything))


def _audit(leader: Known) -> Any:  # noqa: ANN401 - a witness or None
    weights = {
        tuple(sorted(figure.weights.items())): figure.weights
        for figure in all_figures(leader.everything)
    }
    return isolates(list(weights.values()), leader.protected, leader.now.policy.k)


def _is_declared(shown: list[tuple[str, str]], declared: dict[str, LinearFigure]) -> None:
    for name, text in shown:
        if text == "–":
            assert name not in declared
            continue
        places = 0 if re.fullmatch(r"\D*\d+\D*", text) else 1
        expected = f"{rounded(abs(declared[name].shown), places)}".replace(".", ",")
        number = re.sub(r"[^\d,]", "", text)
        # The one before is kept in thousandths, so a change may differ in its last place.
        assert number == expected or name.endswith(("change", "before")), (name, text)


def _bare(figures: Figures) -> Figures:
    """Return figures without classes, bands and favourable answers."""
    blocks = [
        replace(block, cells=tuple(cell and replace(cell, agreement=None) for cell in block.cells))
        for block in figures.blocks
    ]
    others = [cell and replace(cell, bands=None, favourable=None) for cell in figures.others]
    return replace(figures, blocks=tuple(blocks), others=tuple(others))


def _by_name(figures: Any) -> dict[str, LinearFigure]:  # noqa: ANN401 - an iterator of them
    return {figure.name: figure for figure in figures}


def _occasion(name: str, campaign: Campaign) -> Occasion:
    return Occasion(name, campaign.release.figures, _sheets(campaign))


def _sheets(campaign: Campaign) -> list[KeyedAnswers]:
    """Return the sheets by person: the first of a group is the same one in every campaign."""
    counts: Counter[str] = Counter()
    named = []
    for sheet in sheets(campaign.responses):
        named.append(replace(sheet, rater=f"{sheet.group}{counts[sheet.group]}"))
        counts[sheet.group] += 1
    return named


def _material(leader: Known) -> CoachMaterial:
    cover = Cover("Karin Lund", "Rektor", "Testköping", "Hösten", "2026")
    return CoachMaterial(leader.release, leader.now.responses.survey, cover, "sv")


def _asked_again(now: Campaign, seed: int, items: int) -> Campaign:
    """Return another campaign about the same leader; its first raters are the same people."""
    rng = np.random.default_rng(seed)
    sizes = [int(size) for size in rng.integers(0, 9, 5)]
    sizes[:2] = [min(sizes[0], 1), min(sizes[1], 2)]
    scale = now.responses.survey.scale
    responses = make_campaign(sizes, 0.1, (scale.lowest, scale.highest), 0.4, seed)
    if items < len(responses.survey.items):
        keys = [item.key for item in responses.survey.items[:items]]
        survey = make_survey({"P": keys}, scale=(1, 5))
        ratings = np.clip(responses.ratings[:, :items], -2, 5)
        ratings = np.where(ratings == 0, 1, ratings).astype(np.int8)
        responses = replace(
            responses, survey=survey, ratings=ratings, comments=tuple({} for _ in ratings)
        )
    return Campaign(responses, now.policy)


def _fixed() -> Known:
    policy = DisclosurePolicy()
    now = Campaign(make_campaign([1, 1, 5, 6, 3], 0.0, (1, 6), 0.4, 7), policy)
    before = Campaign(make_campaign([1, 1, 6, 6, 3], 0.0, (1, 6), 0.5, 8), policy)
    return Known(now, before, replace(_asked_again(now, 3, 2), responses=_pulse()))


def _pulse() -> Any:  # noqa: ANN401 - responses of a pulse
    asked = make_campaign([0, 1, 5, 6, 0], 0.0, (1, 5), 0.4, 9)
    survey = make_survey({"P": ("a", "b")}, scale=(1, 5))
    return replace(
        asked,
        survey=survey,
        ratings=asked.ratings[:, :2],
        comments=tuple({} for _ in asked.ratings),
    )
