"""A leader: a person of the register, who alone reads about themself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedback.errors import Fault
from feedback.operations.subjects.kind import AskedKind
from surveys.groups import GroupKind
from surveys.subjects.leader import LEADER as ASKED

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from feedback.models import Programme, Subject
    from feedback.operations.subjects.kind import OwnPeople
    from surveys.model import Survey


def _called(subject: Subject) -> str:
    return subject.person.name


def _nobody(
    _session: Session, _programme: Programme, _survey: Survey, _day: date
) -> tuple[OwnPeople, ...]:
    return ()  # leaders are asked about themselves where a list names them


LEADER: Final = AskedKind(
    key=ASKED.key,
    is_whole=True,
    called=_called,
    promises={
        GroupKind.SELF: "rater/promise-self.html",
        GroupKind.IDENTIFIED: "rater/promise-identified.html",
        GroupKind.PROTECTED: "rater/promise-protected.html",
    },
    known=0,
    own_people=_nobody,
    is_listed=True,
    missing=Fault("The campaign has no leaders."),
)
