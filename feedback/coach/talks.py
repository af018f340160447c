"""The date of the talk: set, moved, taken back, and downloaded for the calendar."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask import abort, current_app, flash, render_template, url_for
from flask_babel import gettext as _

from feedback.access import coach_of_subject
from feedback.clock import utc_now
from feedback.coach.forms import ConfirmForm, TalkForm
from feedback.coach.pages import blueprint, my_access
from feedback.languages import current_language
from feedback.operations.coaching.calendar import TalkCalendar
from feedback.operations.coaching.talks import Talk, cancel_talk, set_talk
from feedback.operations.rights.knowing import is_with_leader
from feedback.requests.appearance import appearance
from feedback.requests.attempt import REFUSED, act, attempt, me, told
from feedback.requests.downloads import download
from feedback.requests.sessions import db_session, settings_of
from reports.sections.cover import Reading

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Subject


@blueprint.get("/<uuid:subject_id>/talk")
@coach_of_subject
def talk(subject: Subject) -> str:
    """Show when the talk is, and let it be set or moved."""
    zone = settings_of(current_app).zone
    at = subject.talk_at.astimezone(zone) if subject.talk_at else None
    form = TalkForm(
        formdata=None,
        day=at.date() if at else None,
        at=at.time() if at else None,
        place=subject.talk_place,
        reads=Reading.BEFORE if subject.shares_before_talk else Reading.TOGETHER,
    )
    return _page(subject, form)


@blueprint.post("/<uuid:subject_id>/talk")
@coach_of_subject
def plan_talk(subject: Subject) -> ResponseReturnValue:
    """Set or move the talk; both get it for their calendars."""
    form = TalkForm()
    if not form.validate_on_submit():
        return _page(subject, form), REFUSED
    zone = settings_of(current_app).zone
    wanted = Talk(
        at=datetime.combine(form.day.data, form.at.data, zone),
        place=form.place.data or "",
        shares_before=form.shares_before,
    )
    done = attempt(lambda: set_talk(db_session(), subject, wanted, by=me()), form.day)
    if not done and not done.is_too_late:
        return _page(subject, form), REFUSED
    words = _("The talk is set. You both get it by mail, for your calendars.")
    answer = told(done, words, url_for(".show", subject_id=subject.id))
    if (
        done
        and wanted.shares_before
        and not subject.shares_before_talk
        and not is_with_leader(subject)
    ):
        flash(_("The talk is so soon that the report is not shared by itself. Share it by hand."))
    return answer


@blueprint.post("/<uuid:subject_id>/talk/cancel")
@coach_of_subject
def take_talk_back(subject: Subject) -> Response:
    """Take the date back; both get it out of their calendars."""
    return act(
        lambda: cancel_talk(db_session(), subject, by=me()),
        _("The date is taken back. You both get a mail that says so."),
        url_for(".show", subject_id=subject.id),
    )


@blueprint.get("/<uuid:subject_id>/talk.ics")
@coach_of_subject
def talk_ics(subject: Subject) -> Response:
    """Give the talk as a file for a calendar."""
    if subject.talk_at is None:
        abort(404)
    calendar = TalkCalendar(
        subject,
        my_access(subject).person,
        settings_of(current_app),
        organisation=appearance().name,
        language=current_language(),
        now=utc_now(),
    )
    return download(calendar.entry(), "text/calendar; charset=utf-8", _("talk") + ".ics")


def _page(subject: Subject, form: TalkForm) -> str:
    return render_template("coach/talk.html", subject=subject, form=form, confirm=ConfirmForm())
