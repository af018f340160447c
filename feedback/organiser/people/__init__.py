"""The people of a campaign: lists read and applied, leaders and raters edited, nomination."""

from __future__ import annotations

from feedback.organiser.people import importing, leaders, nomination, raters

__all__ = ["importing", "leaders", "nomination", "raters"]
