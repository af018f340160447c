"""A coach's working notes about one leader: the coach's alone, and not for ever.

They are personal data about the leader, who may ask for them (`notes_about`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from feedback.errors import Fault, InputError
from feedback.models import CoachNote, Subject

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from feedback.models import Person

NOTES_KEPT: Final = timedelta(days=180)
"""How long notes are kept after the talk, or after close where no talk has a date."""
LONGEST_NOTE: Final = 10_000


def note_of(session: Session, subject: Subject, coach: Person) -> CoachNote | None:
    """Return what a coach has noted about a subject."""
    return session.scalar(
        select(CoachNote).where(CoachNote.subject_id == subject.id, CoachNote.coach_id == coach.id)
    )


def keep_note(
    session: Session, subject: Subject, coach: Person, text: str, *, now: datetime, zone: ZoneInfo
) -> None:
    """Keep a coach's notes in place of the earlier ones; an empty text deletes them."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST_NOTE:
        raise InputError([Fault("Write at most %(most)s characters.", most=LONGEST_NOTE)])
    found = note_of(session, subject, coach)
    if not text:
        if found:
            session.delete(found)
        return
    if found is None:
        found = CoachNote(subject_id=subject.id, coach_id=coach.id)
        session.add(found)
    found.text, found.updated_at = text, now
    found.delete_after = deleted_after(subject, now=now, zone=zone)
    session.flush()


def deleted_after(subject: Subject, *, now: datetime, zone: ZoneInfo) -> date:
    """Return the last day on which notes about a subject are kept."""
    moments = [one for one in (subject.talk_at, subject.campaign.closed_at) if one]
    return (max(moments, default=now).astimezone(zone) + NOTES_KEPT).date()


def move_end_of_notes(session: Session, subject: Subject, *, now: datetime, zone: ZoneInfo) -> None:
    """Give the notes about a subject the end that follows from a talk that was moved."""
    for note in notes_of(session, subject):
        note.delete_after = deleted_after(subject, now=now, zone=zone)


def notes_of(session: Session, subject: Subject) -> list[CoachNote]:
    """Return everybody's notes about a subject."""
    return list(
        session.scalars(
            select(CoachNote).where(CoachNote.subject_id == subject.id).order_by(CoachNote.id)
        )
    )


def notes_about(session: Session, person_id: UUID) -> list[CoachNote]:
    """Return all notes about a person, for whoever answers a request for one's own data."""
    return list(
        session.scalars(
            select(CoachNote)
            .join(CoachNote.subject)
            .where(Subject.person_id == person_id)
            .order_by(CoachNote.updated_at)
        )
    )


def forget_old_notes(session: Session, *, today: date) -> bool:
    """Delete the notes whose last day has passed; tell whether there were any."""
    old = list(session.scalars(select(CoachNote.id).where(CoachNote.delete_after < today)))
    session.execute(delete(CoachNote).where(CoachNote.id.in_(old)))
    return bool(old)
