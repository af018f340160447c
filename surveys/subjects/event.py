"""An event: one occasion of a course, told by those who took part."""

from __future__ import annotations

from typing import Final

from surveys.subjects.kind import SubjectKind

EVENT: Final = SubjectKind(
    key="event",
    called="an event",
    placeholder="{event}",
    own=None,
    needs_protected=True,
    floor=5,
    speaker=None,
    named_in=frozenset(("lead",)),
    item_keys=frozenset(("level",)),
    needed_item_keys=frozenset(("level",)),
    is_occasion=True,
    has_scores=False,
)
