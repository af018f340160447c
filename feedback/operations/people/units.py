"""The facts of a unit that raters and leaders read: who is responsible, whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.models import Programme, Unit
from feedback.operations import audit_log
from feedback.operations.acts import Act

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.operations.acts import Actor


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What a unit says of itself on its page about personal data."""

    controller: str
    contact_name: str
    contact_phone: str
    contact_email: str
    data_protection_contact: str
    legal_basis: str


def all_units(session: Session) -> Sequence[Unit]:
    """Return every unit, by name."""
    return session.scalars(select(Unit).order_by(Unit.name)).all()


def describe_unit(session: Session, unit: Unit, facts: UnitFacts, *, by: Actor) -> None:
    """Write what a unit says of itself."""
    unit.controller = facts.controller.strip()
    unit.contact_name = facts.contact_name.strip()
    unit.contact_phone = facts.contact_phone.strip()
    unit.contact_email = facts.contact_email.strip()
    unit.data_protection_contact = facts.data_protection_contact.strip()
    unit.legal_basis = facts.legal_basis.strip()
    audit_log.note(session, by, Act.DESCRIBE_UNIT, unit)


def find_unit(session: Session, unit_or_programme: UUID) -> Unit | None:
    """Return a unit by its own id or by a programme's; None for anything else."""
    unit = session.get(Unit, unit_or_programme)
    if unit is not None:
        return unit
    programme = session.get(Programme, unit_or_programme)
    return programme.unit if programme else None
