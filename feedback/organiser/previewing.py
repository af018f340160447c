"""A survey as raters see it: every page at once, in each language, with nothing to send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import render_template, request
from sqlalchemy import select

from feedback.access import organiser_of_campaign
from feedback.ballot import Part
from feedback.form_pages import pages_of
from feedback.languages import current_language
from feedback.models import Person, Subject
from feedback.organiser.blueprint import blueprint
from feedback.organiser.setup import surveys_there
from feedback.sessions import db_session
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from feedback.form_pages import Page
    from feedback.models import Campaign
    from surveys.model import Survey

_NOBODY: Final = "Kim Exempel"


@blueprint.get("/<uuid:campaign_id>/preview/<any(others, self):reader>")
@organiser_of_campaign
def preview(campaign: Campaign, reader: str) -> str:
    """Show the campaign's survey, or one to choose, as a rater or the leader sees it."""
    asked = request.args.get("survey", "")
    other = next((one for one in surveys_there() if one.id == asked), None)
    survey = other or survey_from_json(campaign.survey_json)
    name = _a_leader(campaign)
    return render_template(
        "organiser/preview.html",
        campaign=campaign,
        survey=survey,
        chosen=asked if other else "",
        reader=reader,
        name=name,
        pages=_pages(survey, reader, name),
        options=_options(survey),
    )


def _pages(survey: Survey, reader: str, name: str) -> list[Page]:
    for_self, json = reader == "self", survey.canonical_json()
    parts = [Part.RESPONSE]
    if for_self and survey.conditions:
        parts.append(Part.CONDITIONS)
    return [
        page
        for part in parts
        for page in pages_of(json, part, for_self=for_self, name=name, language=current_language())
    ]


def _options(survey: Survey) -> list[tuple[str, str]]:
    language = current_language()
    steps = [(str(step), survey.word_for(step, language)) for step in survey.scale.steps]
    return [*steps, ("NO", survey.text(survey.scale.cannot_judge, language))]


def _a_leader(campaign: Campaign) -> str:
    name = db_session().scalar(
        select(Person.name)
        .join(Subject, Subject.person_id == Person.id)
        .where(Subject.campaign_id == campaign.id)
        .order_by(Person.name)
        .limit(1)
    )
    return name or _NOBODY
