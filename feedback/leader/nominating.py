"""A leader proposes who answers about them, while raters are proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from feedback.access import leader_while_nominating
from feedback.languages import current_language
from feedback.leader.forms import ProposalForm
from feedback.leader.views import blueprint
from feedback.operations.campaigns.small_groups import small_groups_of
from feedback.operations.campaigns.tables import raters_of
from feedback.operations.people.limits import limits_of
from feedback.operations.people.nominating import (
    move_proposed,
    propose_rater,
    send_proposal,
    until_of,
    withdraw_proposed,
)
from feedback.operations.people.standing import standing_of
from feedback.requests.attempt import REFUSED, attempt, me
from feedback.requests.sessions import db_session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask.typing import ResponseReturnValue

    from feedback.models import Subject


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
        lambda: propose_rater(db_session(), subject, form.entry(), by=me()),
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
        lambda: withdraw_proposed(db_session(), subject, chosen, by=me()),
        _("Taken off your list."),
    )


@blueprint.post("/<uuid:subject_id>/raters/move")
@leader_while_nominating
def move(subject: Subject) -> ResponseReturnValue:
    """Place somebody in another group."""
    chosen, group = _chosen(), request.form.get("group", "")
    return _change(
        subject,
        lambda: move_proposed(db_session(), subject, chosen, group, by=me()),
        _("The group is changed."),
    )


@blueprint.post("/<uuid:subject_id>/raters/send")
@leader_while_nominating
def send(subject: Subject) -> ResponseReturnValue:
    """Send my list to whoever approves it."""
    return _change(
        subject,
        lambda: send_proposal(db_session(), subject, by=me(), language=current_language()),
        _("Your list is sent. You get a mail if something should change."),
    )


def _change(
    subject: Subject,
    operation: Callable[[], object],
    done: str,
    form: ProposalForm | None = None,
) -> ResponseReturnValue:
    outcome = attempt(operation)
    if not outcome:
        return _page(subject, form, outcome.faults), REFUSED
    flash(done)
    return redirect(url_for(".raters", subject_id=subject.id))


def _chosen() -> UUID:
    try:
        return UUID(request.form.get("invitation", ""))
    except ValueError:
        abort(404)


def _page(subject: Subject, form: ProposalForm | None = None, faults: Sequence[str] = ()) -> str:
    session, campaign = db_session(), subject.campaign
    limits = limits_of(session, campaign)
    labels = {key: limit.label(current_language()) for key, limit in limits.items()}
    return render_template(
        "leader/raters.html",
        subject=subject,
        campaign=campaign,
        until=until_of(session, campaign),
        standing=standing_of(session, subject),
        limits=limits,
        labels=labels,
        advised=[
            _("%(count)s in %(group)s", count=limit.advised, group=labels[key])
            for key, limit in limits.items()
            if limit.advised
        ],
        rows=[row for row in raters_of(session, subject) if row.is_asked],
        small=small_groups_of(session, campaign, [subject.id]).get(subject.id, ()),
        form=form or ProposalForm(limits, formdata=None),
        typed_wrong=form is not None,
        faults=faults,
    )
