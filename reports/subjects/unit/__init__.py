"""A unit: the people of a part of a tree of workplaces, read by its head.

A part has a release of its own kind, and a report that is written from it and from the parts
above.
"""

from __future__ import annotations

from typing import Final

from reports.subjects.kind import ReportKind
from reports.subjects.unit.material import PartMaterial
from reports.subjects.unit.notice import notice
from reports.subjects.unit.report import part_sections

__all__ = ["UNIT", "PartMaterial", "notice", "part_sections"]

UNIT: Final[ReportKind[PartMaterial]] = ReportKind(
    key="unit",
    readers_answer=False,  # heads may have: that is counted part by part
    has_others=False,
    sections=part_sections,
    title="part.document",
    footer=lambda material: material.say("part.footer"),
)
