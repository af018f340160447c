"""The register of what campaigns can be about: a new kind is a file here and a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedback.operations.subjects.kind import AskedKind
from feedback.operations.subjects.leader import LEADER

if TYPE_CHECKING:
    from feedback.models import Subject

__all__ = ["ASKED_KINDS", "AskedKind", "called", "kind_of"]

ASKED_KINDS: Final[dict[str, AskedKind]] = {row.key: row for row in (LEADER,)}
"""Every kind that a campaign can ask about; surveys about others wait for their row."""


def kind_of(subject: Subject) -> AskedKind:
    """Return what campaigns make of a subject."""
    return ASKED_KINDS[subject.kind]


def called(subject: Subject) -> str:
    """Return what raters and readers know a subject as."""
    return kind_of(subject).called(subject)
