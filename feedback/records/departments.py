"""What a department keeps and how long: facts, rules, stops on erasing, and the protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, current_app, render_template, url_for
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import admins_only, keeper_of_department, keepers_only
from feedback.clock import utc_now
from feedback.models import ErasureStop
from feedback.operations import audit_chain, retention
from feedback.operations.campaigns.programmes import campaigns_of
from feedback.operations.people.departments import describe_department
from feedback.operations.rights.accounts import is_admin
from feedback.records.documents import protocol_pdf
from feedback.records.forms import FactsForm, RuleForm, StopForm
from feedback.records.keeping import kept_departments
from feedback.requests.appearance import appearance
from feedback.requests.attempt import REFUSED, T, act, attempt, me, told
from feedback.requests.downloads import download
from feedback.requests.sessions import db_session, settings_of

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Campaign, Department
    from feedback.requests.attempt import Attempt
    from feedback.requests.fields import Form

blueprint: Final = Blueprint("records", __name__, url_prefix="/records")


@blueprint.get("/")
@keepers_only
def index() -> str:
    """List the departments whose records one keeps."""
    return render_template(
        "records/index.html",
        departments=kept_departments(),
        stops=[stop for stop in retention.active_stops(db_session()) if _is_of_everything(stop)],
        is_admin=is_admin(current_user),
        form=StopForm(),
    )


@blueprint.get("/departments/<uuid:department_id>")
@keeper_of_department
def department(department: Department) -> str:
    """Show what a department says of itself, how long it keeps what, and what stops erasing."""
    return _page(department)


@blueprint.post("/departments/<uuid:department_id>/facts")
@keeper_of_department
def describe(department: Department) -> ResponseReturnValue:
    """Write what a department says of itself."""
    form = FactsForm()
    if not form.validate_on_submit():
        return _page(department, facts_form=form), REFUSED
    return _done(
        department,
        attempt(lambda: describe_department(db_session(), department, form.facts(), by=me())),
        _("Saved. Raters and leaders read it at once."),
        facts_form=form,
    )


@blueprint.post("/departments/<uuid:department_id>/retention")
@keeper_of_department
def decide(department: Department) -> ResponseReturnValue:
    """Write how long a kind of data is kept, and by which decision."""
    form = RuleForm()
    if not form.validate_on_submit():
        return _page(department, rule_form=form), REFUSED
    name, days, decision = form.kind.data, form.days.data, form.decision.data or ""
    done = attempt(
        lambda: retention.set_rule(
            db_session(), department, name, days=days, decision=decision, by=me()
        )
    )
    return _done(department, done, _("Saved. It counts from the coming night."), rule_form=form)


@blueprint.post("/departments/<uuid:department_id>/stops")
@keeper_of_department
def stop(department: Department) -> ResponseReturnValue:
    """Stop erasing of the department or of one campaign."""
    form = StopForm(campaigns=_campaigns(department))
    if not form.validate_on_submit():
        return _page(department, stop_form=form), REFUSED
    chosen = next(
        (one for one in _campaigns(department) if str(one.id) == form.campaign.data), None
    )
    done = attempt(
        lambda: retention.set_stop(
            db_session(),
            reason=form.reason.data or "",
            by=me(),
            department=department,
            campaign=chosen,
        )
    )
    words = _("Nothing of it is erased until the stop is lifted.")
    return _done(department, done, words, stop_form=form)


@blueprint.post("/departments/<uuid:department_id>/stops/<uuid:stop_id>/lift")
@keeper_of_department
def lift(department: Department, stop_id: UUID) -> ResponseReturnValue:
    """Lift a stop of the department or of one of its campaigns."""
    found = db_session().get(ErasureStop, stop_id)
    if found is None or not _belongs_to(found, department):
        abort(404)
    done = attempt(lambda: retention.lift_stop(db_session(), found, by=me()))
    return _done(department, done, _("The stop is lifted. What is due goes in the coming night."))


@blueprint.post("/stops")
@admins_only
def stop_everything() -> Response:
    """Stop all erasing, of every department."""
    reason = StopForm().reason.data or ""
    return act(
        lambda: retention.set_stop(db_session(), reason=reason, by=me()),
        _("Nothing is erased anywhere until the stop is lifted."),
        url_for(".index"),
    )


@blueprint.post("/stops/<uuid:stop_id>/lift")
@admins_only
def lift_everything(stop_id: UUID) -> Response:
    """Lift a stop of everything."""
    found = db_session().get(ErasureStop, stop_id)
    if found is None or not _is_of_everything(found):
        abort(404)
    return act(
        lambda: retention.lift_stop(db_session(), found, by=me()),
        _("The stop is lifted. What is due goes in the coming night."),
        url_for(".index"),
    )


@blueprint.get("/departments/<uuid:department_id>/protocol")
@keeper_of_department
def protocol(department: Department) -> str:
    """Show what was erased of a department."""
    lines = retention.protocol_of(db_session(), department_ids=[department.id])
    return render_template(
        "records/protocol.html", department=department, lines=lines, kinds=retention.KINDS
    )


@blueprint.get("/departments/<uuid:department_id>/protocol.<any(sv, en):language>.pdf")
@keeper_of_department
def protocol_as_pdf(department: Department, language: str) -> Response:
    """Make the protocol as PDF, to sign and to file."""
    content = protocol_pdf(
        retention.protocol_of(db_session(), department_ids=[department.id]),
        title=department.name,
        head=audit_chain.head_of(db_session()),
        organisation=appearance().name,
        now=utc_now().astimezone(settings_of(current_app).zone),
        language=language,
    )
    word = _("Protocol")
    return download(content, "application/pdf", f"{word} {department.name}.pdf")


def _page(
    department: Department,
    *,
    facts_form: Form | None = None,
    rule_form: Form | None = None,
    stop_form: Form | None = None,
) -> str:
    session = db_session()
    return render_template(
        "records/department.html",
        department=department,
        rules=retention.rules_of(session, department),
        stops=retention.stops_of(session, [department.id]),
        belongs=lambda stop: _belongs_to(stop, department),
        facts_form=facts_form or FactsForm(formdata=None, obj=department),
        rule_form=rule_form or RuleForm(formdata=None),
        stop_form=stop_form or StopForm(formdata=None, campaigns=_campaigns(department)),
        zone=settings_of(current_app).zone,
    )


def _campaigns(department: Department) -> list[Campaign]:
    return list(campaigns_of(db_session(), department_ids={department.id}))


def _belongs_to(stop: ErasureStop, department: Department) -> bool:
    if stop.campaign is not None:
        return stop.campaign.programme.department_id == department.id
    return stop.department_id == department.id


def _is_of_everything(stop: ErasureStop) -> bool:
    return stop.department_id is None and stop.campaign_id is None


def _done(
    department: Department, done: Attempt[T], words: str, **form: Form
) -> ResponseReturnValue:
    answer = told(done, words, url_for(".department", department_id=department.id))
    return (
        (_page(department, **form), REFUSED) if not done and form else answer
    )  # what was typed stays
