"""A leader: one person reads, who is none of those whom the least numbers protect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.sections.report import sections
from reports.sections.slides import slides
from reports.subjects.kind import ReportKind

if TYPE_CHECKING:
    from reports.sections.material import Material

LEADER: Final[ReportKind[Material]] = ReportKind(
    key="leader",
    readers_answer=False,
    has_others=True,
    sections=sections,
    title="document.title",
    footer=lambda material: material.told("footer"),
    slides=slides,
)
