"""An event: one block of participants, who read none of it."""

from __future__ import annotations

from typing import Final

from reports.subjects.kind import ReportKind

EVENT: Final = ReportKind(key="event", readers_answer=False, has_others=False)
