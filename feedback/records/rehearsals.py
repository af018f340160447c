"""Erase a rehearsal that has closed, on a page that says what goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, url_for
from flask_babel import gettext as _

from feedback.access import organiser_of_campaign
from feedback.models import State
from feedback.operations.retention.rehearsals import erase_rehearsal
from feedback.records.departments import blueprint
from feedback.requests.attempt import act, me
from feedback.requests.sessions import db_session

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from feedback.models import Campaign


@blueprint.get("/rehearsals/<uuid:campaign_id>/erase")
@organiser_of_campaign
def confirm_rehearsal(campaign: Campaign) -> str:
    """Say what goes, before it does."""
    is_ready = campaign.is_rehearsal and campaign.state is State.CLOSED
    return render_template("records/rehearsal.html", campaign=campaign, is_ready=is_ready)


@blueprint.post("/rehearsals/<uuid:campaign_id>/erase")
@organiser_of_campaign
def erase(campaign: Campaign) -> ResponseReturnValue:
    """Erase all that came of a rehearsal."""
    return act(
        lambda: erase_rehearsal(db_session(), campaign, by=me()),
        _("The rehearsal is erased."),
        url_for("organiser.show", campaign_id=campaign.id),
    )
