"""The register of what surveys can be about: a new kind is a file here and a row."""

from __future__ import annotations

from typing import Final

from surveys.subjects.event import EVENT
from surveys.subjects.kind import SubjectKind
from surveys.subjects.leader import LEADER
from surveys.subjects.team import TEAM
from surveys.subjects.unit import UNIT

__all__ = ["DEFAULT", "SUBJECTS", "TEAM", "SubjectKind", "subject_kind"]

SUBJECTS: Final[dict[str, SubjectKind]] = {kind.key: kind for kind in (LEADER, TEAM, UNIT, EVENT)}
DEFAULT: Final = LEADER
"""What a file is about that does not say."""


def subject_kind(stated: object) -> SubjectKind:
    """Return the kind that a file states; the default for none, and for one nobody knows."""
    return SUBJECTS.get(stated, DEFAULT) if isinstance(stated, str) else DEFAULT
