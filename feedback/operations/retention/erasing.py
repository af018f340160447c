"""Erase what is due, campaign by campaign, and write the protocol of it.

Nothing is due of a campaign on which a stop holds, of one that has not ended, and of a
draft. What was erased is a line of the protocol in the same transaction.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.models import Campaign, Erasure, State, Unit
from feedback.operations import audit_chain
from feedback.operations.people.forgetting import forget_unnamed
from feedback.operations.retention.kinds import AUDIT_LOG
from feedback.operations.retention.rules import rule_for, rules_of
from feedback.operations.retention.stops import active_stops, stopped_campaigns

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

NIGHTLY: Final = "worker"
_OVER: Final = (State.CLOSED, State.ERASED, State.CANCELLED, State.LOST)


def erase_due(session: Session, *, now: datetime, zone: ZoneInfo, actor: str) -> list[Erasure]:
    """Erase everything whose day has come; return the lines of the protocol."""
    campaigns = session.scalars(
        select(Campaign)
        .where(Campaign.state.in_(_OVER), ~stopped_campaigns())
        .order_by(Campaign.last_day, Campaign.id)
    ).all()
    lines = [
        line
        for one in campaigns
        for line in _erase_of(session, one, now=now, zone=zone, actor=actor)
    ]
    lines += _erase_audit_log(session, now=now, zone=zone, actor=actor)
    if not active_stops(session):
        forget_unnamed(session)
    return lines


def ended_on(campaign: Campaign, zone: ZoneInfo) -> date:
    """Return the day that a campaign's retention is counted from."""
    closed_at = campaign.closed_at
    return closed_at.astimezone(zone).date() if closed_at else campaign.last_day


def _erase_of(
    session: Session, campaign: Campaign, *, now: datetime, zone: ZoneInfo, actor: str
) -> list[Erasure]:
    ended, today = ended_on(campaign, zone), now.astimezone(zone).date()
    lines = []
    for rule in rules_of(session, campaign.programme.unit):
        if today < ended + timedelta(days=rule.days):
            continue
        count = rule.kind.erase(session, campaign.id)
        if count:
            lines.append(
                Erasure(
                    at=now,
                    actor=actor,
                    unit_id=campaign.programme.unit_id,
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


def _erase_audit_log(
    session: Session, *, now: datetime, zone: ZoneInfo, actor: str
) -> list[Erasure]:
    # One chain for all units: it is kept as long as the unit that keeps it longest asks for.
    if active_stops(session):
        return []
    rules = [rule_for(session, unit, AUDIT_LOG) for unit in session.scalars(select(Unit))]
    if not rules:
        return []
    rule = max(rules, key=attrgetter("days"))
    oldest_kept = now.astimezone(zone).date() - timedelta(days=rule.days)
    count = audit_chain.erase_before(
        session, datetime.combine(oldest_kept, time.min, zone), now=now
    )
    if not count:
        return []
    line = Erasure(
        at=now,
        actor=actor,
        kind=AUDIT_LOG,
        count=count,
        ended_on=oldest_kept,
        days=rule.days,
        decision=rule.decision,
    )
    session.add(line)
    session.flush()
    return [line]
