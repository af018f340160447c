"""A coach's desk: my leaders by what there is to do, and what comes next for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import current_app, render_template, request
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import coaches_only
from feedback.clock import day_of, utc_now
from feedback.coach.heatmap import has_heat_map
from feedback.coach.pages import blueprint
from feedback.models import State
from feedback.operations.coaching.preparing import standings_of
from feedback.operations.coaching.talks import shares_itself_at
from feedback.operations.rights.knowing import coach_reads, is_with_leader
from feedback.operations.rights.relations import coached_subjects
from feedback.operations.subjects import called
from feedback.requests.listing import Choice, Column, listed
from feedback.requests.sessions import db_session, settings_of, today_here

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from feedback.models import Subject
    from feedback.requests.listing import Listing
    from reports.shown.standing import ReportStanding

LOOK_THROUGH: Final = "look through"


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One leader at the desk: how far it has come, and what comes next."""

    subject: Subject
    talk_at: datetime | None  # in the zone of days
    next: str  # a word that the page has a sentence for
    shared_at: datetime | None  # when it is shared by itself
    is_this_week: bool
    lacks_date: bool
    is_for_today: bool = False  # something that only the coach can do, and can do now
    lacks_own: bool = False
    lacks_others: bool = False
    is_divided: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """All leaders of a coach: what there is to do today first, then the talks to come."""

    rows: tuple[DeskRow, ...]
    talks_this_week: int
    without_date: int
    for_today: int


@blueprint.get("/")
@coaches_only
def index() -> str:
    """List my leaders, what there is to do today first, and how far each has come."""
    subjects = coached_subjects(db_session(), current_user, today=today_here())
    zone = settings_of(current_app).zone
    standings = standings_of(db_session(), subjects)
    desk = desk_of(subjects, standings, now=utc_now(), today=today_here(), zone=zone)
    return render_template(
        "coach/leaders.html",
        desk=desk,
        leaders=_leader_list(desk),
        has_heat_map=has_heat_map(subjects),
    )


def desk_of(
    subjects: Sequence[Subject],
    standings: Mapping[UUID, ReportStanding],
    *,
    now: datetime,
    today: date,
    zone: ZoneInfo,
) -> Desk:
    """Return a coach's desk: what there is to do, talks to come, those without a date, the past."""
    found = (_row(one, standings.get(one.id), today, now, zone) for one in subjects)
    rows = sorted(found, key=lambda row: _place(row, now))
    return Desk(
        rows=tuple(rows),
        talks_this_week=sum(row.is_this_week for row in rows),
        without_date=sum(row.lacks_date for row in rows),
        for_today=sum(row.is_for_today for row in rows),
    )


def _leader_list(desk: Desk) -> Listing[DeskRow]:
    """Return the page of the coach's leaders that the address asks for; the next talk first."""
    return listed(
        desk.rows,
        [
            Column("name", _("Name"), lambda row: called(row.subject)),
            Column("talk", _("Talk")),
            Column("next", _("Next step")),
            Column("report", _("Report")),
        ],
        request.args,
        search=lambda row: (
            called(row.subject),
            row.subject.workplace_name,
            row.subject.campaign.name,
        ),
        choices=[
            Choice("today", _("To do today"), lambda row: row.is_for_today),
            Choice("week", _("Talk this week"), lambda row: row.is_this_week),
            Choice("dateless", _("Without a date"), lambda row: row.lacks_date),
            Choice("after", _("To follow up"), lambda row: row.next == "follow up"),
            Choice("comments", _("Comments to look through"), lambda row: row.next == LOOK_THROUGH),
            Choice("few", _("Too few have rated"), lambda row: row.lacks_others),
            Choice("no-own", _("Has not answered about themself"), lambda row: row.lacks_own),
            Choice("divided", _("Divided views"), lambda row: row.is_divided),
        ],
        everything=_("All"),
    )


def _row(
    subject: Subject, found: ReportStanding | None, today: date, now: datetime, zone: ZoneInfo
) -> DeskRow:
    at = subject.talk_at.astimezone(zone) if subject.talk_at else None
    by_itself = shares_itself_at(subject, zone, now=now)
    step = _next(subject, found, at, now)
    return DeskRow(
        subject,
        at,
        step,
        by_itself,
        is_this_week=_is_this_week(at, today, now, zone),
        lacks_date=at is None and _awaits_talk(subject),
        is_for_today=_is_for_today(subject, step, at, today, by_itself=by_itself is not None),
        lacks_own=found is not None and not found.has_self and subject.person_id is not None,
        lacks_others=found is not None and not found.has_others,
        is_divided=found is not None and found.is_divided,
    )


def _next(
    subject: Subject, found: ReportStanding | None, at: datetime | None, now: datetime
) -> str:
    if subject.campaign.state in {State.ERASED, State.CANCELLED, State.LOST}:
        return "nothing"
    if _has_to_be_looked_through(subject, found):
        return LOOK_THROUGH
    if at is None:
        return "set date" if not is_with_leader(subject) else "talk"
    if not coach_reads(subject):
        return "wait"
    if not is_with_leader(subject):
        return "share"
    return "talk" if at > now else "follow up"


def _has_to_be_looked_through(subject: Subject, found: ReportStanding | None) -> bool:
    """Tell whether there are comments that hold the report back until the coach has read them."""
    is_open = subject.comments_read_at is None and not is_with_leader(subject)
    return is_open and found is not None and found.has_comments


def _is_for_today(
    subject: Subject, step: str, at: datetime | None, today: date, *, by_itself: bool
) -> bool:
    """Tell whether the next step is the coach's own, and waits for nothing but the coach."""
    if step == "share":
        return not by_itself and at is not None and at.date() <= today
    if step == "talk":
        return at is not None and at.date() == today
    return step == LOOK_THROUGH or (step == "set date" and _awaits_talk(subject))


def _place(row: DeskRow, now: datetime) -> tuple[int, float, str]:
    name = called(row.subject)
    if row.is_for_today:
        return -1, row.talk_at.timestamp() if row.talk_at else float("inf"), name
    if row.talk_at is None:
        return (1 if _awaits_talk(row.subject) else 2), 0.0, name
    if row.talk_at > now - timedelta(hours=12):
        return 0, row.talk_at.timestamp(), name
    return 3, -row.talk_at.timestamp(), name


def _awaits_talk(subject: Subject) -> bool:
    return subject.campaign.state is State.CLOSED


def _is_this_week(at: datetime | None, today: date, now: datetime, zone: ZoneInfo) -> bool:
    if at is None or at < now:
        return False
    return day_of(at, zone).isocalendar()[:2] == today.isocalendar()[:2]
