"""A leader: a person of the register, who alone reads about themself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedback.operations.subjects.kind import AskedKind
from surveys.subjects.leader import LEADER as ASKED

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Subject


def _called(subject: Subject) -> str:
    return subject.person.name


def _oneself(_session: Session, subject: Subject) -> tuple[UUID, ...]:
    return (subject.person_id,) if subject.person_id else ()


LEADER: Final = AskedKind(key=ASKED.key, called=_called, readers=_oneself)
