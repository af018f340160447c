"""Marks that a leader sets while reading; they fill in the plan, and nobody else sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.errors import Fault, InputError
from feedback.models import Mark
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Subject
    from surveys.model import Survey

FOCUS: Final = "focus"
PROUD: Final = "proud"
ASK: Final = "ask"
KINDS: Final = (PROUD, FOCUS, ASK)


def marks_of(session: Session, subject: Subject) -> dict[str, str]:
    """Return what is marked in a report: kind by key, in the survey's order."""
    kinds = {
        mark.key: mark.kind
        for mark in session.scalars(select(Mark).where(Mark.subject_id == subject.id))
    }
    return {key: kinds[key] for key in _keys(subject) if key in kinds}


def mark(session: Session, subject: Subject, key: str, kind: str) -> None:
    """Mark an item or a trait, or take the mark away if the kind is empty."""
    if key not in _keys(subject) or kind not in (*KINDS, ""):
        raise InputError([Fault("That cannot be marked.")])
    found = session.get(Mark, (subject.id, key))
    if found is not None and not kind:
        session.delete(found)
    elif found is not None:
        found.kind = kind
    elif kind:
        session.add(Mark(subject_id=subject.id, key=key, kind=kind))
    session.flush()


def _keys(subject: Subject) -> list[str]:
    survey = _survey(subject)
    return [
        key for trait in survey.traits for key in (trait.key, *(item.key for item in trait.items))
    ]


def _survey(subject: Subject) -> Survey:
    return survey_from_json(subject.campaign.survey_json)
