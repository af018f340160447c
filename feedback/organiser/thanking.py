"""Thank everybody who was asked: read the mail, and send it once when the campaign has closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, render_template
from flask_babel import gettext as _

from feedback.access import organiser_of_campaign
from feedback.languages import current_language
from feedback.mail.templates import languages_of, nearest_language
from feedback.models import State
from feedback.operations.campaigns.thanking import (
    CAMPAIGN_THANKS,
    thank_everybody,
    thanked_at,
    to_be_thanked,
)
from feedback.operations.letters.composers import KINDS
from feedback.operations.letters.placeholders import example_facts
from feedback.operations.letters.texts import example_of, own_texts, text_of
from feedback.organiser.blueprint import act, blueprint
from feedback.organiser.mails.letters import allow_styles
from feedback.requests.appearance import appearance
from feedback.requests.attempt import me
from feedback.requests.sessions import db_session, settings_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from feedback.models import Campaign


@blueprint.get("/<uuid:campaign_id>/thanks")
@organiser_of_campaign
def thanks(campaign: Campaign) -> str:
    """Show the thanks as everybody who was asked gets them, before they are sent."""
    allow_styles()
    session, settings = db_session(), settings_of(current_app)
    language = nearest_language(CAMPAIGN_THANKS, current_language())
    text = text_of(session, campaign.programme, CAMPAIGN_THANKS, language)
    facts = example_facts(settings, campaign.programme, campaign, organisation=appearance().name)
    return render_template(
        "organiser/thanks.html",
        campaign=campaign,
        is_closed=campaign.state is State.CLOSED,
        sent_at=thanked_at(session, campaign),
        people=len(to_be_thanked(session, campaign)),
        kind=KINDS[CAMPAIGN_THANKS],
        language=language,
        languages_of_it=languages_of(CAMPAIGN_THANKS),
        own=own_texts(session, campaign.programme),
        preview=example_of(text, language, facts),
        zone=settings.zone,
    )


@blueprint.post("/<uuid:campaign_id>/thanks")
@organiser_of_campaign
def send_thanks(campaign: Campaign) -> ResponseReturnValue:
    """Send the thanks to everybody who was asked."""
    return act(
        campaign,
        lambda: thank_everybody(db_session(), campaign, by=me()),
        _("The thanks go out in working hours, once to everybody who was asked."),
    )
