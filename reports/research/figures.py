"""List every statistic of a campaign under its canonical name. Unsuppressed: for research only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from reports.norms.table import percentile_midrank
from reports.research.agreement import (
    ad_m_item,
    ad_m_j,
    agreement_class,
    rstar_wg_j,
    rwg_item,
    rwg_j,
)
from reports.research.alpha import ItemAnalysis, analyse_items
from reports.research.change import SampleChange, ScoreSample, change, paired
from reports.research.gaps import gap, gap_test, johari_item, top_and_bottom
from reports.research.items import bands, favourable_pct
from reports.research.omega import one_factor
from reports.research.organisation import organisation
from reports.research.selfother import self_other
from reports.research.traits import each_group_equal
from reports.research.uncertainty import change_margin95, margin95, t_ci95

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from reports.norms.arrays import Floats, Ints
    from reports.research.analysis import Analysis

Axis = Literal["leader", "group", "item", "trait", "rater", "trait_item"]


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One statistic for everything it is defined for.

    `values` has one axis per name in `axes`, and one more if each value is a list. A NaN and
    an empty string are undefined. The axis `trait_item` is an item that names its trait too.
    """

    stat: str
    axes: tuple[Axis, ...]
    values: npt.NDArray[Any]


def list_figures(analysis: Analysis) -> Iterator[Series]:
    """Compute every statistic of one campaign."""
    yield from _item_figures(analysis)
    yield from _others_item_figures(analysis)
    yield from _trait_figures(analysis)
    yield from _leader_trait_figures(analysis)
    yield from _class_figures(analysis)
    yield from _reliability_figures(analysis)
    yield from _alpha_figures(analysis)
    yield from _omega_figures(analysis)
    yield from _organisation_figures(analysis)


def _item_figures(analysis: Analysis) -> Iterator[Series]:
    axes: tuple[Axis, ...] = ("leader", "group", "item")
    scale = analysis.responses.survey.scale
    steps, distribution = len(scale.steps), analysis.distribution
    variance = analysis.moments.variance
    spread = ad_m_item(distribution, lowest=scale.lowest)
    favourable = favourable_pct(
        distribution, lowest=scale.lowest, favourable_from=scale.favourable_from
    )
    yield Series("item_n", axes, analysis.moments.n)
    yield Series("item_mean", axes, analysis.moments.mean)
    yield Series("item_sd", axes, np.sqrt(variance))
    yield Series("item_not_observed", axes, analysis.missing[0])
    yield Series("item_skipped", axes, analysis.missing[1])
    yield Series("distribution", axes, distribution)
    in_bands = bands(distribution, lowest=scale.lowest)
    if in_bands is not None:
        yield Series("bands", axes, in_bands)
    yield Series("favourable_pct", axes, favourable)
    yield Series("rwg_item", axes, rwg_item(variance, steps))
    yield Series("ad_m_item", axes, spread)
    yield Series("agreement_class", axes, agreement_class(spread, steps))


def _others_item_figures(analysis: Analysis) -> Iterator[Series]:
    axes: tuple[Axis, ...] = ("leader", "item")
    survey, others = analysis.responses.survey, analysis.others
    own, mean = analysis.own_items, others.mean
    scale = survey.scale
    yield Series("others_item_pooled", axes, mean)
    equal = each_group_equal(analysis.moments.mean[:, :-1][:, ~analysis.is_self])
    yield Series("others_item_groupeq", axes, equal)
    yield Series("others_item_n", axes, others.n)
    yield Series("gap_item", axes, gap(own, mean))
    panes = johari_item(own, mean, lowest=scale.lowest, highest=scale.highest)
    yield Series("johari_item", axes, panes)
    keys = np.array([*(item.key for item in survey.items), ""])
    top, bottom = top_and_bottom(mean, others.n)
    yield Series("top_items", ("leader",), keys[top])
    yield Series("bottom_items", ("leader",), keys[bottom])


def _trait_figures(analysis: Analysis) -> Iterator[Series]:
    axes: tuple[Axis, ...] = ("leader", "group", "trait")
    scale, columns, scores = analysis.responses.survey.scale, analysis.columns, analysis.scores
    steps, variance = len(scale.steps), analysis.moments.variance
    spread = ad_m_item(analysis.distribution, lowest=scale.lowest)
    yield Series("rater_trait", ("rater", "trait"), analysis.rater_trait)
    yield Series("group_trait_itemavg", axes, analysis.group_traits)
    yield Series("group_trait_ratermean", axes, scores.mean)
    yield Series("group_trait_sd", axes, scores.sd)
    yield Series("group_trait_n", axes, scores.n)
    yield Series("t_ci95", axes, t_ci95(scores.mean, scores.sd, scores.n))
    yield Series("rwg_j", axes, rwg_j(variance, columns, steps))
    yield Series("rstar_wg_j", axes, rstar_wg_j(variance, columns, steps))
    yield Series("ad_m_j", axes, ad_m_j(spread, columns))


def _leader_trait_figures(analysis: Analysis) -> Iterator[Series]:
    axes: tuple[Axis, ...] = ("leader", "trait")
    own, others, raters = analysis.own_traits, analysis.others_traits, analysis.others_scores
    equal = each_group_equal(analysis.group_traits[:, :-1][:, ~analysis.is_self])
    yield Series("self_trait", axes, own)
    yield Series("others_trait_pooled", axes, others)
    yield Series("others_trait_groupeq", axes, equal)
    yield Series("others_trait_ratermean", axes, raters.mean)
    yield Series("others_trait_sd", axes, raters.sd)
    yield Series("others_trait_n", axes, raters.n)
    yield Series("others_t_ci95", axes, t_ci95(raters.mean, raters.sd, raters.n))
    margin = margin95(analysis.variances[-1].sigma_w, _smallest_n(analysis))
    yield Series("margin95_others", axes, margin)
    yield Series("gap_trait", axes, gap(own, others))
    tests = gap_test(raters.mean, raters.sd, raters.n, own)
    for stat, values in zip(("gap_t", "gap_df", "gap_p"), tests, strict=True):
        yield Series(stat, axes, values)
    yield Series("percentile_midrank", axes, percentile_midrank(others, others))


def _smallest_n(analysis: Analysis) -> Ints:
    """Return the smallest item n of Others per leader and trait, items without answers left out."""
    answered = np.where(analysis.others.n > 0, analysis.others.n, np.iinfo(np.int32).max)
    smallest = np.minimum.reduceat(answered, analysis.columns.starts, axis=-1)
    return np.where(np.isnan(analysis.others_traits), 0, smallest).astype(np.int32)


def _class_figures(analysis: Analysis) -> Iterator[Series]:
    axes: tuple[Axis, ...] = ("leader", "trait")
    classes = self_other(analysis.own_traits, analysis.others_traits)
    yield Series("soa_level", axes, classes.level)
    yield Series("soa_z_centred", axes, classes.z_centred)
    yield Series("soa_class_centred", axes, classes.class_centred)
    yield Series("soa_gap_in_others_sd", axes, classes.gap_in_others_sd)
    yield Series("soa_class_uncentred", axes, classes.class_uncentred)


def _reliability_figures(analysis: Analysis) -> Iterator[Series]:
    tables = analysis.variances
    for stat, name in {
        "anova_msb": "msb",
        "anova_msw": "msw",
        "anova_f": "f",
        "anova_df1": "df1",
        "anova_df2": "df2",
        "anova_p": "p",
        "n_leaders": "n_leaders",
        "n_raters": "n_raters",
        "n0": "n0",
        "sigma_w": "sigma_w",
        "icc1_n0": "icc1_n0",
        "icc1_nbar_multilevel": "icc1_nbar",
        "icc2_multilevel": "icc2",
        "raters_for_070": "raters_for_070",
    }.items():
        values = np.stack([getattr(table, name) for table in tables])
        yield Series(stat, ("group", "trait"), values)


def _alpha_figures(analysis: Analysis) -> Iterator[Series]:
    reviews: list[ItemAnalysis] = [
        analyse_items(analysis.keyed[mine], analysis.columns) for mine in analysis.members
    ]
    for stat, name in {
        "alpha_n_listwise": "n",
        "alpha_listwise": "alpha",
        "alpha_standardised_listwise": "standardised",
        "alpha_feldt_ci95": "feldt_ci95",
    }.items():
        yield Series(stat, ("group", "trait"), np.stack([getattr(one, name) for one in reviews]))
    for stat in ("item_rest_r", "alpha_if_deleted"):
        values = np.stack([getattr(one, stat) for one in reviews])
        yield Series(stat, ("group", "trait_item"), values)


def _omega_figures(analysis: Analysis) -> Iterator[Series]:
    fits = [one_factor(analysis.keyed[mine], analysis.columns) for mine in analysis.members]
    for stat, name in {"omega_ml": "omega", "omega_heywood": "is_heywood"}.items():
        yield Series(stat, ("group", "trait"), np.stack([getattr(one, name) for one in fits]))


def _organisation_figures(analysis: Analysis) -> Iterator[Series]:
    found = organisation(analysis.own_traits, analysis.others_traits)
    for stat, values in (
        ("org_mean", found.mean),
        ("org_sd", found.sd),
        ("org_n_leaders", found.n_leaders),
        ("org_t_ci95", found.ci95),
        ("org_gap_mean", found.gap.mean),
        ("org_gap_sd", found.gap.sd),
        ("org_gap_paired_t", found.gap.t),
        ("org_gap_paired_p", found.gap.p),
        ("org_gap_ci95", found.gap.ci95),
        ("org_self_others_r", found.self_others_r),
    ):
        yield Series(stat, ("trait",), values)


def list_changes(before: Analysis, after: Analysis) -> Iterator[Series]:
    """Compare two campaigns of one survey: per leader of the later one, and over all of them.

    Leaders are matched by their label; who is new has nothing to be compared with. A campaign
    of one leader needs no leader's name in its figures.
    """
    earlier = _aligned(before, after)
    compared = change(_scores_of(before, earlier), after.scores)
    n_before = np.where(earlier >= 0, _smallest_n(before)[earlier].T, 0).T
    margin = change_margin95(after.variances[-1].sigma_w, n_before, _smallest_n(after))
    several = len(after.responses.subjects) > 1
    axes: tuple[Axis, ...] = ("leader", "group", "trait") if several else ("group", "trait")
    for stat, values in (*_person(compared), ("change_margin95", _only_others(margin, compared))):
        yield Series(stat, axes, values if several else values[0])
    yield from _organisation_change(before, after, earlier)


def _aligned(before: Analysis, after: Analysis) -> npt.NDArray[np.intp]:
    """Return each later leader's place among the earlier ones, -1 for who was not there."""
    place = {leader: index for index, leader in enumerate(before.responses.subjects)}
    found = [place.get(leader, -1) for leader in after.responses.subjects]
    return np.array(found, dtype=np.intp)


def _scores_of(analysis: Analysis, leaders: npt.NDArray[np.intp]) -> ScoreSample:
    known = (leaders >= 0)[:, None, None]
    scores = analysis.scores
    return ScoreSample(
        np.where(known, scores.n[leaders], 0).astype(np.int32),
        np.where(known, scores.mean[leaders], np.nan),
        np.where(known, scores.sd[leaders], np.nan),
    )


def _person(compared: SampleChange) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    interval, corrected = compared.d_ci95, compared.g
    yield "change_n", compared.n
    yield "change_mean_diff", compared.mean_diff
    yield "change_welch_t", compared.welch_t
    yield "change_welch_df", compared.welch_df
    yield "change_welch_p", compared.welch_p
    yield "change_welch_ci95", compared.welch_ci95
    yield "change_sd_pooled", compared.sd_pooled
    yield "change_d", compared.d
    yield "change_g", corrected
    yield "change_g_effectsize", corrected
    yield "change_hedges_J_exact", compared.hedges_j_exact
    yield "change_hedges_J_approx", compared.hedges_j_approx
    yield "change_d_ci95_noncentral_t", interval
    yield "change_d_ci95_effectsize", interval


def _only_others(margin: Floats, compared: SampleChange) -> Floats:
    """Put Others' margin into the axis of groups: below Others there is no margin of change."""
    values = np.full_like(compared.mean_diff, np.nan)
    values[:, -1] = margin
    return values


def _organisation_change(
    before: Analysis, after: Analysis, earlier: npt.NDArray[np.intp]
) -> Iterator[Series]:
    then = np.where((earlier >= 0)[:, None], before.others_traits[earlier], np.nan)
    found = paired(then, after.others_traits)
    for stat, values in (
        ("org_change_n_leaders", found.n),
        ("org_change_mean", found.mean),
        ("org_change_sd", found.sd),
        ("org_change_paired_t", found.t),
        ("org_change_paired_df", found.df),
        ("org_change_paired_p", found.p),
        ("org_change_ci95", found.ci95),
        ("org_change_d_av", found.d_av),
    ):
        yield Series(stat, ("trait",), values)
