"""Reminders of a plan: the day before something is to be done, and when it is looked at again."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.models import Action, Goal, MailOccasion, Plan
from feedback.operations.ledger import queue_mails
from feedback.operations.plans.planning import PLANNED

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

PLAN_STEP: Final = "plan-step"
PLAN_LOOK: Final = "plan-look"
_FROM: Final = time(8)


def queue_plan_reminders(session: Session, *, now: datetime, zone: ZoneInfo) -> None:
    """Queue what today asks for, from eight in the morning on; may be repeated."""
    local = now.astimezone(zone)
    if local.time() < _FROM:
        return
    today = local.date()
    steps = session.execute(
        select(Action.id, Action.by_when, Plan.person_id)
        .join(Action.goal)
        .join(Goal.plan)
        .where(Action.state == PLANNED, Action.by_when == today + timedelta(days=1))
    )
    for action_id, day, person_id in steps:
        queue_mails(session, [person_id], PLAN_STEP, MailOccasion.of(action_id, day), due_at=now)
    looks = session.execute(select(Plan.id, Plan.person_id).where(Plan.follow_up_on == today))
    for plan_id, person_id in looks:
        queue_mails(session, [person_id], PLAN_LOOK, MailOccasion.of(plan_id, today), due_at=now)
