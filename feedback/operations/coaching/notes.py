"""A coach's working notes about one leader: the coach's alone, and not for ever.

One stands for the leader as a whole, others for single statements, and some are the questions
that the coach adds to a step of the talk guide. They are personal data about the leader, who may
ask for them (`operations.people.own_parts`). How long they are kept is the department's decision
(`operations.retention`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.errors import Fault, InputError
from feedback.models import CoachNote, Subject
from feedback.models.coaching import ITEM, STEP
from feedback.operations.retention.erasing import ended_on
from feedback.operations.retention.rules import rule_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from feedback.models import Person

LONGEST_NOTE: Final = 10_000
LONGEST_QUESTION: Final = 200
MOST_QUESTIONS: Final = 4
"""How many questions a coach adds to a step: a talk holds no more."""

WHOLE: Final = ""
"""What a note is about that belongs to the leader as a whole."""


def about_item(key: str) -> str:
    """Return what a note at a statement is about."""
    return f"{ITEM}{key}"


def notes_of(session: Session, subject: Subject, coach: Person) -> dict[str, str]:
    """Return all that a coach has noted about a subject, by what each note is about."""
    query = select(CoachNote.about, CoachNote.text).where(
        CoachNote.subject_id == subject.id, CoachNote.coach_id == coach.id
    )
    return {row.about: row.text for row in session.execute(query)}


def notes_at_items(notes: Mapping[str, str]) -> dict[str, str]:
    """Return those of a coach's notes that stand at statements, by the statement."""
    return {
        about.removeprefix(ITEM): text for about, text in notes.items() if about.startswith(ITEM)
    }


def own_questions(notes: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the coach's own questions among the notes, by the step of the guide."""
    return {
        about.removeprefix(STEP): tuple(text.split("\n"))
        for about, text in notes.items()
        if about.startswith(STEP)
    }


def keep_note(
    session: Session,
    subject: Subject,
    coach: Person,
    text: str,
    *,
    about: str = WHOLE,
    now: datetime,
) -> None:
    """Keep a coach's note in place of the earlier one; an empty text deletes it."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST_NOTE:
        raise InputError([Fault("Write at most %(most)s characters.", most=LONGEST_NOTE)])
    found = session.scalar(
        select(CoachNote).where(
            CoachNote.subject_id == subject.id,
            CoachNote.coach_id == coach.id,
            CoachNote.about == about,
        )
    )
    if not text:
        if found:
            session.delete(found)
        return
    if found is None:
        found = CoachNote(subject_id=subject.id, coach_id=coach.id, about=about)
        session.add(found)
    found.text, found.updated_at = text, now
    session.flush()


def keep_questions(
    session: Session,
    subject: Subject,
    coach: Person,
    texts: Mapping[str, str],
    *,
    now: datetime,
) -> None:
    """Keep a coach's own questions, by the step of the guide; each line of a text is one."""
    lines = {step: _lines_of(text) for step, text in texts.items()}
    faults = []
    if any(len(found) > MOST_QUESTIONS for found in lines.values()):
        faults.append(Fault("Write at most %(most)s questions in a step.", most=MOST_QUESTIONS))
    if any(len(line) > LONGEST_QUESTION for found in lines.values() for line in found):
        longest = Fault("A question may have at most %(most)s characters.", most=LONGEST_QUESTION)
        faults.append(longest)
    if faults:
        raise InputError(faults)
    for step, found in lines.items():
        keep_note(session, subject, coach, "\n".join(found), about=f"{STEP}{step}", now=now)


def _lines_of(text: str) -> list[str]:
    return [line for one in text.splitlines() if (line := " ".join(one.split()))]


def deleted_on(session: Session, subject: Subject, *, zone: ZoneInfo) -> date:
    """Return the day on which notes about a subject are deleted, as its department has decided."""
    campaign = subject.campaign
    rule = rule_for(session, campaign.programme.department, "notes")
    return ended_on(campaign, zone) + timedelta(days=rule.days)
