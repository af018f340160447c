"""Whose a subject's release is: today the leader that it is about, and nobody else.

What is said about a team or a workplace will be for others than one person. Who they are is
said here; whoever asks who may read, propose or plan goes by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import select

from feedback.models import Person, Subject

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select

    from feedback.models import Account

    Somebody: TypeAlias = Account | Person
    """Whom a question is about: who is signed in, or whom a letter goes to."""


def is_for(email: str) -> ColumnElement[bool]:
    """Return the condition on subjects that what is said about them is for this address."""
    return Subject.person_id.in_(ids_of(email))


def is_recipient(subject: Subject, somebody: Somebody) -> bool:
    """Tell whether what is said about a subject is for somebody."""
    return is_same(subject.person, somebody)


def is_same(person: Person, somebody: Somebody) -> bool:
    """Tell whether two are one: they have an address, and it is the same."""
    return person is somebody or (person.email is not None and person.email == somebody.email)


def ids_of(email: str) -> Select[UUID]:
    """Return the query for whoever has an address in the register."""
    return select(Person.id).where(Person.email == email)
