"""What a unit keeps and how long: its facts, its rules, stops on erasing, protocol and log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, current_app, render_template, url_for
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import admins_only, keeper_of_unit, keepers_only
from feedback.clock import utc_now
from feedback.models import ErasureStop
from feedback.operations import audit_chain, audit_log, retention
from feedback.operations.acts import in_words
from feedback.operations.campaigns.programmes import campaigns_of
from feedback.operations.people.units import describe_unit
from feedback.operations.rights.accounts import is_admin
from feedback.records.documents import protocol_pdf
from feedback.records.forms import FactsForm, RuleForm, StopForm
from feedback.records.keeping import kept_units
from feedback.requests.attempt import REFUSED, T, act, attempt, me, told
from feedback.requests.downloads import download
from feedback.requests.sessions import db_session, settings_of

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Campaign, Unit
    from feedback.requests.attempt import Attempt
    from feedback.requests.fields import Form

blueprint: Final = Blueprint("records", __name__, url_prefix="/records")


@blueprint.get("/")
@keepers_only
def index() -> str:
    """List the units whose records one keeps."""
    return render_template(
        "records/index.html",
        units=kept_units(),
        stops=[stop for stop in retention.active_stops(db_session()) if _is_of_everything(stop)],
        is_admin=is_admin(current_user),
        form=StopForm(),
    )


@blueprint.get("/units/<uuid:unit_id>")
@keeper_of_unit
def unit(unit: Unit) -> str:
    """Show what a unit says of itself, how long it keeps what, and what stops erasing."""
    return _page(unit)


@blueprint.post("/units/<uuid:unit_id>/facts")
@keeper_of_unit
def describe(unit: Unit) -> ResponseReturnValue:
    """Write what a unit says of itself."""
    form = FactsForm()
    if not form.validate_on_submit():
        return _page(unit, facts_form=form), REFUSED
    return _done(
        unit,
        attempt(lambda: describe_unit(db_session(), unit, form.facts(), by=me())),
        _("Saved. Raters and leaders read it at once."),
        facts_form=form,
    )


@blueprint.post("/units/<uuid:unit_id>/retention")
@keeper_of_unit
def decide(unit: Unit) -> ResponseReturnValue:
    """Write how long a kind of data is kept, and by which decision."""
    form = RuleForm()
    if not form.validate_on_submit():
        return _page(unit, rule_form=form), REFUSED
    name, days, decision = form.kind.data, form.days.data, form.decision.data or ""
    done = attempt(
        lambda: retention.set_rule(db_session(), unit, name, days=days, decision=decision, by=me())
    )
    return _done(unit, done, _("Saved. It counts from the coming night."), rule_form=form)


@blueprint.post("/units/<uuid:unit_id>/stops")
@keeper_of_unit
def stop(unit: Unit) -> ResponseReturnValue:
    """Stop erasing of the unit or of one campaign."""
    form = StopForm(campaigns=_campaigns(unit))
    if not form.validate_on_submit():
        return _page(unit, stop_form=form), REFUSED
    chosen = next((one for one in _campaigns(unit) if str(one.id) == form.campaign.data), None)
    done = attempt(
        lambda: retention.set_stop(
            db_session(), reason=form.reason.data or "", by=me(), unit=unit, campaign=chosen
        )
    )
    words = _("Nothing of it is erased until the stop is lifted.")
    return _done(unit, done, words, stop_form=form)


@blueprint.post("/units/<uuid:unit_id>/stops/<uuid:stop_id>/lift")
@keeper_of_unit
def lift(unit: Unit, stop_id: UUID) -> ResponseReturnValue:
    """Lift a stop of the unit or of one of its campaigns."""
    found = db_session().get(ErasureStop, stop_id)
    if found is None or not _belongs_to(found, unit):
        abort(404)
    done = attempt(lambda: retention.lift_stop(db_session(), found, by=me()))
    return _done(unit, done, _("The stop is lifted. What is due goes in the coming night."))


@blueprint.post("/stops")
@admins_only
def stop_everything() -> Response:
    """Stop all erasing, of every unit."""
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


@blueprint.get("/units/<uuid:unit_id>/protocol")
@keeper_of_unit
def protocol(unit: Unit) -> str:
    """Show what was erased of a unit."""
    lines = retention.protocol_of(db_session(), unit_ids=[unit.id])
    return render_template("records/protocol.html", unit=unit, lines=lines, kinds=retention.KINDS)


@blueprint.get("/units/<uuid:unit_id>/protocol.<any(sv, en):language>.pdf")
@keeper_of_unit
def protocol_as_pdf(unit: Unit, language: str) -> Response:
    """Make the protocol as PDF, to sign and to file."""
    content = protocol_pdf(
        retention.protocol_of(db_session(), unit_ids=[unit.id]),
        title=unit.name,
        head=audit_chain.head_of(db_session()),
        organisation=settings_of(current_app).organisation,
        now=utc_now().astimezone(settings_of(current_app).zone),
        language=language,
    )
    word = _("Protocol")
    return download(content, "application/pdf", f"{word} {unit.name}.pdf")


@blueprint.get("/units/<uuid:unit_id>/log")
@keeper_of_unit
def log(unit: Unit) -> str:
    """Show what staff did in a unit."""
    entries = audit_log.latest(
        db_session(), unit_ids=[unit.id], for_organisers=not is_admin(current_user)
    )
    zone = settings_of(current_app).zone
    return render_template(
        "records/log.html", unit=unit, entries=entries, zone=zone, in_words=in_words
    )


def _page(
    unit: Unit,
    *,
    facts_form: Form | None = None,
    rule_form: Form | None = None,
    stop_form: Form | None = None,
) -> str:
    session = db_session()
    return render_template(
        "records/unit.html",
        unit=unit,
        rules=retention.rules_of(session, unit),
        stops=retention.stops_of(session, [unit.id]),
        belongs=lambda stop: _belongs_to(stop, unit),
        facts_form=facts_form or FactsForm(formdata=None, obj=unit),
        rule_form=rule_form or RuleForm(formdata=None),
        stop_form=stop_form or StopForm(formdata=None, campaigns=_campaigns(unit)),
        zone=settings_of(current_app).zone,
    )


def _campaigns(unit: Unit) -> list[Campaign]:
    return list(campaigns_of(db_session(), unit_ids={unit.id}))


def _belongs_to(stop: ErasureStop, unit: Unit) -> bool:
    if stop.campaign is not None:
        return stop.campaign.programme.unit_id == unit.id
    return stop.unit_id == unit.id


def _is_of_everything(stop: ErasureStop) -> bool:
    return stop.unit_id is None and stop.campaign_id is None


def _done(unit: Unit, done: Attempt[T], words: str, **form: Form) -> ResponseReturnValue:
    answer = told(done, words, url_for(".unit", unit_id=unit.id))
    return (_page(unit, **form), REFUSED) if not done and form else answer  # what was typed stays
