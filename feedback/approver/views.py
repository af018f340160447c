"""Lists of raters that wait for approval: read one, approve it or send it back with a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import approver_of_subject, approvers_only
from feedback.approver.forms import LineForm
from feedback.languages import current_language
from feedback.operations.campaigns.small_groups import small_groups_of
from feedback.operations.campaigns.tables import raters_of
from feedback.operations.people.limits import limits_of
from feedback.operations.people.nominating import approve, send_back, until_of
from feedback.operations.people.standing import ListStanding, standing_of, standings_of
from feedback.operations.rights.relations import subjects_to_approve
from feedback.operations.subjects import called
from feedback.requests.attempt import REFUSED, attempt, me
from feedback.requests.sessions import db_session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from feedback.models import Subject

blueprint: Final = Blueprint("approver", __name__, url_prefix="/approve")


@blueprint.get("/")
@approvers_only
def index() -> str:
    """List the leaders whose raters I approve, and how far each list has come."""
    subjects = subjects_to_approve(db_session(), current_user)
    standings = standings_of(db_session(), subjects)
    found = [(subject, standings.get(subject.id, ListStanding())) for subject in subjects]
    return render_template("approver/lists.html", found=found)


@blueprint.get("/<uuid:subject_id>")
@approver_of_subject
def show(subject: Subject) -> str:
    """Show whom a leader proposes."""
    return _page(subject)


@blueprint.post("/<uuid:subject_id>/approve")
@approver_of_subject
def accept(subject: Subject) -> ResponseReturnValue:
    """Approve a leader's list."""
    done = attempt(lambda: approve(db_session(), subject, by=me()))
    if not done:
        return _page(subject, faults=done.faults), REFUSED
    flash(_("The list of %(name)s is approved.", name=called(subject)))
    return redirect(url_for(".index"))


@blueprint.post("/<uuid:subject_id>/send-back")
@approver_of_subject
def refuse(subject: Subject) -> ResponseReturnValue:
    """Send a leader's list back with a line."""
    form = LineForm()
    done = attempt(lambda: send_back(db_session(), subject, form.line.data or "", by=me()))
    if not done:
        return _page(subject, form, done.faults), REFUSED
    flash(_("The list is sent back, and the leader is told by mail."))
    return redirect(url_for(".index"))


def _page(subject: Subject, form: LineForm | None = None, faults: Sequence[str] = ()) -> str:
    session, campaign = db_session(), subject.campaign
    limits = limits_of(session, campaign)
    return render_template(
        "approver/list.html",
        subject=subject,
        campaign=campaign,
        until=until_of(session, campaign),
        standing=standing_of(session, subject),
        limits=limits,
        labels={key: limit.label(current_language()) for key, limit in limits.items()},
        rows=[row for row in raters_of(session, subject) if row.is_asked],
        small=small_groups_of(session, campaign, [subject.id]).get(subject.id, ()),
        form=form or LineForm(formdata=None),
        faults=faults,
    )
