"""Share a plan with somebody, and take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from feedback.access import owner_of_plan
from feedback.clock import utc_now
from feedback.operations.plans.readers import COACH, MANAGER, share_plan, stop_sharing
from feedback.plans.forms import ActForm, ReaderForm
from feedback.requests.attempt import REFUSED, act, attempt
from feedback.requests.sessions import db_session
from feedback.text.names import read_name

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Person, Plan

blueprint: Final = Blueprint("plan_readers", __name__, url_prefix="/plans/<uuid:plan_id>/readers")


@blueprint.route("", methods=["GET", "POST"])
@owner_of_plan
def add(plan: Plan) -> ResponseReturnValue:
    """Choose somebody who may read the plan."""
    form = ReaderForm()
    if form.validate_on_submit() and _shared(plan, form):
        return redirect(url_for("plans.show", plan_id=plan.id))
    page = render_template("plans/readers.html", plan=plan, form=form, known=_known(plan))
    return (page, REFUSED) if form.errors else page


@blueprint.post("/<uuid:reader_id>/remove")
@owner_of_plan
def remove(plan: Plan, reader_id: UUID) -> Response:
    """Let somebody read the plan no more."""
    reader = next((one for one in plan.readers if one.id == reader_id), None) or abort(404)
    name = reader.person.name
    if ActForm().validate_on_submit():
        told = _("%(name)s can no longer open the plan.", name=name)
        here = url_for("plans.show", plan_id=plan.id)
        return act(lambda: stop_sharing(db_session(), reader, now=utc_now()), told, here)
    return redirect(url_for("plans.show", plan_id=plan.id))


def _shared(plan: Plan, form: ReaderForm) -> bool:
    done = attempt(
        lambda: share_plan(
            db_session(),
            plan,
            name=read_name(form.name.data, form.email.data),
            email=form.email.data,
            relation=form.relation.data,
            now=utc_now(),
        ),
        form.email,
    )
    if done:
        name = done.made.person.name
        flash(_("%(name)s can read the plan now, and gets a mail about it.", name=name))
    return bool(done)


def _known(plan: Plan) -> list[tuple[str, Person]]:
    """Return the people of the report who are likely to be chosen."""
    subject = plan.subject
    if subject is None:
        return []
    pairs = ((COACH, subject.coach), (MANAGER, subject.approver))
    return [(relation, person) for relation, person in pairs if person is not None]
