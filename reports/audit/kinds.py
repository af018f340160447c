"""The kinds of figures there are, and the names by which code and templates read them.

Every field of a release, of the figures made from it, and of what pages write of those
belongs to one kind or is no figure. So whatever reads one can be seen without running it,
and `reports.audit.register` says where which kinds may stand.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    """What is told of a leader."""

    OWN = "the leader's own answers"
    ROLES = "raters shown by role"
    GROUPS = "groups of raters"
    OTHERS = "Others"
    MEANS = "sums and means"
    COUNTS = "how many answered"
    HIDDEN = "groups of which nothing is shown"
    GAPS = "self against Others"
    VERDICTS = "what a gap, a change or a list is called"
    CHANGE = "the campaign before"
    ORGANISATION = "a workplace beside the organisation"
    MARGINS = "how uncertain a mean is"
    AGREEMENT = "whether a group answers alike"
    SPREAD = "bands and the favourable share"
    LEADERS = "other leaders"
    COMMENTS = "what people wrote"
    WHOLE = "the release as it is stored"


NAMES: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.OWN: frozenset({"self_", "self_ratings", "own", "own_before", "has_self", "lacks_own"}),
    Kind.ROLES: frozenset({"identified"}),
    Kind.GROUPS: frozenset({"outside", "blocks", "cells", "columns"}),
    Kind.OTHERS: frozenset({"others", "has_others", "lacks_others", "shown"}),
    Kind.MEANS: frozenset(
        {"sum", "mean", "exact", "at_most", "bounds", "rounded", "mean_thousandths"}
    ),
    Kind.COUNTS: frozenset(
        {"n", "n_protected", "respondents", "previous_n", "others_n", "few", "share"}
    ),
    Kind.HIDDEN: frozenset({"hidden_groups", "asked", "hidden"}),
    Kind.GAPS: frozenset({"gap", "at_least"}),
    Kind.VERDICTS: frozenset(
        {
            "verdict",
            "direction",
            "certain",
            "is_fragile",
            "ranked",
            "findings",
            "by_item",
            "listings",
            "unlisted",
            "called",
            "may_rest_on_one",
            "is_unseen_strength",
            "stands_out",
            "flat",
            "is_flat",
            "lean",
            "main_message",
            "tell_what_works",
            "valued",
            "differing",
            "to_begin_with",
            "says",
            "lists",
            "apart",
        }
    ),
    Kind.CHANGE: frozenset({"change", "before", "previous", "slope", "lower_end", "upper_end"}),
    Kind.ORGANISATION: frozenset(
        {"whole", "difference", "against", "part_above", "is_whole", "strongest", "weakest"}
        | {"to_talk_about", "themes"}
    ),
    Kind.MARGINS: frozenset({"margin95", "margin", "sigma_w", "hundredths"}),
    Kind.AGREEMENT: frozenset(
        {"agreement", "has_agreement", "is_divided", "is_alike", "tells_agreement"}
    ),
    Kind.SPREAD: frozenset(
        {"spread", "bands", "has_bands", "favourable", "favourable_pct", "low", "middle", "high"}
    ),
    Kind.LEADERS: frozenset(
        {
            "norms",
            "norm",
            "all_leaders",
            "n_leaders",
            "gap_mean_thousandths",
            "gap_sd_thousandths",
            "percentile",
            "quarter",
            "against_norm",
            "has_classes",
        }
    ),
    Kind.COMMENTS: frozenset({"comments", "written"}),
    Kind.WHOLE: frozenset({"to_json"}),
}

NOT_FIGURES: Final = frozenset(
    {
        # whose figure it is, and of what
        *("key", "index", "label", "group", "groups", "items", "item", "traits", "trait", "role"),
        *("title", "statement", "question", "row", "rows", "leaders", "behaviours", "campaign"),
        *("source", "plan"),
        # of a tree of workplaces: which part it is, and what it is called by
        *("number", "parent", "parts", "name", "names", "members", "rest", "within", "units"),
        *("left_out", "texts"),
        # the survey and the rule, which are told to everybody
        *("survey_id", "survey_version", "wording", "scale", "favourable_from", "k", "k2"),
        *("policy", "view", "class_from", "bands_from", "norm_from", "least", "known"),
        # what holds figures together, vouches for them, or stands beside them
        *("figures", "format", "seal", "figures_hash", "comments_hash", "text", "digest", "reason"),
        *("heading", "sentences", "worded"),
        # a report on its leader's page, in words and pieces, and which chapters it has
        *("lead", "sections", "how_to_read", "notes_on_who", "first", "has_comments"),
        # the coach's own desk: whose, when, and what comes next
        *("subject", "talk_at", "next", "shared_at", "is_this_week", "lacks_date"),
        *("is_for_today", "for_today", "talks_this_week", "without_date"),
        # the coach's own page: its order, and the steps of a talk
        *("column", "is_descending", "notice", "step", "support", "what"),
        # of a score, a gap or the findings, whose names are above; elsewhere they mean others
        *("fewest", "points", "highest", "lowest"),
    }
)
"""Fields that are no figure, or are read of one whose own name is above."""


def kinds_of(names: frozenset[str]) -> frozenset[Kind]:
    """Return the kinds of figures that are read by these names."""
    return frozenset(kind for kind, fields in NAMES.items() if fields & names)
