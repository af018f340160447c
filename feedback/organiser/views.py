"""The campaigns of an organiser's departments: the list, and the page of one that is launched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import current_app, render_template, request
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import organiser_of_campaign, organisers_only
from feedback.models import State
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations.campaigns.needs import bands_of, needs_of
from feedback.operations.campaigns.overview import subject_counts
from feedback.operations.campaigns.programmes import campaigns_of
from feedback.operations.campaigns.waves import programmes_of
from feedback.operations.rights.accounts import departments_of
from feedback.organiser.blueprint import blueprint
from feedback.organiser.campaign_page import campaign_page
from feedback.organiser.forms import ExtendForm
from feedback.organiser.running import coming_of, course_of, shares_of
from feedback.organiser.setup import setup_page
from feedback.requests.listing import Choice, Column, listed
from feedback.requests.sessions import db_session, settings_of, today_here

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from feedback.models import Campaign
    from feedback.requests.listing import Listing

_DATES: Final = 6  # of all campaigns that are open, the next


@blueprint.get("/")
@organisers_only
def index() -> str:
    """Say what needs the organiser today, what runs and what comes; then list the campaigns."""
    departments = departments_of(db_session(), current_user)
    department_ids = {department.id for department in departments}
    campaigns = campaigns_of(db_session(), department_ids=department_ids)
    counts = subject_counts(db_session(), campaigns)
    zone = settings_of(current_app).zone
    open_now = [one for one in campaigns if one.state is State.OPEN]
    bands = bands_of(db_session(), open_now)
    coming = [(day, one) for one in open_now for day in coming_of(one)]
    return render_template(
        "organiser/campaigns.html",
        departments=departments,
        programmes=programmes_of(db_session(), department_ids),
        campaigns=_campaign_list(campaigns, counts),
        subject_counts=counts,
        needs=needs_of(db_session(), campaigns),
        running=[
            (one, course_of(one, today=today_here(), zone=zone), shares_of(one, bands[one.id]))
            for one in open_now
        ],
        coming=sorted(coming, key=lambda pair: pair[0].day)[:_DATES],
        zone=zone,
    )


@blueprint.get("/<uuid:campaign_id>")
@organiser_of_campaign
def show(campaign: Campaign) -> str:
    """Show one campaign: what is left to do before launch, or how it goes."""
    if campaign.state in BEFORE_LAUNCH:
        return setup_page(campaign)
    return campaign_page(campaign, ExtendForm(current=campaign.last_day))


def _campaign_list(campaigns: list[Campaign], counts: Mapping[UUID, int]) -> Listing[Campaign]:
    """Return the page of campaigns that the address asks for; the latest first."""

    def is_in(*states: State) -> Callable[[Campaign], bool]:
        return lambda one: one.state in states

    return listed(
        sorted(campaigns, key=lambda one: (one.last_day, one.name), reverse=True),
        [
            Column("name", _("Campaign"), lambda one: one.name),
            Column("programme", _("Programme"), lambda one: one.programme.name),
            Column("state", _("State")),
            Column("leaders", _("Leaders"), lambda one: counts.get(one.id, 0), is_number=True),
            Column("last", _("Last day"), lambda one: one.last_day),
        ],
        request.args,
        search=lambda one: (one.name, one.programme.name, one.programme.department.name),
        choices=[
            Choice("open", _("Open"), is_in(State.OPEN, State.LAUNCHING, State.CLOSING)),
            Choice("ahead", _("Drafts"), is_in(*BEFORE_LAUNCH)),
            Choice("closed", _("Ended"), is_in(State.CLOSED)),
            Choice("other", _("Others"), is_in(State.CANCELLED, State.ERASED, State.LOST)),
        ],
        everything=_("All"),
    )
