"""A team: all members read what they answered together, beside head and receivers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.subjects.kind import ReportKind
from reports.subjects.team.report import sections
from reports.subjects.team.slides import slides as slides_of

if TYPE_CHECKING:
    from reports.sections.material import Material

TEAM: Final[ReportKind[Material]] = ReportKind(
    key="team",
    readers_answer=True,
    has_others=False,
    sections=sections,
    title="team.title",
    footer=lambda material: material.say("team.footer"),
    slides=slides_of,
)
