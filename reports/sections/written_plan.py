"""What the leader has written in the plan, as a report takes it: for their own copy alone.

It comes from no release. Whoever draws a report for another passes none, unless the leader
shares the plan with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class GoalKind(StrEnum):
    """What a goal is about."""

    USE = "use"  # a strength
    CHANGE = "change"  # a behaviour


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """One thing to do, in the leader's words; all but `what` may be empty.

    `by_when` is a day as text, in the report's language.
    """

    what: str
    first_step: str = ""
    with_whom: str = ""
    by_when: str = ""
    notice: str = ""
    support: str = ""


@dataclass(frozen=True, slots=True)
class PlannedGoal:
    """What the leader wants, and what there is to do for it."""

    kind: GoalKind
    text: str
    actions: tuple[PlannedAction, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenPlan:
    """The goals of a plan in their order, and the day it is looked at again, as text."""

    goals: tuple[PlannedGoal, ...] = ()
    follow_up: str = ""
