"""The campaigns of an organiser's units: list, page, and what can be asked of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import organiser_of_campaign, organisers_only
from feedback.clock import utc_now
from feedback.errors import InputError, StateError
from feedback.languages import translated
from feedback.operations import audit_log
from feedback.operations.accounts import units_of
from feedback.operations.campaigns import lifecycle
from feedback.operations.campaigns.overview import overview_of, subject_counts
from feedback.operations.campaigns.programmes import campaigns_of
from feedback.operations.people.corrections import count_corrections
from feedback.operations.results.sharing import share_with_coaches, share_with_uncoached
from feedback.organiser.forms import ActionForm, ExtendForm
from feedback.sessions import db_session, settings_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Campaign

blueprint: Final = Blueprint("organiser", __name__, url_prefix="/campaigns")


@blueprint.get("/")
@organisers_only
def index() -> str:
    """List the campaigns of the organiser's units."""
    units = units_of(db_session(), current_user)
    campaigns = campaigns_of(db_session(), unit_ids={unit.id for unit in units})
    return render_template(
        "organiser/campaigns.html",
        units=units,
        campaigns=campaigns,
        subject_counts=subject_counts(db_session(), campaigns),
    )


@blueprint.get("/<uuid:campaign_id>")
@organiser_of_campaign
def show(campaign: Campaign) -> str:
    """Show one campaign."""
    return _page(campaign, ExtendForm(current=campaign.last_day))


@blueprint.post("/<uuid:campaign_id>/launch")
@organiser_of_campaign
def launch(campaign: Campaign) -> Response:
    """Ask the worker to open the campaign."""
    return _act(
        campaign,
        "launch",
        lambda: lifecycle.ask_launch(db_session(), campaign, now=utc_now()),
        _("The campaign opens within a few minutes, and the invitations go out."),
    )


@blueprint.post("/<uuid:campaign_id>/close")
@organiser_of_campaign
def close(campaign: Campaign) -> Response:
    """Ask the worker to close the campaign now."""
    return _act(
        campaign,
        "close",
        lambda: lifecycle.ask_close(db_session(), campaign),
        _("No more answers are taken. The reports are ready within a few minutes."),
    )


@blueprint.post("/<uuid:campaign_id>/extend")
@organiser_of_campaign
def extend(campaign: Campaign) -> ResponseReturnValue:
    """Give everybody more days."""
    form = ExtendForm(current=campaign.last_day)
    if not form.validate_on_submit():
        return _page(campaign, form), 422
    return _act(
        campaign,
        f"extend to {form.last_day.data}",
        lambda: lifecycle.extend(db_session(), campaign, form.last_day.data),
        _("Everybody has more days now."),
    )


@blueprint.post("/<uuid:campaign_id>/cancel")
@organiser_of_campaign
def cancel(campaign: Campaign) -> Response:
    """Call the campaign off and erase everything of its raters."""
    return _act(
        campaign,
        "cancel",
        lambda: lifecycle.cancel(db_session(), campaign),
        _("The campaign is cancelled. Everything of its raters is erased."),
    )


@blueprint.post("/<uuid:campaign_id>/share")
@organiser_of_campaign
def share(campaign: Campaign) -> Response:
    """Share each report with its coach; the organiser opens none of them."""
    return _act(
        campaign,
        "share with coaches",
        lambda: share_with_coaches(db_session(), campaign, now=utc_now()),
        _("Every coach can read their leaders' reports now, and has been told by mail."),
    )


@blueprint.post("/<uuid:campaign_id>/share-uncoached")
@organiser_of_campaign
def share_uncoached(campaign: Campaign) -> Response:
    """Share each report of a leader without a coach with that leader."""
    return _act(
        campaign,
        "share with leaders without a coach",
        lambda: share_with_uncoached(db_session(), campaign, now=utc_now()),
        _("The leaders without a coach can read their reports now, and have been told by mail."),
    )


@blueprint.get("/<uuid:campaign_id>/<any(launch, close, cancel):act>")
@organiser_of_campaign
def confirm(campaign: Campaign, act: str) -> str:
    """Ask before what cannot be undone."""
    return render_template("organiser/confirm.html", campaign=campaign, act=act, form=ActionForm())


def _act(campaign: Campaign, action: str, operation: Callable[[], object], done: str) -> Response:
    session = db_session()
    try:
        operation()
        actor, thing = current_user.email, f"campaign {campaign.id}"
        audit_log.note(session, actor=actor, action=action, object=thing, now=utc_now())
        session.commit()
        flash(done)
    except StateError:
        session.rollback()
        flash(_("That cannot be done now. The page below shows how the campaign stands."), "error")
    except InputError as error:
        session.rollback()
        for fault in error.faults:
            flash(translated(fault), "error")
    return redirect(url_for(".show", campaign_id=campaign.id))


def _page(campaign: Campaign, extend_form: ExtendForm) -> str:
    page = request.args.get("page", default=1, type=int)
    return render_template(
        "organiser/campaign.html",
        campaign=campaign,
        overview=overview_of(db_session(), campaign, page=max(1, page)),
        closes_at=lifecycle.closes_at(campaign, settings_of(current_app).zone),
        to_put_right=count_corrections(db_session(), campaign),
        form=ActionForm(),
        extend_form=extend_form,
    )
