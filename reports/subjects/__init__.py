"""The register of what reports can be about: a new kind is a folder here and a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reports.subjects.event import EVENT
from reports.subjects.kind import Drawable, ReportKind
from reports.subjects.leader import LEADER
from reports.subjects.team import TEAM
from reports.subjects.unit import UNIT

if TYPE_CHECKING:
    from surveys.model import Survey

__all__ = ["KINDS", "Drawable", "ReportKind", "kind_of"]

KINDS: Final[dict[str, ReportKind[Any]]] = {row.key: row for row in (LEADER, TEAM, UNIT, EVENT)}


def kind_of(survey: Survey) -> ReportKind[Any]:
    """Return how answers to a survey are told, by what it is about."""
    return KINDS[survey.subject]
