"""The register of surfaces: which page, section or file shows which kinds of figures of a leader.

A surface lists twice what it shows: its linear figures, for one joint audit with all others,
and the kinds of figures that each of its files reads. A test finds what they read in their
syntax, and fails where a file reads a kind that does not stand here, or no longer does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reports.audit.kinds import Kind
from reports.audit.surfaces import (
    before_figures,
    case_figures,
    compare_figures,
    followed_figures,
    heat_map_figures,
    no_figures,
    part_figures,
    pulse_figures,
    record_figures,
    report_figures,
    table_figures,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from reports.audit.linear import LinearFigure
    from reports.audit.surfaces import Everything

K = Kind  # for the table below is long


@dataclass(frozen=True, slots=True)
class Surface:
    """One way to look at a leader: the figures it shows, and the kinds that each file reads."""

    figures: Callable[[Everything], Iterator[LinearFigure]]
    places: Mapping[str, AbstractSet[Kind]] = field(default_factory=dict)


SURFACES: Final[Mapping[str, Surface]] = {
    "report": Surface(
        report_figures,
        {
            "reports/sections/material.py": {
                *(K.OWN, K.ROLES, K.GROUPS, K.OTHERS, K.COUNTS, K.VERDICTS, K.COMMENTS),
            },
            "reports/sections/opening.py": {
                *(K.OWN, K.ROLES, K.GROUPS, K.OTHERS, K.MEANS, K.COUNTS, K.HIDDEN, K.VERDICTS),
            },
            "reports/sections/marking.py": {K.VERDICTS},
            "reports/sections/message.py": {K.OWN, K.OTHERS, K.VERDICTS},
            "reports/sections/summary.py": {K.OWN, K.OTHERS, K.MEANS, K.GAPS, K.VERDICTS},
            "reports/sections/profile_page.py": {
                K.OWN,
                K.ROLES,
                K.GROUPS,
                K.OTHERS,
                K.MEANS,
                K.COUNTS,
                K.GAPS,
                K.MARGINS,
            },
            "reports/sections/map_page.py": {K.OWN, K.OTHERS, K.GAPS, K.VERDICTS},
            "reports/sections/ranking_page.py": {K.OWN, K.OTHERS, K.VERDICTS},
            "reports/sections/report.py": {K.OTHERS},
            "reports/sections/trait_pages.py": {
                K.OWN,
                K.GROUPS,
                K.OTHERS,
                K.GAPS,
                K.VERDICTS,
                K.AGREEMENT,
                K.SPREAD,
            },
            "reports/sections/differences.py": {
                K.GROUPS,
                K.OTHERS,
                K.MEANS,
                K.MARGINS,
                K.AGREEMENT,
                K.SPREAD,
            },
            "reports/sections/change.py": {K.OTHERS, K.MEANS, K.COUNTS, K.VERDICTS, K.CHANGE},
            "reports/sections/organisation.py": {K.OTHERS, K.COUNTS, K.CHANGE, K.LEADERS},
            "reports/sections/comments.py": {
                *(K.OWN, K.ROLES, K.GROUPS, K.OTHERS, K.HIDDEN, K.COMMENTS),
            },
            "feedback/operations/results/quoting.py": {K.COMMENTS},
            "reports/sections/plan.py": {K.OTHERS, K.VERDICTS},
            "reports/sections/appendix.py": {
                *(K.OWN, K.ROLES, K.GROUPS, K.OTHERS, K.COUNTS, K.HIDDEN, K.GAPS, K.COMMENTS),
            },
            "reports/charts/rows.py": {K.MEANS},
            "reports/charts/profile.py": {K.OTHERS, K.MEANS},
            "reports/charts/strips.py": {K.OTHERS, K.MEANS, K.SPREAD},
            "reports/charts/spread.py": {K.COUNTS, K.SPREAD},
            "reports/charts/map.py": {K.OWN, K.OTHERS, K.MEANS},
            "reports/charts/ranking.py": {K.OWN, K.OTHERS},
            "reports/charts/change.py": {K.VERDICTS, K.CHANGE},
            "feedback/templates/leader/report.html": {
                *(K.OWN, K.ROLES, K.GROUPS, K.COUNTS, K.HIDDEN, K.COMMENTS),
            },
        },
    ),
    # the same files, once more a year later
    "before": Surface(before_figures),
    "compare": Surface(
        compare_figures,
        {
            "feedback/coach/comparing.py": {
                K.OWN,
                K.ROLES,
                K.GROUPS,
                K.OTHERS,
                K.COUNTS,
                K.HIDDEN,
                K.GAPS,
                K.VERDICTS,
                K.CHANGE,
                K.MARGINS,
                K.AGREEMENT,
                K.LEADERS,
            },
            "feedback/coach/sorting.py": {K.OWN, K.ROLES, K.GROUPS, K.OTHERS, K.MEANS, K.GAPS},
            "feedback/templates/coach/compare.html": {
                K.OWN,
                K.GROUPS,
                K.OTHERS,
                K.COUNTS,
                K.HIDDEN,
                K.GAPS,
                K.VERDICTS,
                K.CHANGE,
                K.MARGINS,
                K.AGREEMENT,
                K.LEADERS,
            },
        },
    ),
    "heat map": Surface(
        heat_map_figures,
        {
            "feedback/coach/heatmap.py": {
                K.OTHERS,
                K.MEANS,
                K.GAPS,
                K.VERDICTS,
                K.CHANGE,
                K.MARGINS,
            },
            "feedback/templates/coach/side-by-side.html": {K.OTHERS, K.VERDICTS},
        },
    ),
    "talk guide": Surface(
        no_figures,
        {
            "reports/sections/guide.py": {
                *(K.OWN, K.ROLES, K.OTHERS, K.COUNTS, K.AGREEMENT, K.VERDICTS),
            },
        },
    ),
    # the findings of the summary once more, for a wall
    "slides": Surface(
        no_figures,
        {
            "reports/sections/slides.py": {K.OWN, K.OTHERS, K.VERDICTS},
        },
    ),
    "desk": Surface(
        no_figures,
        {
            "feedback/coach/desk.py": {K.OWN, K.OTHERS, K.AGREEMENT},
            "feedback/templates/coach/words.html": {K.OWN, K.OTHERS, K.AGREEMENT},
            "feedback/templates/coach/share.html": {K.OWN, K.OTHERS},
        },
    ),
    "looking through": Surface(
        no_figures,
        {
            "reports/sections/written.py": {K.ROLES, K.OTHERS, K.COMMENTS},
            "feedback/coach/comments.py": {K.COMMENTS},
            "feedback/templates/coach/looking-through.html": {K.COMMENTS},
        },
    ),
    "pulse": Surface(
        pulse_figures,
        {
            "feedback/reading/perceived.py": {K.SPREAD},
            "feedback/templates/report/perceived.html": {K.VERDICTS, K.SPREAD},
            "feedback/templates/coach/following.html": {K.VERDICTS},
        },
    ),
    "behaviours of the last plan": Surface(
        followed_figures,
        {
            "feedback/reading/since_plan.py": {K.OWN},
            "feedback/templates/report/since-plan.html": {K.OWN, K.VERDICTS},
        },
    ),
    "tables": Surface(
        table_figures,
        {
            "reports/exports/tables.py": {
                K.OWN,
                K.ROLES,
                K.GROUPS,
                K.OTHERS,
                K.MEANS,
                K.COUNTS,
                K.GAPS,
                K.VERDICTS,
                K.CHANGE,
                K.MARGINS,
                K.AGREEMENT,
                K.SPREAD,
                K.COMMENTS,
            },
        },
    ),
    "records": Surface(
        record_figures,
        {
            "reports/exports/listing.py": {K.GROUPS, K.OTHERS, K.MEANS, K.COUNTS, K.HIDDEN},
            "feedback/cli/score.py": {K.WHOLE},
        },
    ),
    # of a team and of a module: sums of the release and means of them, as in the records
    "team": Surface(
        record_figures,
        {
            "reports/subjects/team/closing.py": {K.ROLES, K.GROUPS, K.COUNTS},
            "reports/subjects/team/differences.py": {
                *(K.OWN, K.ROLES, K.GROUPS, K.COUNTS, K.VERDICTS),
            },
            "reports/subjects/team/findings.py": {
                *(K.OWN, K.ROLES, K.GROUPS, K.MEANS, K.MARGINS, K.AGREEMENT),
            },
            "reports/subjects/team/opening.py": {
                *(K.ROLES, K.GROUPS, K.COUNTS, K.HIDDEN, K.VERDICTS, K.AGREEMENT),
            },
            "reports/subjects/team/picture.py": {K.OWN, K.ROLES, K.GROUPS, K.VERDICTS},
            "reports/subjects/team/summary.py": {K.OWN, K.MEANS, K.VERDICTS, K.AGREEMENT},
            "feedback/templates/report/together.html": {K.COMMENTS},
            "reports/subjects/team/traits.py": {
                *(K.OWN, K.COUNTS, K.VERDICTS, K.CHANGE, K.AGREEMENT),
            },
        },
    ),
    "team's projector": Surface(
        no_figures, {"reports/subjects/team/slides.py": {K.OWN, K.VERDICTS}}
    ),
    "module": Surface(
        record_figures,
        {
            "reports/subjects/event/report.py": {
                *(K.GROUPS, K.OTHERS, K.MEANS, K.VERDICTS, K.MARGINS),
            },
        },
    ),
    # "own" is what the people of a workplace gave
    "workplace": Surface(
        part_figures,
        {
            "reports/subjects/unit/material.py": {K.OWN, K.OTHERS, K.VERDICTS, K.ORGANISATION},
            "reports/subjects/unit/meeting.py": {K.OWN, K.ORGANISATION},
            "reports/subjects/unit/notice.py": {K.OWN, K.VERDICTS, K.ORGANISATION},
            "reports/subjects/unit/report.py": {
                *(K.OWN, K.MEANS, K.COUNTS, K.VERDICTS, K.CHANGE, K.COMMENTS, K.ORGANISATION),
            },
            "reports/exports/parts.py": {
                *(K.OWN, K.GROUPS, K.MEANS, K.COUNTS, K.MARGINS, K.SPREAD),
                *(K.VERDICTS, K.CHANGE, K.COMMENTS, K.ORGANISATION),
            },
            "feedback/cli/workplaces.py": {K.WHOLE},
        },
    ),
    # what a programme gave, scored from a file: its own means and changes, of no release
    "programme": Surface(
        case_figures,
        {
            "reports/charts/intervals.py": {K.CHANGE, K.COMMENTS},
            "reports/exports/effects.py": {K.OWN, K.COUNTS, K.CHANGE, K.SPREAD, K.VERDICTS},
            "reports/sections/effects/council.py": {K.GROUPS, K.MEANS, K.CHANGE},
            "reports/sections/effects/figures.py": {K.OWN, K.CHANGE, K.VERDICTS},
            "reports/sections/effects/report.py": {K.VERDICTS},
            "feedback/cli/effects.py": {K.LEADERS},
        },
    ),
    # kept, attacked, or asked whether there is anything to look through; no page shows it
    "nobody": Surface(
        no_figures,
        {
            "feedback/anonymity/figures.py": {K.GROUPS, K.COUNTS, K.AGREEMENT, K.WHOLE},
            "feedback/operations/campaigns/storing.py": {K.GROUPS, K.WHOLE},
            "feedback/operations/results/withholding.py": {K.COMMENTS},
            "feedback/operations/retention/erasers.py": {K.COMMENTS},
            "reports/pdf/orders.py": {K.WHOLE, K.ORGANISATION},
        },
    ),
}
"""Every surface of one leader, by name."""

TOLD_OF_CAMPAIGNS: Final[Mapping[str, AbstractSet[str]]] = {
    "feedback/operations/campaigns/overview.py": {"answered_above", "answered_up_to", "outlook"},
    "feedback/operations/campaigns/programme_figures.py": {"answered_above", "answered_up_to"},
    "feedback/organiser/campaign_page.py": {"outlook"},
    "feedback/templates/organiser/campaign/closed.html": {"answered_share"},
    "feedback/templates/organiser/several.html": {"outlook"},
    "feedback/templates/staff/words.html": {"outlook"},
}
"""What organisers are told of the answers of a closed campaign, by the file that reads it.

It is made of counts of people and of the last bands, and of no release.
"""

NAMES_OF_CAMPAIGNS: Final = frozenset(
    {"answered_share", "answered_above", "answered_up_to", "outlook"}
)


def all_figures(everything: Everything) -> list[LinearFigure]:
    """Return the figures of all surfaces of one leader, as one system."""
    return [figure for surface in SURFACES.values() for figure in surface.figures(everything)]


def places() -> dict[str, AbstractSet[Kind]]:
    """Return every file that shows something of a leader, with the kinds of figures in it."""
    return {file: kinds for surface in SURFACES.values() for file, kinds in surface.places.items()}
