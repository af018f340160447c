"""Who may sign in: accounts follow from a campaign, or from a grant.

Whoever's address stands in a campaign as leader or coach can sign in, and whoever was
granted something. An account is made at the first sign-in, so there is nothing to import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from sqlalchemy import and_, exists, or_, select

from feedback.errors import InputError
from feedback.models import Account, OrganiserGrant, Person, Role, Subject, Unit
from feedback.operations.people.register import fold_address

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

ADMIN: Final = "admin"


def account_for(session: Session, address: str) -> Account | None:
    """Return the account of an address, made if a campaign names it; None for a stranger."""
    account = find_account(session, address)
    if account is None and _stands_in_a_campaign(session, address):
        account = create_account(session, address)
    return account if account and account.active else None


def find_account(session: Session, address: str) -> Account | None:
    """Return the account that an address already has."""
    return session.scalar(select(Account).where(Account.email == fold_address(address)))


def create_account(session: Session, address: str) -> Account:
    """Make an account for an address, or return the one it has."""
    found = find_account(session, address)
    if found is not None:
        return found
    email = fold_address(address)
    if "@" not in email:
        raise InputError([f"{address!r} is not an e-mail address."])
    account = Account(email=email, active=True, fs_uniquifier=uuid4().hex)
    session.add(account)
    session.flush()
    return account


def grant_admin(session: Session, account: Account) -> None:
    """Make somebody an administrator of the installation."""
    role = session.scalar(select(Role).where(Role.name == ADMIN))
    if role is None:
        role = Role(name=ADMIN, description="Runs the installation")
        session.add(role)
    if role not in account.roles:
        account.roles.append(role)
    session.flush()


def grant_unit(session: Session, account: Account, unit_name: str) -> Unit:
    """Make somebody an organiser of a unit; raise InputError naming the units there are."""
    unit = session.scalar(select(Unit).where(Unit.name == unit_name))
    if unit is None:
        known = ", ".join(session.scalars(select(Unit.name).order_by(Unit.name))) or "none yet"
        raise InputError([f"There is no unit named {unit_name!r}. Units: {known}."])
    if session.get(OrganiserGrant, (account.id, unit.id)) is None:
        session.add(OrganiserGrant(account_id=account.id, unit_id=unit.id))
    session.flush()
    return unit


def revoke(session: Session, account: Account, *, unit_name: str = "") -> None:
    """Take one unit, or everything that was granted, away from an account."""
    grants = [grant for grant in account.grants if not unit_name or grant.unit.name == unit_name]
    if unit_name and not grants:
        raise InputError([f"{account.email} is no organiser of {unit_name!r}."])
    for grant in grants:
        session.delete(grant)
    if not unit_name:
        account.roles.clear()
    session.flush()


def is_admin(account: Account) -> bool:
    """Tell whether an account administers the installation."""
    return any(role.name == ADMIN for role in account.roles)


def units_of(session: Session, account: Account) -> Sequence[Unit]:
    """Return the units whose campaigns an account organises, by name."""
    return session.scalars(
        select(Unit)
        .join(OrganiserGrant, OrganiserGrant.unit_id == Unit.id)
        .where(OrganiserGrant.account_id == account.id)
        .order_by(Unit.name)
    ).all()


def organises(session: Session, account: Account, unit_id: object) -> bool:
    """Tell whether an account organises a unit's campaigns."""
    return session.get(OrganiserGrant, (account.id, unit_id)) is not None


def leads(session: Session, account: Account) -> bool:
    """Tell whether any campaign is about this person."""
    return _exists(session, Subject.person_id.in_(_ids_of(account.email)))


def coaches(session: Session, account: Account) -> bool:
    """Tell whether this person coaches anybody, and still may."""
    return _exists(session, _coached_by(account.email))


def person_of(session: Session, account: Account) -> Person | None:
    """Return the register's entry for an account, if its address is in it."""
    return session.scalar(select(Person).where(Person.email == account.email))


def all_accounts(session: Session) -> Sequence[Account]:
    """Return every account, by address."""
    return session.scalars(select(Account).order_by(Account.email)).all()


def _stands_in_a_campaign(session: Session, address: str) -> bool:
    email = fold_address(address)
    return _exists(session, or_(Subject.person_id.in_(_ids_of(email)), _coached_by(email)))


def _coached_by(email: str) -> ColumnElement[bool]:
    return and_(Subject.coach_id.in_(_ids_of(email)), Subject.coach_access_ended_at.is_(None))


def _ids_of(email: str) -> Select[UUID]:
    return select(Person.id).where(Person.email == email)


def _exists(session: Session, condition: ColumnElement[bool]) -> bool:
    return bool(session.scalar(select(exists().where(condition))))
