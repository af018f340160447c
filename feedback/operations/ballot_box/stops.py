"""Stops on erasing (gallringsstopp): of a campaign, of a department, or of everything.

Every job that erases asks here first. One does not: what joins answers to people goes at
close all the same, for that was promised to whoever answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from feedback.clock import day_of
from feedback.errors import Fault, InputError, StateError
from feedback.models import Campaign, ErasureStop, Programme
from feedback.operations import audit_log
from feedback.operations.acts import Act

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import tzinfo
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from feedback.models import Department
    from feedback.operations.acts import Actor


EVERYTHING: Final = "everything"
"""How the log calls what a stop on all erasing is about."""


def set_stop(
    session: Session,
    *,
    reason: str,
    by: Actor,
    department: Department | None = None,
    campaign: Campaign | None = None,
) -> ErasureStop:
    """Stop all erasing of a campaign, of a department, or of everything; raise without a reason."""
    if not reason.strip():
        raise InputError([Fault("A stop on erasing needs a reason.")])
    stop = ErasureStop(
        department_id=department.id if department and not campaign else None,
        campaign_id=campaign.id if campaign else None,
        reason=reason.strip(),
        set_by=by.name,
        since=by.now,
    )
    session.add(stop)
    audit_log.note(session, by, Act.STOP_ERASING, campaign or department or EVERYTHING)
    return stop


def lift_stop(session: Session, stop: ErasureStop, *, by: Actor) -> None:
    """Let erasing go on; the stop stays on record."""
    if stop.lifted_at is not None:
        raise StateError("The stop is lifted already.")
    stop.lifted_by, stop.lifted_at = by.name, by.now
    audit_log.note(session, by, Act.LIFT_STOP, stop.campaign or stop.department or EVERYTHING)


def active_stops(session: Session) -> Sequence[ErasureStop]:
    """Return the stops that hold, the oldest first."""
    return session.scalars(_active().order_by(ErasureStop.since)).all()


def stops_of(session: Session, department_ids: Collection[UUID]) -> Sequence[ErasureStop]:
    """Return all stops that concern these departments, the lifted ones too, the newest first."""
    return session.scalars(
        select(ErasureStop)
        .outerjoin(Campaign, ErasureStop.campaign_id == Campaign.id)
        .outerjoin(Programme, Campaign.programme_id == Programme.id)
        .where(
            or_(
                ErasureStop.department_id.in_(department_ids),
                Programme.department_id.in_(department_ids),
                _is_of_everything(),
            )
        )
        .order_by(ErasureStop.lifted_at.is_not(None), ErasureStop.since.desc())
    ).all()


def stop_on(session: Session, campaign: Campaign) -> ErasureStop | None:
    """Return the oldest stop that holds a campaign's erasing, if there is one."""
    return session.scalar(
        _active()
        .where(
            or_(
                ErasureStop.campaign_id == campaign.id,
                ErasureStop.department_id == campaign.programme.department_id,
                _is_of_everything(),
            )
        )
        .order_by(ErasureStop.since)
        .limit(1)
    )


def refuse_if_stopped(session: Session, campaign: Campaign, *, zone: tzinfo) -> None:
    """Raise InputError with the reason where a stop holds a campaign's erasing."""
    stop = stop_on(session, campaign)
    if stop is not None:
        raise InputError(
            [
                Fault(
                    "Nothing of this campaign may be erased: a stop on erasing holds since "
                    "%(day)s, set by %(who)s. The reason: %(reason)s",
                    day=day_of(stop.since, zone),
                    who=stop.set_by,
                    reason=stop.reason,
                )
            ]
        )


def stopped_campaigns() -> ColumnElement[bool]:
    """Return the condition on campaigns whose erasing a stop holds, for jobs to leave them out."""
    by_department = select(Programme.id).where(
        Programme.department_id.in_(_scopes(ErasureStop.department_id)),
    )
    return or_(
        Campaign.id.in_(_scopes(ErasureStop.campaign_id)),
        Campaign.programme_id.in_(by_department),
        _active().where(_is_of_everything()).exists(),
    )


def _active() -> Select[ErasureStop]:
    return select(ErasureStop).where(ErasureStop.lifted_at.is_(None))


def _scopes(column: InstrumentedAttribute[UUID | None]) -> Select[UUID | None]:
    return select(column).where(ErasureStop.lifted_at.is_(None), column.is_not(None))


def _is_of_everything() -> ColumnElement[bool]:
    return ErasureStop.department_id.is_(None) & ErasureStop.campaign_id.is_(None)
