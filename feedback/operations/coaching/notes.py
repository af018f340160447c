"""A coach's working notes about one leader: the coach's alone, and not for ever.

They are personal data about the leader, who may ask for them (`operations.people.own_parts`).
How long they are kept is the department's decision (`operations.retention`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.errors import Fault, InputError
from feedback.models import CoachNote, Subject
from feedback.operations.retention.erasing import ended_on
from feedback.operations.retention.rules import rule_for

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from feedback.models import Person

LONGEST_NOTE: Final = 10_000


def note_of(session: Session, subject: Subject, coach: Person) -> CoachNote | None:
    """Return what a coach has noted about a subject."""
    return session.scalar(
        select(CoachNote).where(CoachNote.subject_id == subject.id, CoachNote.coach_id == coach.id)
    )


def keep_note(
    session: Session, subject: Subject, coach: Person, text: str, *, now: datetime
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
    session.flush()


def deleted_on(session: Session, subject: Subject, *, zone: ZoneInfo) -> date:
    """Return the day on which notes about a subject are deleted, as its department has decided."""
    campaign = subject.campaign
    rule = rule_for(session, campaign.programme.department, "notes")
    return ended_on(campaign, zone) + timedelta(days=rule.days)
