"""Who may sign in: accounts follow from a campaign, or from a grant.

Whoever's address stands in a campaign as leader or coach can sign in, and whoever was
granted something. An account is made at the first sign-in, so there is nothing to import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from sqlalchemy import exists, or_, select

from feedback.clock import utc_now
from feedback.errors import InputError
from feedback.models import Account, OrganiserGrant, Person, PlanReader, Role, Subject, Unit
from feedback.operations.coaching.access import coached_by
from feedback.operations.people.register import fold_address

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
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


def coaches(session: Session, account: Account, *, today: date) -> bool:
    """Tell whether this person coaches anybody on a day."""
    return _exists(session, coached_by(account.email, today))


def approves(session: Session, account: Account) -> bool:
    """Tell whether this person approves whom any leader proposes."""
    return _exists(session, _approved_by(account.email))


def has_plans(session: Session, account: Account) -> bool:
    """Tell whether this person may have a plan, or was chosen to read somebody's."""
    return leads(session, account) or _exists(session, _reads_a_plan(account.email))


def person_of(session: Session, account: Account) -> Person | None:
    """Return the register's entry for an account, if its address is in it."""
    return session.scalar(select(Person).where(Person.email == account.email))


def all_accounts(session: Session) -> Sequence[Account]:
    """Return every account, by address."""
    return session.scalars(select(Account).order_by(Account.email)).all()


def _stands_in_a_campaign(session: Session, address: str) -> bool:
    email = fold_address(address)
    today = utc_now().date()
    leads_one = Subject.person_id.in_(_ids_of(email))
    stands_in_one = or_(leads_one, coached_by(email, today), _approved_by(email))
    return _exists(session, stands_in_one) or _exists(session, _reads_a_plan(email))


def _approved_by(email: str) -> ColumnElement[bool]:
    return Subject.approver_id.in_(_ids_of(email))


def _reads_a_plan(email: str) -> ColumnElement[bool]:
    return PlanReader.person_id.in_(_ids_of(email))


def _ids_of(email: str) -> Select[UUID]:
    return select(Person.id).where(Person.email == email)


def _exists(session: Session, condition: ColumnElement[bool]) -> bool:
    return bool(session.scalar(select(exists().where(condition))))
