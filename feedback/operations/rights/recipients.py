"""Whose a subject's release is: a person's own, or theirs who were its readers at launch.

Who may read goes by `is_for`; what only a leader does, propose or plan, by `is_own`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import or_, select

from feedback.models import Person, Subject, SubjectReader

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select

    from feedback.models import Account

    Somebody: TypeAlias = Account | Person
    """Whom a question is about: who is signed in, or whom a letter goes to."""


def is_for(email: str) -> ColumnElement[bool]:
    """Return the condition on subjects that what is said about them is for this address."""
    reads = select(SubjectReader.subject_id).where(SubjectReader.person_id.in_(ids_of(email)))
    return or_(is_own(email), Subject.id.in_(reads))


def is_own(email: str) -> ColumnElement[bool]:
    """Return the condition on subjects that they are the person of this address."""
    return Subject.person_id.in_(ids_of(email))


def is_recipient(subject: Subject, somebody: Somebody) -> bool:
    """Tell whether what is said about a subject is for somebody."""
    return any(is_same(one, somebody) for one in subject.recipients)


def is_same(person: Person, somebody: Somebody) -> bool:
    """Tell whether two are one: they have an address, and it is the same."""
    return person is somebody or (person.email is not None and person.email == somebody.email)


def ids_of(email: str) -> Select[UUID]:
    """Return the query for whoever has an address in the register."""
    return select(Person.id).where(Person.email == email)
