"""Compute every statistic, for all subjects, groups, items and traits at once: for research only.

Functions take arrays and return arrays. Nothing here is for a page: what may be shown is
decided in `reports.disclosure`, and most of what is here never is, for one leader.
"""

from reports.research.agreement import (
    ad_m_item,
    ad_m_j,
    agreement_class,
    rstar_wg_j,
    rwg_item,
    rwg_j,
    uniform_variance,
)
from reports.research.alpha import ItemAnalysis, analyse_items
from reports.research.change import Paired, SampleChange, ScoreSample, change, paired
from reports.research.crossed import TYPES as ICC_TYPES
from reports.research.crossed import Crossed, Intraclass, crossed
from reports.research.gaps import gap, gap_test, johari_item, top_and_bottom
from reports.research.items import bands, favourable_pct, missing
from reports.research.omega import OneFactor, one_factor
from reports.research.organisation import (
    Organisation,
    class_shares,
    correlation,
    heat_map,
    organisation,
)
from reports.research.reliability import OneWay, one_way
from reports.research.selfother import CLASSES, SelfOther, self_other
from reports.research.tally import Moments, counts, segment_means, tally
from reports.research.traits import TraitColumns, each_group_equal, group_trait_itemavg, rater_trait
from reports.research.uncertainty import change_margin95, margin95, t_ci95

__all__ = [
    "CLASSES",
    "ICC_TYPES",
    "Crossed",
    "Intraclass",
    "ItemAnalysis",
    "Moments",
    "OneFactor",
    "OneWay",
    "Organisation",
    "Paired",
    "SampleChange",
    "ScoreSample",
    "SelfOther",
    "TraitColumns",
    "ad_m_item",
    "ad_m_j",
    "agreement_class",
    "analyse_items",
    "bands",
    "change",
    "change_margin95",
    "class_shares",
    "correlation",
    "counts",
    "crossed",
    "each_group_equal",
    "favourable_pct",
    "gap",
    "gap_test",
    "group_trait_itemavg",
    "heat_map",
    "johari_item",
    "margin95",
    "missing",
    "one_factor",
    "one_way",
    "organisation",
    "paired",
    "rater_trait",
    "rstar_wg_j",
    "rwg_item",
    "rwg_j",
    "segment_means",
    "self_other",
    "t_ci95",
    "tally",
    "top_and_bottom",
    "uniform_variance",
]
