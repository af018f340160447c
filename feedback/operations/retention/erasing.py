"""Erase what is due, campaign by campaign, and write the protocol of it.

Nothing is due of a campaign on which a stop holds, of one that has not ended, and of a
draft. What was erased is a line of the protocol in the same transaction.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from feedback.clock import day_of
from feedback.models import Campaign, Department, Erasure, Programme, State
from feedback.operations import audit_chain
from feedback.operations.ballot_box.stops import active_stops, stopped_campaigns
from feedback.operations.campaigns.own_surveys import forget_authors
from feedback.operations.people.forgetting import forget_unnamed
from feedback.operations.retention.kinds import AUDIT_LOG
from feedback.operations.retention.rules import rules_by_department

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, tzinfo

    from sqlalchemy.orm import Session

    from feedback.operations.acts import Actor
    from feedback.operations.retention.rules import Rule

NIGHTLY: Final = "worker"
_OVER: Final = (State.CLOSED, State.ERASED, State.CANCELLED, State.LOST)


def erase_due(session: Session, *, by: Actor) -> list[Erasure]:
    """Erase everything whose day has come; return the lines of the protocol."""
    campaigns = session.scalars(
        select(Campaign)
        .where(Campaign.state.in_(_OVER), ~stopped_campaigns())
        .options(joinedload(Campaign.programme).joinedload(Programme.department))
        .order_by(Campaign.last_day, Campaign.id)
    ).all()
    rules = rules_by_department(session, (one.programme.department for one in campaigns))
    lines = [
        line
        for one in campaigns
        for line in _erase_of(session, one, rules[one.programme.department_id], by=by)
    ]
    lines += _erase_audit_log(session, by=by)
    if not active_stops(session):
        forget_unnamed(session)
    return lines


def ended_on(campaign: Campaign, zone: tzinfo) -> date:
    """Return the day that a campaign's retention is counted from."""
    closed_at = campaign.closed_at
    return day_of(closed_at, zone) if closed_at else campaign.last_day


def _erase_of(
    session: Session, campaign: Campaign, rules: Iterable[Rule], *, by: Actor
) -> list[Erasure]:
    ended = ended_on(campaign, by.zone)
    lines = []
    for rule in rules:
        if by.today < ended + timedelta(days=rule.days):
            continue
        count = rule.kind.erase(session, campaign.id, by.now)
        if count:
            lines.append(
                Erasure(
                    at=by.now,
                    actor=by.name,
                    department_id=campaign.programme.department_id,
                    campaign_id=campaign.id,
                    kind=rule.kind.name,
                    count=count,
                    ended_on=ended,
                    days=rule.days,
                    decision=rule.decision,
                )
            )
    session.add_all(lines)
    session.flush()
    return lines


def _erase_audit_log(session: Session, *, by: Actor) -> list[Erasure]:
    # One chain for all: it is kept as long as the department asks that keeps it longest.
    if active_stops(session):
        return []
    departments = session.scalars(select(Department)).all()
    rules = [
        rule
        for found in rules_by_department(session, departments).values()
        for rule in found
        if rule.kind.name == AUDIT_LOG
    ]
    if not rules:
        return []
    rule = max(rules, key=attrgetter("days"))
    oldest_kept = by.today - timedelta(days=rule.days)
    begin = datetime.combine(oldest_kept, time.min, by.zone)
    forget_authors(session, begin)
    count = audit_chain.erase_before(session, begin, now=by.now)
    if not count:
        return []
    line = Erasure(
        at=by.now,
        actor=by.name,
        kind=AUDIT_LOG,
        count=count,
        ended_on=oldest_kept,
        days=rule.days,
        decision=rule.decision,
    )
    session.add(line)
    session.flush()
    return [line]
