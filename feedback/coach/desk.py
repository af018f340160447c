"""A coach's desk: my leaders by the date of the talk, and what comes next for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import current_app, render_template
from flask_security import current_user

from feedback.access import coaches_only
from feedback.clock import day_of, utc_now
from feedback.coach.heatmap import has_heat_map
from feedback.coach.pages import blueprint
from feedback.models import State
from feedback.operations.coaching.talks import shared_at
from feedback.operations.rights.knowing import coach_reads, is_with_leader
from feedback.operations.rights.relations import coached_subjects
from feedback.requests.sessions import db_session, settings_of, today_here

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from feedback.models import Subject


@dataclass(frozen=True, slots=True)
class Row:
    """One leader at the desk: how far it has come, and what comes next."""

    subject: Subject
    talk_at: datetime | None  # in the zone of days
    next: str  # a word that the page has a sentence for
    shared_at: datetime | None  # when it is shared by itself


@dataclass(frozen=True, slots=True)
class Desk:
    """All leaders of a coach, the next talk first."""

    rows: tuple[Row, ...]
    talks_this_week: int
    without_date: int


@blueprint.get("/")
@coaches_only
def index() -> str:
    """List my leaders by the date of the talk, and how far each has come."""
    subjects = coached_subjects(db_session(), current_user, today=today_here())
    zone = settings_of(current_app).zone
    return render_template(
        "coach/leaders.html",
        desk=desk_of(subjects, now=utc_now(), today=today_here(), zone=zone),
        has_heat_map=has_heat_map(subjects),
    )


def desk_of(subjects: Sequence[Subject], *, now: datetime, today: date, zone: ZoneInfo) -> Desk:
    """Return a coach's desk: talks to come first, then those without a date, then the past."""
    rows = sorted((_row(one, now, zone) for one in subjects), key=lambda row: _place(row, now))
    return Desk(
        rows=tuple(rows),
        talks_this_week=sum(_is_this_week(row, today, now, zone) for row in rows),
        without_date=sum(row.talk_at is None and _awaits_talk(row.subject) for row in rows),
    )


def _row(subject: Subject, now: datetime, zone: ZoneInfo) -> Row:
    at = subject.talk_at.astimezone(zone) if subject.talk_at else None
    by_itself = None
    is_to_come = at is not None and at > now and not is_with_leader(subject)
    if at is not None and is_to_come and subject.shares_before_talk:
        by_itself = shared_at(at, zone)
    return Row(subject, at, _next(subject, at, now), by_itself)


def _next(subject: Subject, at: datetime | None, now: datetime) -> str:
    if subject.campaign.state in {State.ERASED, State.CANCELLED, State.LOST}:
        return "nothing"
    if at is None:
        return "set date" if not is_with_leader(subject) else "talk"
    if not coach_reads(subject):
        return "wait"
    if subject.comments_read_at is None and not is_with_leader(subject):
        return "look through"
    if not is_with_leader(subject):
        return "share"
    return "talk" if at > now else "follow up"


def _place(row: Row, now: datetime) -> tuple[int, float, str]:
    name = row.subject.person.name
    if row.talk_at is None:
        return (1 if _awaits_talk(row.subject) else 2), 0.0, name
    if row.talk_at > now - timedelta(hours=12):
        return 0, row.talk_at.timestamp(), name
    return 3, -row.talk_at.timestamp(), name


def _awaits_talk(subject: Subject) -> bool:
    return subject.campaign.state is State.CLOSED


def _is_this_week(row: Row, today: date, now: datetime, zone: ZoneInfo) -> bool:
    if row.talk_at is None or row.talk_at < now:
        return False
    return day_of(row.talk_at, zone).isocalendar()[:2] == today.isocalendar()[:2]
