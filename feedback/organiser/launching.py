"""Launch a campaign, take the launch back, hold the rest of its mails or send it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from feedback.access import organiser_of_campaign
from feedback.operations.campaigns import lifecycle
from feedback.operations.ledger.holding import hold_campaign, release_campaign
from feedback.organiser.blueprint import act, blueprint
from feedback.requests.attempt import me
from feedback.requests.sessions import db_session

if TYPE_CHECKING:
    from werkzeug import Response

    from feedback.models import Campaign


@blueprint.post("/<uuid:campaign_id>/launch")
@organiser_of_campaign
def launch(campaign: Campaign) -> Response:
    """Ask the worker to open the campaign, half an hour from now."""
    return act(
        campaign,
        lambda: lifecycle.ask_launch(db_session(), campaign, by=me(), delay=lifecycle.UNDO),
        _("The campaign is launched. For half an hour you can still take it back."),
    )


@blueprint.post("/<uuid:campaign_id>/undo-launch")
@organiser_of_campaign
def undo_launch(campaign: Campaign) -> Response:
    """Put a campaign that has not opened yet back to where it was launched from."""
    return act(
        campaign,
        lambda: lifecycle.undo_launch(db_session(), campaign, by=me()),
        _("The launch is taken back. Nothing was sent."),
    )


@blueprint.post("/<uuid:campaign_id>/hold-mail")
@organiser_of_campaign
def hold_mail(campaign: Campaign) -> Response:
    """Keep back what the campaign's queue still holds."""
    return act(
        campaign,
        lambda: hold_campaign(db_session(), campaign, by=me()),
        _("The rest of the campaign's mail is held until you send it."),
    )


@blueprint.post("/<uuid:campaign_id>/send-mail")
@organiser_of_campaign
def send_mail(campaign: Campaign) -> Response:
    """Send now what is held or waits for its hour."""
    return act(
        campaign,
        lambda: release_campaign(db_session(), campaign, by=me()),
        _("The rest of the mail goes out now, in working hours."),
    )
