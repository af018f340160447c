"""A leader's plan: begin it, write goals and actions, tell how it went; history is kept.

A plan may begin from a report, and then takes up what the leader marked in it, or from
nothing. Only its owner writes in it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.errors import Fault, InputError, StateError
from feedback.models import Action, Goal, Plan, PlanEntry, Subject
from feedback.operations.plans.marking import FOCUS, PROUD, marks_of
from feedback.operations.rights.knowing import leader_reads, told_to_leader
from feedback.operations.subjects import called
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from feedback.models import Person
    from surveys.model import Survey

USE: Final = "use"
CHANGE: Final = "change"
PLANNED: Final = "planned"
DONE: Final = "done"
DROPPED: Final = "dropped"
STATES: Final = (PLANNED, DONE, DROPPED)

MOST_GOALS: Final = 5
"""More is no plan: one strength and one or two behaviours are what people keep up."""

_GOAL_OF_MARK: Final = {PROUD: USE, FOCUS: CHANGE}


@dataclass(frozen=True, slots=True)
class ActionText:
    """What is written about one action; all but `what` may be empty."""

    what: str
    first_step: str = ""
    with_whom: str = ""
    notice: str = ""
    support: str = ""
    by_when: date | None = None


def begin_plan(
    session: Session, person: Person, subject: Subject | None, *, now: datetime, language: str
) -> Plan:
    """Begin a plan, with a goal for each mark in the report; the one there is comes back."""
    found = plan_about(session, subject) if subject else None
    if found is not None:
        return found
    if subject is not None and not leader_reads(subject):
        raise StateError("The report is not shared with its leader yet.")
    plan = Plan(person=person, subject=subject, survey_json=_survey_json(session, person, subject))
    plan.begun_at = now
    session.add(plan)
    session.flush()
    note(plan, "begun", "", now=now)
    if subject is not None:
        _take_up_marks(session, plan, subject, language=language, now=now)
    session.flush()
    return plan


def plan_about(session: Session, subject: Subject) -> Plan | None:
    """Return the plan that stands on a report, if one was begun."""
    return session.scalar(select(Plan).where(Plan.subject_id == subject.id))


def plans_of(session: Session, person: Person) -> Sequence[Plan]:
    """Return a leader's plans, the newest first."""
    return session.scalars(
        select(Plan).where(Plan.person_id == person.id).order_by(Plan.begun_at.desc(), Plan.id)
    ).all()


def survey_of(plan: Plan) -> Survey | None:
    """Return the survey whose traits the plan speaks of, if it has one."""
    return survey_from_json(plan.survey_json) if plan.survey_json else None


def add_goal(
    session: Session, plan: Plan, *, kind: str, about: str, text: str, now: datetime
) -> Goal:
    """Write a goal into the plan."""
    if len(plan.goals) >= MOST_GOALS:
        raise InputError(
            [Fault("A plan holds at most %(most)s goals. Take one away first.", most=MOST_GOALS)]
        )
    _refuse_faulty(plan, kind=kind, about=about, text=text)
    position = 1 + max((goal.position for goal in plan.goals), default=0)
    goal = Goal(position=position, kind=kind, about=about, text=text)
    plan.goals.append(goal)
    note(plan, "goal added", text, now=now)
    session.flush()
    return goal


def change_goal(
    session: Session, goal: Goal, *, kind: str, about: str, text: str, now: datetime
) -> None:
    """Write a goal anew; what it said stays in the history."""
    _refuse_faulty(goal.plan, kind=kind, about=about, text=text)
    if (goal.kind, goal.about, goal.text) == (kind, about, text):
        return
    goal.kind, goal.about, goal.text = kind, about, text
    note(goal.plan, "goal changed", text, now=now)
    session.flush()


def remove_goal(session: Session, goal: Goal, *, now: datetime) -> None:
    """Take a goal and its actions out of the plan; the history keeps the words."""
    plan = goal.plan
    note(plan, "goal removed", goal.text, now=now)
    plan.goals.remove(goal)
    session.flush()


def add_action(session: Session, goal: Goal, text: ActionText, *, now: datetime) -> Action:
    """Write down something to do for a goal."""
    _refuse_nothing(text.what)
    position = 1 + max((action.position for action in goal.actions), default=0)
    action = Action(position=position, **asdict(text))
    goal.actions.append(action)
    note(goal.plan, "action added", text.what, now=now)
    session.flush()
    return action


def change_action(session: Session, action: Action, text: ActionText, *, now: datetime) -> None:
    """Write an action anew; what it said stays in the history."""
    _refuse_nothing(text.what)
    before = {name: getattr(action, name) for name in asdict(text)}
    if before == asdict(text):
        return
    for name, value in asdict(text).items():
        setattr(action, name, value)
    note(action.goal.plan, "action changed", text.what, now=now)
    session.flush()


def tell_how_it_went(
    session: Session, action: Action, *, state: str, reflection: str, now: datetime
) -> None:
    """Note whether an action is done, and what the leader thinks about it."""
    if state not in STATES:
        raise InputError([Fault("Choose how it went.")])
    plan = action.goal.plan
    if state != action.state:
        action.state = state
        note(plan, f"action {state}", action.what, now=now)
    if reflection != action.reflection:
        action.reflection = reflection
        note(plan, "reflected", reflection, now=now)
    session.flush()


def set_follow_up(session: Session, plan: Plan, day: date | None, *, now: datetime) -> None:
    """Choose the day on which the plan is looked at again."""
    if plan.follow_up_on == day:
        return
    plan.follow_up_on = day
    note(plan, "follow-up", day.isoformat() if day else "", now=now)
    session.flush()


def note(plan: Plan, event: str, text: str, *, now: datetime) -> None:
    """Add a line to the plan's history."""
    plan.entries.append(PlanEntry(at=now, event=event, text=text))


def suggestions(plan: Plan, about: str, language: str) -> list[str]:
    """Return the survey's own ideas for the trait that a goal is about."""
    survey = survey_of(plan)
    if survey is None:
        return []
    return [
        survey.text(action, language)
        for trait in survey.traits
        if about in (trait.key, *(item.key for item in trait.items))
        for action in trait.actions
    ]


def _take_up_marks(
    session: Session, plan: Plan, subject: Subject, *, language: str, now: datetime
) -> None:
    survey = survey_from_json(subject.campaign.survey_json)
    statements = {
        item.key: survey.item_words(item, for_self=True, language=language, name=called(subject))
        for item in survey.items
    }
    statements |= {trait.key: survey.text(trait.name, language) for trait in survey.traits}
    marked = [
        (kind, key) for key, kind in marks_of(session, subject).items() if kind in _GOAL_OF_MARK
    ]
    for kind, key in sorted(marked, key=lambda pair: pair[0] != PROUD)[:MOST_GOALS]:
        add_goal(session, plan, kind=_GOAL_OF_MARK[kind], about=key, text=statements[key], now=now)


def _survey_json(session: Session, person: Person, subject: Subject | None) -> str | None:
    if subject is not None:
        return subject.campaign.survey_json
    led = session.scalars(select(Subject).where(told_to_leader(person.email or "")))
    newest = max(led, key=lambda one: one.campaign.last_day, default=None)
    return newest.campaign.survey_json if newest else None


def _refuse_faulty(plan: Plan, *, kind: str, about: str, text: str) -> None:
    faults = []
    if kind not in (USE, CHANGE):
        faults.append(Fault("Choose whether it is a strength to use or something to change."))
    if about and about not in _known_keys(plan):
        faults.append(Fault("The survey has no such quality."))
    if not text.strip():
        faults.append(Fault("Write what you want."))
    if faults:
        raise InputError(faults)


def _refuse_nothing(what: str) -> None:
    if not what.strip():
        raise InputError([Fault("Write what you will do.")])


def _known_keys(plan: Plan) -> set[str]:
    survey = survey_of(plan)
    if survey is None:
        return set()
    return {trait.key for trait in survey.traits} | {item.key for item in survey.items}
