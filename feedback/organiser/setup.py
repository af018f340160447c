"""Set a draft up, step by step, in any order, and come back to it whenever one likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from feedback.access import organiser_of_campaign
from feedback.languages import current_language, translated
from feedback.operations.campaigns import lifecycle, own_surveys
from feedback.operations.campaigns.arranging import (
    arrange,
    arrangement_of,
    choose_survey,
)
from feedback.operations.campaigns.askable import is_askable
from feedback.operations.campaigns.counts import counts_of
from feedback.operations.coaching.sharing_out import share_out_coaches
from feedback.organiser import survey_words
from feedback.organiser.blueprint import act, blueprint
from feedback.organiser.forms import ArrangeForm, SurveyForm, survey_choices
from feedback.organiser.steps import steps_of
from feedback.requests.attempt import REFUSED, attempt, me
from feedback.requests.sessions import db_session, settings_of, today_here
from feedback.text.numbers import write_numbers
from surveys.library import list_surveys
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Campaign
    from surveys.model import Survey


def setup_page(campaign: Campaign) -> str:
    """Return the task list of a draft."""
    faults = lifecycle.launch_faults(db_session(), campaign, today=today_here())
    counts = counts_of(db_session(), campaign)
    return render_template(
        "organiser/setup.html",
        campaign=campaign,
        counts=counts,
        steps=steps_of(campaign, counts, is_ready=not faults),
        faults=[translated(fault) for fault in faults],
    )


@blueprint.route("/<uuid:campaign_id>/survey", methods=["GET", "POST"])
@organiser_of_campaign
def survey(campaign: Campaign) -> ResponseReturnValue:
    """Choose the survey; each can be seen as a rater sees it."""
    home = campaign.programme.department_id
    surveys = {one.id: one for one in surveys_there({home})}
    chosen = survey_from_json(campaign.survey_json)
    choices = survey_choices(list(surveys.values()), current_language())
    form = SurveyForm(surveys=choices, survey_id=chosen.id)
    if form.validate_on_submit() and attempt(
        lambda: choose_survey(db_session(), campaign, surveys[form.survey_id.data], by=me()), form
    ):
        flash(_("The survey is chosen."))
        return redirect(url_for(".show", campaign_id=campaign.id))
    page = render_template(
        "organiser/survey.html",
        campaign=campaign,
        form=form,
        surveys=surveys,
        chosen=chosen,
        about={key: survey_words.about(one) for key, one in surveys.items()},
        is_outdated=is_outdated(chosen, surveys.get(chosen.id)),
        samples={key: survey_words.samples_of(one) for key, one in surveys.items()},
    )
    return page, REFUSED if form.is_submitted() else 200


@blueprint.route("/<uuid:campaign_id>/settings", methods=["GET", "POST"])
@organiser_of_campaign
def settings(campaign: Campaign) -> ResponseReturnValue:
    """Arrange days, threshold, reminders and sharing."""
    form = ArrangeForm(data=_as_typed(campaign))
    if not campaign.is_rehearsal:
        del form.rehearsal_address
    if form.validate_on_submit() and attempt(
        lambda: arrange(db_session(), campaign, form.wanted, by=me()), form
    ):
        flash(_("The settings are kept."))
        return redirect(url_for(".show", campaign_id=campaign.id))
    page = render_template("organiser/settings.html", campaign=campaign, form=form)
    return page, REFUSED if form.is_submitted() else 200


@blueprint.post("/<uuid:campaign_id>/share-out-coaches")
@organiser_of_campaign
def share_out(campaign: Campaign) -> Response:
    """Give each leader without a coach one of the programme's."""
    return act(
        campaign,
        lambda: share_out_coaches(db_session(), campaign, by=me()),
        _("The leaders without a coach are shared out among the programme's coaches."),
    )


def surveys_there(department_ids: Collection[UUID] = ()) -> tuple[Survey, ...]:
    """Return every survey that a campaign can ask, then those of the departments' own."""
    extra = settings_of(current_app).surveys
    files = list_surveys(extra_folders=(extra,) if extra else ())
    found = (*files, *own_surveys.surveys_of(db_session(), department_ids))
    return tuple(survey for survey in found if is_askable(survey))


def is_outdated(chosen: Survey, now: Survey | None) -> bool:
    """Tell whether a survey was changed since a campaign chose it."""
    return now is not None and now.canonical_json() != chosen.canonical_json()


def _as_typed(campaign: Campaign) -> dict[str, object]:
    """Return a campaign's arrangement as the fields of its form show it."""
    now = arrangement_of(campaign)
    return {
        "name": now.name,
        "first_day": now.first_day,
        "last_day": now.last_day,
        "k": str(now.k),
        "policy": now.policy,
        "purpose": now.purpose,
        "reminder_days": write_numbers(now.reminder_days),
        "share_rule": now.share_rule,
        "share_after_days": now.share_after_days,
        "rehearsal_address": now.rehearsal_address,
    }
