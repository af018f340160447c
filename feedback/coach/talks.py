"""The date of the talk: set, moved, taken back, and downloaded for the calendar."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import coach_of_subject
from feedback.clock import utc_now
from feedback.coach.forms import ConfirmForm, TalkForm
from feedback.coach.pages import act, blueprint, my_access
from feedback.downloads import download
from feedback.errors import InputError, StateError
from feedback.languages import current_language, translated
from feedback.operations.coaching.calendar import talk_entry
from feedback.operations.coaching.talks import Talk, cancel_talk, set_talk, shared_at
from feedback.sessions import db_session, settings_of

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
        shares_before=subject.shares_before_talk,
    )
    return _page(subject, form)


@blueprint.post("/<uuid:subject_id>/talk")
@coach_of_subject
def plan_talk(subject: Subject) -> ResponseReturnValue:
    """Set or move the talk; both get it for their calendars."""
    form = TalkForm()
    if not form.validate_on_submit():
        return _page(subject, form), 422
    zone = settings_of(current_app).zone
    wanted = Talk(
        at=datetime.combine(form.day.data, form.at.data, zone),
        place=form.place.data or "",
        shares_before=form.shares_before.data,
    )
    try:
        set_talk(db_session(), subject, wanted, actor=current_user.email, now=utc_now(), zone=zone)
        db_session().commit()
    except InputError as error:
        db_session().rollback()
        form.day.errors = [translated(fault) for fault in error.faults]
        return _page(subject, form), 422
    except StateError:
        db_session().rollback()
        flash(_("That cannot be done now."), "error")
        return redirect(url_for(".show", subject_id=subject.id))
    flash(_("The talk is set. You both get it by mail, for your calendars."))
    if (
        wanted.shares_before
        and not subject.shares_before_talk
        and not subject.shared_with_leader_at
    ):
        flash(_("The talk is so soon that the report is not shared by itself. Share it by hand."))
    return redirect(url_for(".show", subject_id=subject.id))


@blueprint.post("/<uuid:subject_id>/talk/cancel")
@coach_of_subject
def take_talk_back(subject: Subject) -> Response:
    """Take the date back; both get it out of their calendars."""
    zone = settings_of(current_app).zone
    return act(
        lambda: cancel_talk(
            db_session(), subject, actor=current_user.email, now=utc_now(), zone=zone
        ),
        _("The date is taken back. You both get a mail that says so."),
        url_for(".show", subject_id=subject.id),
    )


@blueprint.get("/<uuid:subject_id>/talk.ics")
@coach_of_subject
def talk_ics(subject: Subject) -> Response:
    """Give the talk as a file for a calendar."""
    if subject.talk_at is None:
        abort(404)
    content = talk_entry(
        subject,
        my_access(subject).person,
        settings=settings_of(current_app),
        language=current_language(),
        now=utc_now(),
    )
    return download(content, "text/calendar; charset=utf-8", _("talk") + ".ics")


def _page(subject: Subject, form: TalkForm) -> str:
    zone = settings_of(current_app).zone
    return render_template(
        "coach/talk.html",
        subject=subject,
        form=form,
        confirm=ConfirmForm(),
        shared_at=shared_at(subject.talk_at, zone) if subject.talk_at else None,
    )
