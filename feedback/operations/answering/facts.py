"""What a rater's pages know: plain records, each read by one query.

Everybody answers in the same days, and a page that loads objects with all their columns
and relations costs twice as much as the page itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from feedback.models import State


@dataclass(frozen=True, slots=True)
class RaterFacts:
    """Who answers, as the link tells."""

    id: UUID
    person_id: UUID | None  # a nameless rater drew the code from a box
    number: int
    link_version: int
    language: str
    has_address: bool


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """The campaign that the link belongs to."""

    id: UUID
    programme_id: UUID
    name: str
    state: State
    k: int
    last_day: date
    launched_at: datetime | None
    is_rehearsal: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom the raters of a department's campaigns may turn to."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """Whom a task is about."""

    id: UUID
    person_id: UUID
    name: str
    title: str
    workplace_name: str
    coach_name: str | None


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """One rater's task about one subject."""

    id: UUID
    group: str
    subject: SubjectFacts

    @property
    def subject_id(self) -> UUID:
        """Whom it is about."""
        return self.subject.id


class Invited(Protocol):
    """An invitation: its facts, or the stored row."""

    @property
    def id(self) -> UUID:
        """What names it."""

    @property
    def subject_id(self) -> UUID:
        """Whom it is about."""

    @property
    def group(self) -> str:
        """How the rater relates to the subject."""
