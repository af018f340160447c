"""The audit log: what staff and operators did, never what a rater did.

Entries are written here and nowhere changed or removed; an entry joins the transaction
of the act, so that no act goes without its entry. Its object is a kind and an id, as in
`campaign 0b5f…`: from that the log knows to which department's organisers it may be shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select

from feedback.models import (
    Account,
    AuditEntry,
    Campaign,
    Department,
    Invitation,
    Plan,
    Programme,
    StoredSurvey,
    Subject,
)
from feedback.operations import audit_chain
from feedback.operations.acts import Act

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from feedback.models.base import Base
    from feedback.operations.acts import Actor

_SHOWN: Final = 200
_BETWEEN_COACH_AND_LEADER: Final = frozenset({Act.WITHHOLD_COMMENT, Act.RESTORE_COMMENT})
"""Acts on what a report says: organisers open no report, and need not know that it hurts."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry of the log, without what chains it to the others."""

    number: int
    at: datetime
    actor: str
    action: str
    object: str
    details: str


def note(session: Session, by: Actor, act: Act, *things: Base | str, details: str = "") -> None:
    """Write down who did what to which things, each with its department where it has one.

    Before a thing is deleted: afterwards nobody knows to which department it belonged.
    """
    session.flush()
    entries = [
        AuditEntry(
            at=by.now,
            actor=by.name,
            action=act.value,
            object=_named(thing),
            details=details,
            department_id=_home_of(thing),
        )
        for thing in things
    ]
    audit_chain.append(session, *entries)


def latest(
    session: Session,
    *,
    count: int = _SHOWN,
    department_ids: Collection[UUID] | None = None,
    for_organisers: bool = False,
) -> Sequence[AuditEntry]:
    """Return the latest entries, newest first; of these departments only, if any are given.

    Organisers are not shown what a coach did with a leader's comments.
    """
    entries = select(AuditEntry).order_by(AuditEntry.number.desc()).limit(count)
    if for_organisers:
        entries = _shown_to_organisers(entries)
    if department_ids is not None:
        entries = entries.where(AuditEntry.department_id.in_(department_ids))
    return session.scalars(entries).all()


def every_entry(
    session: Session,
    *,
    department_ids: Collection[UUID] | None = None,
    for_organisers: bool = False,
) -> list[LogEntry]:
    """Return all entries as a table lists them, newest first; restricted as `latest` is."""
    entries = select(
        AuditEntry.number,
        AuditEntry.at,
        AuditEntry.actor,
        AuditEntry.action,
        AuditEntry.object,
        AuditEntry.details,
    ).order_by(AuditEntry.number.desc())
    if for_organisers:
        entries = entries.where(AuditEntry.action.not_in(_BETWEEN_COACH_AND_LEADER))
    if department_ids is not None:
        entries = entries.where(AuditEntry.department_id.in_(department_ids))
    return [LogEntry(*row) for row in session.execute(entries)]


def last_noted(session: Session, act: Act, thing: Base) -> datetime | None:
    """Return when an act was last done to a thing, if it was and the log still holds it."""
    return session.scalar(
        select(func.max(AuditEntry.at)).where(
            AuditEntry.department_id == _home_of(thing),
            AuditEntry.action == act.value,
            AuditEntry.object == _named(thing),
        )
    )


def about(session: Session, address: str, *, for_organisers: bool = False) -> Sequence[AuditEntry]:
    """Return what an address did and what was done to its account, the oldest first."""
    concerns = or_(AuditEntry.actor == address, AuditEntry.object == f"account {address}")
    entries = select(AuditEntry).where(concerns).order_by(AuditEntry.number)
    return session.scalars(_shown_to_organisers(entries) if for_organisers else entries).all()


def _shown_to_organisers(entries: Select[AuditEntry]) -> Select[AuditEntry]:
    return entries.where(AuditEntry.action.not_in(_BETWEEN_COACH_AND_LEADER))


def _named(thing: Base | str) -> str:
    """Return how the log calls a thing: its kind, and its id or address."""
    match thing:
        case str():
            return thing
        case Account():
            return f"account {thing.email}"
        case (
            Campaign()
            | Invitation()
            | Plan()
            | Programme()
            | StoredSurvey()
            | Subject()
            | Department()
        ):
            return f"{thing.__tablename__} {thing.id}"
    raise TypeError(thing)


def _home_of(thing: Base | str) -> UUID | None:
    """Return the department to whose organisers an act on a thing may be shown."""
    match thing:
        case Department():
            return thing.id
        case Programme() | StoredSurvey():
            return thing.department_id
        case Campaign():
            return _home_of(thing.programme)
        case Subject():
            return _home_of(thing.campaign)
        case Invitation() | Plan() if thing.subject is not None:
            return _home_of(thing.subject)
    return None
