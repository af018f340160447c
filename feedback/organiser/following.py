"""Follow a campaign that is open or closed: extend, close, cancel, share, move a leader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from feedback.access import organiser_of_campaign, organiser_of_subject
from feedback.operations.campaigns import lifecycle
from feedback.operations.campaigns.moving import move_leader
from feedback.operations.campaigns.waves import later_waves
from feedback.operations.results.sharing import share_with_coaches, share_with_uncoached
from feedback.operations.subjects import called
from feedback.organiser.blueprint import act, blueprint
from feedback.organiser.campaign_page import campaign_page
from feedback.organiser.forms import ButtonForm, ExtendForm, LaterWaveForm
from feedback.requests.attempt import REFUSED, attempt, me
from feedback.requests.sessions import db_session

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Campaign, Subject


@blueprint.post("/<uuid:campaign_id>/close")
@organiser_of_campaign
def close(campaign: Campaign) -> Response:
    """Ask the worker to close the campaign now."""
    return act(
        campaign,
        lambda: lifecycle.ask_close(db_session(), campaign, by=me()),
        _("No more answers are taken. The reports are ready within a few minutes."),
    )


@blueprint.post("/<uuid:campaign_id>/extend")
@organiser_of_campaign
def extend(campaign: Campaign) -> ResponseReturnValue:
    """Give everybody more days."""
    form = ExtendForm(current=campaign.last_day)
    if not form.validate_on_submit():
        return campaign_page(campaign, form), REFUSED
    return act(
        campaign,
        lambda: lifecycle.extend(db_session(), campaign, form.last_day.data, by=me()),
        _("Everybody has more days now."),
    )


@blueprint.post("/<uuid:campaign_id>/cancel")
@organiser_of_campaign
def cancel(campaign: Campaign) -> Response:
    """Call the campaign off and erase everything of its raters."""
    return act(
        campaign,
        lambda: lifecycle.cancel(db_session(), campaign, by=me()),
        _("The campaign is cancelled. Everything of its raters is erased."),
    )


@blueprint.post("/<uuid:campaign_id>/share")
@organiser_of_campaign
def share(campaign: Campaign) -> Response:
    """Share each report with its coach; the organiser opens none of them."""
    return act(
        campaign,
        lambda: share_with_coaches(db_session(), campaign, by=me()),
        _("Every coach can read their leaders' reports now, and has been told by mail."),
    )


@blueprint.post("/<uuid:campaign_id>/share-uncoached")
@organiser_of_campaign
def share_uncoached(campaign: Campaign) -> Response:
    """Share each report of a leader without a coach with that leader."""
    return act(
        campaign,
        lambda: share_with_uncoached(db_session(), campaign, by=me()),
        _("The leaders without a coach can read their reports now, and have been told by mail."),
    )


@blueprint.get("/<uuid:campaign_id>/<any(close, cancel):act>")
@organiser_of_campaign
def confirm(campaign: Campaign, act: str) -> str:
    """Ask before what cannot be undone."""
    return render_template("organiser/confirm.html", campaign=campaign, act=act, form=ButtonForm())


@blueprint.route("/<uuid:campaign_id>/leaders/<uuid:subject_id>/move", methods=["GET", "POST"])
@organiser_of_subject
def move(subject: Subject) -> ResponseReturnValue:
    """Move a leader to a later wave."""
    campaign = subject.campaign
    waves = {str(wave.id): wave for wave in later_waves(db_session(), campaign)}
    form = LaterWaveForm(waves=[(key, wave.name) for key, wave in waves.items()])
    if form.validate_on_submit():
        later = waves[form.wave.data]
        name = called(subject)
        if attempt(lambda: move_leader(db_session(), subject, later, by=me()), form):
            flash(_("%(name)s is moved to %(wave)s.", name=name, wave=later.name))
            return redirect(url_for(".show", campaign_id=campaign.id))
    page = render_template(
        "organiser/move.html", campaign=campaign, subject=subject, form=form, waves=waves
    )
    return page, REFUSED if form.is_submitted() else 200
