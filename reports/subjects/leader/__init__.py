"""A leader: one person reads, who is none of those whom the least numbers protect."""

from __future__ import annotations

from typing import Final

from reports.subjects.kind import ReportKind

LEADER: Final = ReportKind(key="leader", readers_answer=False, has_others=True)
