"""Which departments' records somebody keeps: organisers their own, administrators all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_security import current_user

from feedback.operations.people.departments import all_departments
from feedback.operations.rights.accounts import departments_of, is_admin, keeps_records
from feedback.requests.sessions import db_session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from feedback.models import Department


def kept_departments() -> Sequence[Department]:
    """Return the departments whose records whoever is signed in keeps, by name."""
    if is_admin(current_user):
        return all_departments(db_session())
    return departments_of(db_session(), current_user)


def asked_departments() -> list[UUID] | None:
    """Return the departments whose data may be looked through; None means everything."""
    return None if is_admin(current_user) else [department.id for department in kept_departments()]


def is_keeper() -> bool:
    """Tell whether whoever is signed in keeps any records."""
    if not current_user.is_authenticated:
        return False
    return keeps_records(db_session(), current_user)
