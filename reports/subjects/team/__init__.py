"""A team: all members read what they answered together, beside head and receivers."""

from __future__ import annotations

from typing import Final

from reports.subjects.kind import ReportKind
from reports.subjects.team.report import sections

TEAM: Final = ReportKind(
    key="team",
    readers_answer=True,
    has_others=False,
    sections=sections,
    title="team.title",
    footer=lambda material: material.say("team.footer"),
)
