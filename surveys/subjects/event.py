"""An event: one occasion of a course, told by those who took part."""

from __future__ import annotations

from typing import Final

from surveys.groups import GroupKind
from surveys.subjects.kind import SubjectKind

EVENT: Final = SubjectKind(
    key="event",
    called="an event",
    placeholder="{event}",
    own=None,
    needed=(GroupKind.PROTECTED,),
    floor=5,
    speaker=None,
    named_in=frozenset(("lead",)),
    item_keys=frozenset(("level",)),
    needed_item_keys=frozenset(("level",)),
    has_scores=False,
)
