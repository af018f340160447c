"""A leader: one person, seen by the people around and by themselves."""

from __future__ import annotations

from typing import Final

from surveys.groups import GroupKind
from surveys.speakers import ONE
from surveys.subjects.kind import SubjectKind

LEADER: Final = SubjectKind(
    key="leader",
    called="a leader",
    placeholder="{name}",
    own=GroupKind.SELF,
    needs_protected=True,
    floor=3,
    speaker=ONE,
    named_in=frozenset(("others", "lead", "text")),
)
