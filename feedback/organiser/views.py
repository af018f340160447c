"""The campaigns of an organiser's departments: the list, and the page of one that is launched."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from flask import current_app, render_template, request
from flask_security import current_user

from feedback.access import organiser_of_campaign, organisers_only
from feedback.models import State
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations.campaigns import lifecycle
from feedback.operations.campaigns.forecasting import leaders_at_risk
from feedback.operations.campaigns.overview import overview_of, subject_counts
from feedback.operations.campaigns.programmes import campaigns_of
from feedback.operations.campaigns.waves import later_waves, programmes_of
from feedback.operations.people.corrections import count_corrections
from feedback.operations.rights.accounts import departments_of
from feedback.organiser.blueprint import blueprint
from feedback.organiser.forms import ActionForm, ExtendForm
from feedback.organiser.setup import setup_page
from feedback.requests.sessions import db_session, settings_of

if TYPE_CHECKING:
    from uuid import UUID

    from feedback.models import Campaign


@blueprint.get("/")
@organisers_only
def index() -> str:
    """List the programmes of the organiser's departments, each with its campaigns."""
    departments = departments_of(db_session(), current_user)
    department_ids = {department.id for department in departments}
    campaigns = campaigns_of(db_session(), department_ids=department_ids)
    return render_template(
        "organiser/campaigns.html",
        departments=departments,
        programmes=programmes_of(db_session(), department_ids),
        campaigns=_by_programme(campaigns),
        subject_counts=subject_counts(db_session(), campaigns),
    )


@blueprint.get("/<uuid:campaign_id>")
@organiser_of_campaign
def show(campaign: Campaign) -> str:
    """Show one campaign: what is left to do before launch, or how it goes."""
    if campaign.state in BEFORE_LAUNCH:
        return setup_page(campaign)
    return campaign_page(campaign, ExtendForm(current=campaign.last_day))


def campaign_page(campaign: Campaign, extend_form: ExtendForm) -> str:
    """Return the page of a campaign that is launched."""
    session, page = db_session(), request.args.get("page", default=1, type=int)
    is_open = campaign.state is State.OPEN
    return render_template(
        "organiser/campaign.html",
        campaign=campaign,
        overview=overview_of(session, campaign, page=max(1, page)),
        closes_at=lifecycle.closes_at(campaign, settings_of(current_app).zone),
        zone=settings_of(current_app).zone,
        to_put_right=count_corrections(session, campaign),
        at_risk=leaders_at_risk(session, campaign) if is_open else [],
        can_be_moved=is_open and bool(later_waves(session, campaign)),
        form=ActionForm(),
        extend_form=extend_form,
    )


def _by_programme(campaigns: list[Campaign]) -> dict[UUID, list[Campaign]]:
    ordered = sorted(campaigns, key=lambda one: str(one.programme_id))
    return {key: list(group) for key, group in groupby(ordered, lambda one: one.programme_id)}
