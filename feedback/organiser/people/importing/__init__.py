"""A list of people in five steps: the file, its columns, its faults, what changes, done."""

from __future__ import annotations

from feedback.organiser.people.importing import changing, matching, repairing, taking

__all__ = ["changing", "matching", "repairing", "taking"]
