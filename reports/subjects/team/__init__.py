"""A team: all members read what they answered together, beside head and receivers."""

from __future__ import annotations

from typing import Final

from reports.subjects.kind import ReportKind

TEAM: Final = ReportKind(key="team", readers_answer=True, has_others=False)
