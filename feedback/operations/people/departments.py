"""The facts of a department that raters and leaders read: who is responsible, whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.models import Department, Programme
from feedback.operations import audit_log
from feedback.operations.acts import Act

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.operations.acts import Actor


@dataclass(frozen=True, slots=True)
class DepartmentFacts:
    """What a department says of itself on its page about personal data."""

    controller: str
    contact_name: str
    contact_phone: str
    contact_email: str
    data_protection_contact: str
    legal_basis: str


def all_departments(session: Session) -> Sequence[Department]:
    """Return every department, by name."""
    return session.scalars(select(Department).order_by(Department.name)).all()


def describe_department(
    session: Session, department: Department, facts: DepartmentFacts, *, by: Actor
) -> None:
    """Write what a department says of itself."""
    department.controller = facts.controller.strip()
    department.contact_name = facts.contact_name.strip()
    department.contact_phone = facts.contact_phone.strip()
    department.contact_email = facts.contact_email.strip()
    department.data_protection_contact = facts.data_protection_contact.strip()
    department.legal_basis = facts.legal_basis.strip()
    audit_log.note(session, by, Act.DESCRIBE_DEPARTMENT, department)


def find_department(session: Session, department_or_programme: UUID) -> Department | None:
    """Return a department by its own id or by a programme's; None for anything else."""
    department = session.get(Department, department_or_programme)
    if department is not None:
        return department
    programme = session.get(Programme, department_or_programme)
    return programme.department if programme else None
