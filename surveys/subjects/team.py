"""A team: its members answer about themselves together, and all of them read it."""

from __future__ import annotations

from typing import Final

from surveys.groups import GroupKind
from surveys.speakers import SEVERAL
from surveys.subjects.kind import SubjectKind

TEAM: Final = SubjectKind(
    key="team",
    called="a team",
    placeholder="{team}",
    own=GroupKind.OWN,
    needs_protected=False,
    floor=4,  # every reader is a rater, and takes their own answer away
    speaker=SEVERAL,
    named_in=frozenset(("others", "lead", "text")),
)
