"""Everything that is kept about one person, by address: what a request for one's data gets.

Neither what a person answered nor whether they did: the first cannot be found, the second
is told to nobody. Coaches' notes and the goals of plans are named here, and their words
given only where `with_words` asks for them: organisers never read those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.models import Person
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.people.own_parts import OwnPart, Source, parts_of
from feedback.operations.people.own_programmes import programme_parts_of
from feedback.text.addresses import read_address

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.operations.acts import Actor

COVERED: Final = frozenset(
    {
        "coach_note.coach_id",
        "course_module.consultant_id",
        "employee.person_id",
        "initiative.owner_id",
        "mail.person_id",
        "membership.person_id",
        "plan.person_id",
        "plan_reader.person_id",
        "rater.person_id",
        "stand_in.person_id",
        "subject.approver_id",
        "subject.coach_id",
        "subject.person_id",
        "subject_reader.person_id",
        "team_member.person_id",
        "workplace.head_id",
    }
)
"""The columns that name a person and are read here; a test finds the one that is missing."""


@dataclass(frozen=True, slots=True)
class OwnData:
    """What is kept about one person."""

    address: str
    name: str
    parts: tuple[OwnPart, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is kept."""
        return not self.parts


def look_up(
    session: Session,
    address: str,
    *,
    by: Actor,
    department_ids: Collection[UUID] | None = None,
    with_words: bool = False,
    handed_out_as: str = "",
) -> OwnData:
    """Return what is kept about an address, for somebody who sees it or hands it out as files."""
    found = everything_about(session, address, department_ids=department_ids, with_words=with_words)
    act = Act.HAND_OUT_PERSON if handed_out_as else Act.LOOK_UP_PERSON
    audit_log.note(session, by, act, f"account {found.address}", details=handed_out_as)
    return found


def everything_about(
    session: Session,
    address: str,
    *,
    department_ids: Collection[UUID] | None = None,
    with_words: bool = False,
) -> OwnData:
    """Return what is kept about an address; for organisers, of their own campaigns only."""
    email = read_address(address)
    person = session.scalar(select(Person).where(Person.email == email))
    source = Source(session, email, person, department_ids, with_words)
    found = tuple(part for part in (*parts_of(source), *programme_parts_of(source)) if part.rows)
    if department_ids is not None and all(part.key == "register" for part in found):
        found = ()  # that somebody is known elsewhere is not this department's to hear
    return OwnData(email, person.name if person and found else "", found)
