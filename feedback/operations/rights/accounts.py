"""Who may sign in: accounts follow from a campaign, or from a grant.

Whoever's address stands in a campaign as leader, reader, coach or approver can sign in once they
may know of it, and whoever was granted something. An account is made at the first sign-in, so
there is nothing to import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import selectinload

from feedback.errors import Fault, InputError
from feedback.models import Account, Department, OrganiserGrant, Person, Role
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.rights.knowing import (
    told_to_approver,
    told_to_coach,
    told_to_leader,
    told_to_reader,
)
from feedback.operations.rights.plans import has_a_plan
from feedback.text.addresses import fold_address, is_address, read_address

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from feedback.operations.acts import Actor

ADMIN: Final = "admin"


def account_for(session: Session, address: str, *, today: date) -> Account | None:
    """Return the account of an address, made if a campaign names it; None for a stranger."""
    account = find_account(session, address)
    if account is None and _stands_in_a_campaign(session, address, today):
        account = create_account(session, address)
    return account if account and account.active else None


def find_account(session: Session, address: str) -> Account | None:
    """Return the account that an address already has."""
    return session.scalar(select(Account).where(Account.email == fold_address(address)))


def find_by_id(session: Session, account_id: int) -> Account | None:
    """Return an account with what it was granted."""
    return session.scalar(_with_rights().where(Account.id == account_id))


def create_account(session: Session, address: str) -> Account:
    """Make an account for an address, or return the one it has."""
    email = read_address(address)
    if not is_address(email):
        raise InputError([Fault("%(email)s is no e-mail address.", email=address or "–")])
    found = find_account(session, email)
    if found is not None:
        return found
    account = Account(email=email, active=True, fs_uniquifier=uuid4().hex)
    session.add(account)
    session.flush()
    return account


def grant_admin(session: Session, address: str, *, by: Actor) -> Account:
    """Make an address's owner an administrator of the installation, who may then sign in."""
    account = create_account(session, address)
    role = session.scalar(select(Role).where(Role.name == ADMIN))
    if role is None:
        role = Role(name=ADMIN, description="Runs the installation")
        session.add(role)
    if role not in account.roles:
        account.roles.append(role)
    audit_log.note(session, by, Act.GRANT_ADMIN, account)
    return account


def grant_department(session: Session, address: str, department_name: str, *, by: Actor) -> Account:
    """Make an address's owner an organiser of a department; raise InputError if there is none."""
    account = create_account(session, address)
    department = session.scalar(select(Department).where(Department.name == department_name))
    if department is None:
        known = (
            ", ".join(session.scalars(select(Department.name).order_by(Department.name)))
            or "none yet"
        )
        raise InputError(
            [f"There is no department named {department_name!r}. Departments: {known}."]
        )
    if session.get(OrganiserGrant, (account.id, department.id)) is None:
        session.add(OrganiserGrant(account_id=account.id, department_id=department.id))
    audit_log.note(session, by, Act.GRANT_ORGANISER, account, details=department.name)
    return account


def revoke(session: Session, account: Account, *, by: Actor, department_name: str = "") -> None:
    """Take one department, or everything that was granted, away from an account."""
    grants = [
        grant
        for grant in account.grants
        if not department_name or grant.department.name == department_name
    ]
    if department_name and not grants:
        raise InputError([f"{account.email} is no organiser of {department_name!r}."])
    for grant in grants:
        session.delete(grant)
    if not department_name:
        account.roles.clear()
    act = Act.REVOKE_ORGANISER if department_name else Act.REVOKE_RIGHTS
    audit_log.note(session, by, act, account, details=department_name)


def is_admin(account: Account) -> bool:
    """Tell whether an account administers the installation."""
    return any(role.name == ADMIN for role in account.roles)


def departments_of(session: Session, account: Account) -> Sequence[Department]:
    """Return the departments whose campaigns an account organises, by name."""
    return session.scalars(
        select(Department)
        .join(OrganiserGrant, OrganiserGrant.department_id == Department.id)
        .where(OrganiserGrant.account_id == account.id)
        .order_by(Department.name)
    ).all()


def organises(session: Session, account: Account, department_id: object) -> bool:
    """Tell whether an account organises a department's campaigns."""
    return session.get(OrganiserGrant, (account.id, department_id)) is not None


def keeps_records(session: Session, account: Account) -> bool:
    """Tell whether an account keeps the records of any department."""
    return is_admin(account) or bool(departments_of(session, account))


def keeps_records_of(session: Session, account: Account, department: Department) -> bool:
    """Tell whether an account keeps a department's records: as organiser or administrator."""
    return is_admin(account) or organises(session, account, department.id)


def leads(session: Session, account: Account) -> bool:
    """Tell whether any campaign is about this person, as far as they have been told."""
    return _exists(session, told_to_leader(account.email))


def has_reports(session: Session, account: Account) -> bool:
    """Tell whether any report is for this person, or will be, as far as they have been told."""
    return leads(session, account) or _exists(session, told_to_reader(account.email))


def coaches(session: Session, account: Account, *, today: date) -> bool:
    """Tell whether this person coaches anybody on a day."""
    return _exists(session, told_to_coach(account.email, today))


def approves(session: Session, account: Account) -> bool:
    """Tell whether this person approves whom any leader proposes."""
    return _exists(session, told_to_approver(account.email))


def has_plans(session: Session, account: Account) -> bool:
    """Tell whether this person may have a plan, has one, or was chosen to read somebody's."""
    return leads(session, account) or has_a_plan(session, account.email)


def person_of(session: Session, account: Account) -> Person | None:
    """Return the register's entry for an account, if its address is in it."""
    return session.scalar(select(Person).where(Person.email == account.email))


def all_accounts(session: Session) -> Sequence[Account]:
    """Return every account with what it was granted, by address."""
    return session.scalars(_with_rights().order_by(Account.email)).all()


def granted_accounts(session: Session) -> Sequence[Account]:
    """Return the accounts that were granted something, by address: not every leader's."""
    granted = or_(Account.roles.any(Role.name == ADMIN), Account.grants.any())
    return session.scalars(_with_rights().where(granted).order_by(Account.email)).all()


def _with_rights() -> Select[Account]:
    return select(Account).options(
        selectinload(Account.roles),
        selectinload(Account.grants).joinedload(OrganiserGrant.department),
    )


def _stands_in_a_campaign(session: Session, address: str, today: date) -> bool:
    email = fold_address(address)
    told = or_(
        *(told_to_leader(email), told_to_reader(email)),
        *(told_to_coach(email, today), told_to_approver(email)),
    )
    return _exists(session, told) or has_a_plan(session, email)


def _exists(session: Session, condition: ColumnElement[bool]) -> bool:
    return bool(session.scalar(select(exists().where(condition))))
