"""Lists of raters that wait for approval: read one, approve it or send it back with a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import approver_of_subject, approvers_only
from feedback.acting import attempt
from feedback.approver.forms import LineForm
from feedback.clock import utc_now
from feedback.languages import current_language
from feedback.operations.people.limits import limits_of
from feedback.operations.people.nominating import approve, send_back, standing_of, until_of
from feedback.operations.people.small_groups import small_groups_of
from feedback.operations.people.tables import raters_of
from feedback.operations.relations import subjects_to_approve
from feedback.sessions import db_session

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from feedback.models import Subject

blueprint: Final = Blueprint("approver", __name__, url_prefix="/approve")

_REFUSED: Final = 422


@blueprint.get("/")
@approvers_only
def index() -> str:
    """List the leaders whose raters I approve, and how far each list has come."""
    subjects = subjects_to_approve(db_session(), current_user)
    found = [(subject, standing_of(db_session(), subject)) for subject in subjects]
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
    faults = attempt(
        lambda: approve(db_session(), subject, actor=current_user.email),
        action="approve raters",
        thing=f"subject {subject.id}",
    )
    if faults:
        return _page(subject, faults=faults), _REFUSED
    flash(_("The list of %(name)s is approved.", name=subject.person.name))
    return redirect(url_for(".index"))


@blueprint.post("/<uuid:subject_id>/send-back")
@approver_of_subject
def refuse(subject: Subject) -> ResponseReturnValue:
    """Send a leader's list back with a line."""
    form = LineForm()
    faults = attempt(
        lambda: send_back(
            db_session(), subject, form.line.data or "", actor=current_user.email, now=utc_now()
        ),
        action="send raters back",
        thing=f"subject {subject.id}",
    )
    if faults:
        return _page(subject, form, faults), _REFUSED
    flash(_("The list is sent back, and the leader is told by mail."))
    return redirect(url_for(".index"))


def _page(subject: Subject, form: LineForm | None = None, faults: list[str] | None = None) -> str:
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
        faults=faults or [],
    )
