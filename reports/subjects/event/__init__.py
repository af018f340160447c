"""An event: participants of a module, occasion by occasion, who read none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.subjects.event.report import sections
from reports.subjects.kind import ReportKind

if TYPE_CHECKING:
    from reports.sections.material import Material

EVENT: Final[ReportKind[Material]] = ReportKind(
    key="event",
    readers_answer=False,
    has_others=False,
    sections=sections,
    title="event.title",
    footer=lambda material: material.say("event.footer"),
)
