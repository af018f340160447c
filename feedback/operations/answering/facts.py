"""What a rater's pages know: plain records, each read by one query.

Everybody answers in the same days, and a page that loads objects with all their columns
and relations costs twice as much as the page itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from feedback.ballot import SealedDraft

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
    person_id: UUID | None  # a team, a workplace and an occasion are no person
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


@dataclass(frozen=True, slots=True)
class InvitedAs:
    """How a row of a link's tasks names its task: by nothing, where the link has none."""

    invitation_id: UUID | None
    group: str


@dataclass(frozen=True, slots=True)
class ProgressFacts:
    """How far a rater has come with both parts of a task, and what was said of it."""

    is_called_wrong: bool
    is_declined: bool
    is_answered: bool
    is_started: bool
    has_answered_conditions: bool
    has_started_conditions: bool


@dataclass(frozen=True, slots=True)
class SavedFacts:
    """What is saved of one part of a task, and the version of the link that it stands under."""

    is_answered: bool
    nonce: bytes | None
    ciphertext: bytes | None
    link_version: int

    @property
    def draft(self) -> SealedDraft | None:
        """The draft, still sealed, if there is one."""
        if self.nonce is None or self.ciphertext is None:
            return None
        return SealedDraft(self.nonce, self.ciphertext)


@dataclass(frozen=True, slots=True)
class LookFacts:
    """What else is looked up with a task: others of the rater, and to change it the key."""

    has_others: bool
    public_key: bytes | None


@dataclass(frozen=True, slots=True)
class BallotBox:
    """The open campaign whose envelopes are collected, and the key they are sealed with."""

    campaign_id: UUID
    public_key: bytes


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
