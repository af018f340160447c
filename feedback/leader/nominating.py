"""A leader proposes who answers about them, while raters are proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from feedback.access import leader_while_nominating
from feedback.acting import attempt
from feedback.clock import utc_now
from feedback.languages import current_language
from feedback.leader.forms import ProposalForm
from feedback.leader.views import blueprint
from feedback.operations.people.limits import limits_of
from feedback.operations.people.nominating import (
    move_proposed,
    propose_rater,
    send_proposal,
    standing_of,
    until_of,
    withdraw_proposed,
)
from feedback.operations.people.small_groups import small_groups_of
from feedback.operations.people.tables import raters_of
from feedback.sessions import db_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from feedback.models import Subject

_REFUSED: Final = 422


@blueprint.get("/<uuid:subject_id>/raters")
@leader_while_nominating
def raters(subject: Subject) -> str:
    """Show my list, how many are wise, and what it still lacks."""
    return _page(subject)


@blueprint.post("/<uuid:subject_id>/raters")
@leader_while_nominating
def propose(subject: Subject) -> ResponseReturnValue:
    """Put somebody on my list."""
    form = ProposalForm(limits_of(db_session(), subject.campaign))
    return _change(
        subject,
        "propose rater",
        lambda: propose_rater(db_session(), subject, form.entry(), now=utc_now()),
        _("%(name)s is on your list.", name=form.name.data),
        form,
    )


@blueprint.post("/<uuid:subject_id>/raters/withdraw")
@leader_while_nominating
def withdraw(subject: Subject) -> ResponseReturnValue:
    """Take somebody off my list."""
    chosen = _chosen()
    return _change(
        subject,
        "withdraw proposed rater",
        lambda: withdraw_proposed(db_session(), subject, chosen, now=utc_now()),
        _("Taken off your list."),
    )


@blueprint.post("/<uuid:subject_id>/raters/move")
@leader_while_nominating
def move(subject: Subject) -> ResponseReturnValue:
    """Place somebody in another group."""
    chosen, group = _chosen(), request.form.get("group", "")
    return _change(
        subject,
        "move proposed rater",
        lambda: move_proposed(db_session(), subject, chosen, group, now=utc_now()),
        _("The group is changed."),
    )


@blueprint.post("/<uuid:subject_id>/raters/send")
@leader_while_nominating
def send(subject: Subject) -> ResponseReturnValue:
    """Send my list to whoever approves it."""
    return _change(
        subject,
        "send proposed raters",
        lambda: send_proposal(db_session(), subject, now=utc_now(), language=current_language()),
        _("Your list is sent. You get a mail if something should change."),
    )


def _change(
    subject: Subject,
    action: str,
    operation: Callable[[], object],
    done: str,
    form: ProposalForm | None = None,
) -> ResponseReturnValue:
    faults = attempt(operation, action=action, thing=f"subject {subject.id}")
    if faults:
        return _page(subject, form, faults), _REFUSED
    flash(done)
    return redirect(url_for(".raters", subject_id=subject.id))


def _chosen() -> UUID:
    try:
        return UUID(request.form.get("invitation", ""))
    except ValueError:
        abort(404)


def _page(
    subject: Subject, form: ProposalForm | None = None, faults: list[str] | None = None
) -> str:
    session, campaign = db_session(), subject.campaign
    limits = limits_of(session, campaign)
    return render_template(
        "leader/raters.html",
        subject=subject,
        campaign=campaign,
        until=until_of(session, campaign),
        standing=standing_of(session, subject),
        limits=limits,
        labels={key: limit.label(current_language()) for key, limit in limits.items()},
        rows=[row for row in raters_of(session, subject) if row.is_asked],
        small=small_groups_of(session, campaign, [subject.id]).get(subject.id, ()),
        form=form or ProposalForm(limits, formdata=None),
        typed_wrong=form is not None,
        faults=faults or [],
    )
