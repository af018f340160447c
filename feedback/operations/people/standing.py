"""How far the lists that leaders propose have come: one leader's, or many at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.models import Proposal, Subject

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from feedback.models import Campaign

SENT: Final = "sent"
SENT_BACK: Final = "sent_back"
APPROVED: Final = "approved"
WRITING: Final = "writing"
"""How far a list has come; `writing` is one that was never sent."""


@dataclass(frozen=True, slots=True)
class ListStanding:
    """How far a leader's list has come, and the line it was sent back with."""

    state: str = WRITING
    line: str = ""
    decided_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the leader may change the list."""
        return self.state in (WRITING, SENT_BACK)


def standing_of(session: Session, subject: Subject) -> ListStanding:
    """Return how far a leader's list has come."""
    row = session.get(Proposal, subject.id)
    return ListStanding(row.state, row.line, row.decided_by) if row else ListStanding()


def standings(session: Session, campaign: Campaign) -> dict[UUID, ListStanding]:
    """Return how far every leader's list has come that was ever sent."""
    return _standings(session, Subject.campaign_id == campaign.id)


def standings_of(session: Session, subjects: Sequence[Subject]) -> dict[UUID, ListStanding]:
    """Return how far the lists of these leaders have come, where they were ever sent."""
    return _standings(session, Subject.id.in_([subject.id for subject in subjects]))


def _standings(session: Session, which: ColumnElement[bool]) -> dict[UUID, ListStanding]:
    rows = session.scalars(select(Proposal).join(Subject).where(which))
    return {row.subject_id: ListStanding(row.state, row.line, row.decided_by) for row in rows}
