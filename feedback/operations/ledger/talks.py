"""Talks in the ledger: who has one in a calendar, by what was sent, and taking it out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, func, or_, select

from feedback.models import Mail, MailOccasion, MailState, Person, Subject
from feedback.operations.ledger.queueing import queue_mail

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from feedback.models import Campaign

TALK: Final = "talk"
TALK_CANCELLED: Final = "talk-cancelled"
PREPARE_TALK_COACH: Final = "prepare-talk-coach"
PREPARE_TALK_LEADER: Final = "prepare-talk-leader"
SHARING_WAITS: Final = "sharing-waits"

_ABOUT_A_TALK: Final = (
    TALK,
    TALK_CANCELLED,
    PREPARE_TALK_COACH,
    PREPARE_TALK_LEADER,
    SHARING_WAITS,
)
_LENGTH_OF_AN_ID: Final = 36
_ARRIVED: Final = (MailState.SENT, MailState.UNCERTAIN)  # perhaps, of the latter


def occasion_of(subject: Subject) -> MailOccasion:
    """Return what a mail about the talk is known by: it ends with the next change."""
    return MailOccasion.of(subject.id, subject.talk_version)


def version_in(occasion: MailOccasion) -> int:
    """Return the version of the talk that a mail is about."""
    return int(occasion.parts[1])


def is_about(subject_id: UUID) -> ColumnElement[bool]:
    """Return the condition that a mail is about a subject's talk, whichever date it had."""
    return Mail.occasion.startswith(MailOccasion.of(subject_id, ""))


def people_with_entry(session: Session, subject: Subject) -> list[Person]:
    """Return whoever was sent the date of the talk, and nothing since that takes it back."""
    newest: dict[UUID, tuple[int, bool]] = {}
    for person_id, kind, occasion in session.execute(
        select(Mail.person_id, Mail.kind, Mail.occasion).where(
            Mail.kind.in_((TALK, TALK_CANCELLED)),
            is_about(subject.id),
            Mail.state.in_(_ARRIVED),
        )
    ):
        sent = version_in(occasion), kind == TALK_CANCELLED
        newest[person_id] = max(sent, newest.get(person_id, sent))
    holders = [one for one, (_, is_cancelled) in newest.items() if not is_cancelled]
    return list(session.scalars(select(Person).where(Person.id.in_(holders)).order_by(Person.name)))


def was_with(session: Session, subject: Subject) -> Person | None:
    """Return whom the leader's entry names: the coach, or whoever was sent the date in their place.

    A coach who was replaced since is found by what was sent; `people_with_entry` is not asked,
    for by then that coach may have been told.
    """
    rows = session.execute(
        select(Mail.person_id, Mail.occasion).where(
            Mail.kind == TALK,
            is_about(subject.id),
            Mail.state.in_(_ARRIVED),
            Mail.person_id.not_in([one.id for one in subject.recipients]),
        )
    ).all()
    latest = max((version_in(row.occasion) for row in rows), default=0)
    ids = {row.person_id for row in rows if version_in(row.occasion) == latest}
    if not ids or subject.coach_id in ids:
        return subject.coach
    return session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.name)).first()


def queue_about_talk(
    session: Session, subject: Subject, person: Person, kind: str, due_at: datetime
) -> None:
    """Queue a mail about the talk as it is set now."""
    occasion = occasion_of(subject)
    queue_mail(session, person, kind, occasion, campaign=subject.campaign, due_at=due_at)


def take_back(subject: Subject) -> None:
    """Take the date of a talk back."""
    # The start stays, for it stands in calendars, and a cancellation names what it cancels.
    subject.last_talk_at = subject.talk_at
    subject.talk_at, subject.talk_place = None, ""
    subject.talk_version += 1


def call_off(session: Session, subject: Subject, *, now: datetime) -> None:
    """Take the date back because nobody will talk; whoever has it in a calendar is told.

    A coach who has not been sent the date yet hears nothing any more.
    """
    take_back(subject)
    for person in people_with_entry(session, subject):
        queue_about_talk(session, subject, person, TALK_CANCELLED, now)


def call_off_all(session: Session, campaign: Campaign, *, now: datetime) -> None:
    """Call off each talk to come of a campaign in which there is nothing to talk about any more."""
    to_come = select(Subject).where(Subject.campaign_id == campaign.id, Subject.talk_at > now)
    for subject in session.scalars(to_come).all():
        call_off(session, subject, now=now)


def of_talks_to_come(session: Session, campaign_id: UUID, *, now: datetime) -> ColumnElement[bool]:
    """Return which mails are about a talk that may still stand in a calendar: what to cancel by."""
    subjects = session.scalars(
        select(Subject.id).where(
            Subject.campaign_id == campaign_id,
            or_(Subject.talk_at > now, Subject.last_talk_at > now),
        )
    )
    whose = func.substr(Mail.occasion, 1, _LENGTH_OF_AN_ID)
    return and_(Mail.kind.in_(_ABOUT_A_TALK), whose.in_([str(one) for one in subjects]))
