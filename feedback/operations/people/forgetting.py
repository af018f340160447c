"""Forget whom nothing names any more: cohorts, teams and subjects of what is erased, people.

Which tables name a person is read from the tables' own keys, so that a new table is never
forgotten here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, ColumnElement, delete, exists, or_, select, update

from feedback.models import (
    Account,
    Base,
    Campaign,
    CourseModule,
    Employee,
    Initiative,
    Membership,
    OrganiserGrant,
    Person,
    Programme,
    SignInCode,
    State,
    Subject,
    Team,
    TeamMember,
    Workplace,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Any

    from sqlalchemy import FromClause
    from sqlalchemy.orm import Session


def is_named(table: type[Base]) -> ColumnElement[bool]:
    """Return the condition that some row of another table names a row of this one."""
    own = table.__table__
    return or_(
        *(exists().where(_elsewhere(column, own) == own.c.id) for column in columns_naming(table))
    )


def _elsewhere(column: Column[Any], table: FromClause) -> ColumnElement[Any]:
    # A row that names one of its own table would be taken for the one that is asked about.
    return column.table.alias().c[column.name] if column.table is table else column


def columns_naming(table: type[Base]) -> Iterator[Column[Any]]:
    """Yield every column of the schema that refers to a table."""
    for other in Base.metadata.sorted_tables:
        for foreign in other.foreign_keys:
            if foreign.column.table is table.__table__:
                yield foreign.parent


def forget_unnamed(session: Session) -> None:
    """Remove subjects of erased campaigns, people and accounts that nothing names any more.

    Who was granted a right keeps account and name.
    """
    _empty_registers(session)
    over = select(Campaign.id).where(Campaign.state.in_((State.ERASED, State.CANCELLED)))
    _delete(session, Subject, Subject.campaign_id.in_(over), ~is_named(Subject))
    _delete(session, Person, ~is_named(Person), _is_nobodys_account())
    unknown = _accounts_of_nobody(session)
    _delete(session, SignInCode, SignInCode.account_id.in_(unknown))
    _delete(session, Account, Account.id.in_(unknown))
    session.expire_all()


def _empty_registers(session: Session) -> None:
    """Let go of whom a programme put into cohorts and teams, once the last report is erased."""
    kept = Campaign.state.not_in((State.ERASED, State.CANCELLED))
    is_over = select(Programme.id).where(
        Programme.campaigns.any(Campaign.state == State.ERASED), ~Programme.campaigns.any(kept)
    )
    _delete(session, Membership, Membership.programme_id.in_(is_over))
    _delete(session, Initiative, Initiative.programme_id.in_(is_over))
    _delete(session, Employee, Employee.programme_id.in_(is_over))
    teams = select(Team.id).where(Team.programme_id.in_(is_over))
    _delete(session, TeamMember, TeamMember.team_id.in_(teams))
    for table, person in ((Workplace, "head_id"), (CourseModule, "consultant_id")):
        session.execute(
            update(table).where(table.programme_id.in_(is_over)).values({person: None}),
            execution_options={"synchronize_session": False},
        )


def _is_nobodys_account() -> ColumnElement[bool]:
    granted = select(Account.email).where(_was_granted())
    return Person.email.is_(None) | Person.email.not_in(granted)


def _accounts_of_nobody(session: Session) -> Collection[int]:
    in_register = exists().where(Person.email == Account.email)
    return session.scalars(select(Account.id).where(~in_register, ~_was_granted())).all()


def _was_granted() -> ColumnElement[bool]:
    return or_(exists().where(OrganiserGrant.account_id == Account.id), Account.roles.any())


def _delete(session: Session, table: type[Base], *conditions: ColumnElement[bool]) -> None:
    options = {"synchronize_session": False}
    session.execute(delete(table).where(*conditions), execution_options=options)
