"""What a coach has to know of a report before opening it, without any figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.release import Release


@dataclass(frozen=True, slots=True)
class ReportStanding:
    """Whether a report has what a talk usually builds on.

    `is_divided` holds where some group's answers to some statement stay apart whichever one is
    left out; `has_comments` where others wrote something that the leader will read.
    """

    has_self: bool
    has_others: bool
    is_divided: bool
    has_comments: bool


def standing(release: Release) -> ReportStanding:
    """Return what a report has, and what it lacks."""
    figures, comments = release.figures, release.comments
    cells = [cell for block in figures.blocks for cell in block.cells if cell]
    texts = [one for _, one in comments.others] + [one for _, _, one in comments.identified]
    return ReportStanding(
        has_self=any(rating is not None for rating in figures.self_ratings),
        has_others=any(figures.others) or bool(cells),  # of a team blocks alone are shown
        is_divided=any(cell.agreement == "divided" for cell in cells),
        has_comments=any(texts),
    )
