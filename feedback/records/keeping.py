"""Which units' records somebody keeps: organisers their own, administrators all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_security import current_user

from feedback.operations.people.units import all_units
from feedback.operations.rights.accounts import is_admin, units_of
from feedback.requests.sessions import db_session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from feedback.models import Unit


def kept_units() -> Sequence[Unit]:
    """Return the units whose records whoever is signed in keeps, by name."""
    if is_admin(current_user):
        return all_units(db_session())
    return units_of(db_session(), current_user)


def asked_units() -> list[UUID] | None:
    """Return the units whose data may be looked through; None means everything."""
    return None if is_admin(current_user) else [unit.id for unit in kept_units()]


def is_keeper() -> bool:
    """Tell whether whoever is signed in keeps any records."""
    if not current_user.is_authenticated:
        return False
    return is_admin(current_user) or bool(units_of(db_session(), current_user))
