"""A survey as raters see it: every page at once, in each language, with nothing to send."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import render_template, request

from feedback.access import organiser_of_campaign
from feedback.languages import current_language
from feedback.operations.campaigns.tables import first_leader
from feedback.organiser.blueprint import blueprint
from feedback.organiser.setup import surveys_there
from feedback.organiser.survey_words import EXAMPLE_NAME, unreviewed
from feedback.requests.sessions import db_session
from surveys.form import options_of, pages_of
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from feedback.models import Campaign
    from surveys.form import Page
    from surveys.model import Survey


@blueprint.get("/<uuid:campaign_id>/rehearse")
@organiser_of_campaign
def rehearse(campaign: Campaign) -> str:
    """Lead to each part of a campaign as it is seen by a rater, a leader and a coach.

    All of it is invented, and nothing is kept: nobody hears of it, and it is in no list.
    """
    survey = survey_from_json(campaign.survey_json)
    return render_template("organiser/rehearse.html", campaign=campaign, survey_id=survey.id)


@blueprint.get("/<uuid:campaign_id>/preview/<any(others, self):reader>")
@organiser_of_campaign
def preview(campaign: Campaign, reader: str) -> str:
    """Show the campaign's survey, or one to choose, as a rater or the leader sees it."""
    asked = request.args.get("survey", "")
    home = campaign.programme.department_id
    other = next((one for one in surveys_there({home}) if one.id == asked), None)
    survey = other or survey_from_json(campaign.survey_json)
    name = first_leader(db_session(), campaign) or EXAMPLE_NAME
    return render_template(
        "organiser/preview.html",
        campaign=campaign,
        survey=survey,
        unreviewed=unreviewed(survey),
        chosen=asked if other else "",
        reader=reader,
        name=name,
        pages=_pages(survey, reader, name),
        options=options_of(survey, current_language()),
    )


def _group_of(survey: Survey, reader: str) -> str:
    """Return the group whose form is shown to a reader; everybody's, of no group, to others."""
    own = (group.key for group in survey.groups if group.is_subject)
    return next(own, "") if reader == "self" else ""


def _pages(survey: Survey, reader: str, name: str) -> list[Page]:
    form = partial(
        pages_of,
        survey.canonical_json(),
        _group_of(survey, reader),
        name=name,
        language=current_language(),
    )
    is_asked_more = reader == "self" and survey.conditions is not None
    return [*form(), *(form(of_conditions=True) if is_asked_more else ())]
