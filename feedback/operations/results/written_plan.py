"""The leader's written plan as a report takes it: for the leader, and for its chosen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.operations.plans.planning import DROPPED, plan_about
from feedback.operations.rights.plans import may_read_plan
from feedback.text.days import written_in_full
from reports.sections.written_plan import GoalKind, PlannedAction, PlannedGoal, WrittenPlan

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from feedback.models import Action, Goal, Subject
    from feedback.operations.rights.recipients import Somebody


def plan_for(session: Session, subject: Subject, reader: Somebody, language: str) -> WrittenPlan:
    """Return the plan on a report as far as somebody may read it: an empty one for all others."""
    plan = plan_about(session, subject)
    if plan is None or not may_read_plan(plan, reader):
        return WrittenPlan()
    goals = tuple(_goal(goal, language) for goal in plan.goals)
    return WrittenPlan(goals, _day(plan.follow_up_on, language))


def _goal(goal: Goal, language: str) -> PlannedGoal:
    actions = (_action(one, language) for one in goal.actions if one.state != DROPPED)
    return PlannedGoal(GoalKind(goal.kind), goal.text, tuple(actions))


def _action(action: Action, language: str) -> PlannedAction:
    return PlannedAction(
        action.what,
        first_step=action.first_step,
        with_whom=action.with_whom,
        by_when=_day(action.by_when, language),
        notice=action.notice,
        support=action.support,
    )


def _day(day: date | None, language: str) -> str:
    return written_in_full(day, language) if day else ""
