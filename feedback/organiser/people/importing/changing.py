"""The last two steps: what a list would change, and that it is done."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from flask import flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from feedback.access import organiser_of_campaign
from feedback.models import State
from feedback.operations.campaigns.counts import counts_of
from feedback.operations.people.adding import MOST_ADDED
from feedback.operations.people.staged import apply_staged, change_by
from feedback.organiser.blueprint import blueprint
from feedback.organiser.people.importing.steps import (
    CHANGES,
    nothing_waits,
    seal_of,
    to_step,
    told,
    waiting_in,
)
from feedback.organiser.survey_words import labels_of
from feedback.requests.attempt import attempt, me
from feedback.requests.attempt import told as told_how
from feedback.requests.sessions import db_session
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from feedback.models import Campaign
    from feedback.operations.people.difference import Difference

_SHOWN: Final = 200
_PLACES_A_SECOND: Final = 5_000
"""Measured: 13,000 places take about a second of the processor, which others use as well."""


@blueprint.get("/<uuid:campaign_id>/people/import/changes")
@organiser_of_campaign
def changes(campaign: Campaign) -> ResponseReturnValue:
    """Show what a list would change, counted as people and as tasks."""
    waiting = waiting_in(campaign)
    if waiting is None:
        return nothing_waits(campaign)
    if waiting.step != CHANGES:
        return to_step(campaign, waiting.step)
    staged = change_by(db_session(), campaign, waiting.read, waiting.seen)
    assert staged is not None  # noqa: S101 - the step is reached with people only
    return render_template(
        "organiser/import/changes.html",
        campaign=campaign,
        upload=waiting.read.upload,
        staged=staged,
        advice=told(staged.advice),
        labels=labels_of(survey_from_json(campaign.survey_json)),
        shown=_SHOWN,
        is_open=campaign.state is State.OPEN,
        most=MOST_ADDED,
        seconds=ceil(staged.difference.places / _PLACES_A_SECOND),
    )


@blueprint.post("/<uuid:campaign_id>/people/import/apply")
@organiser_of_campaign
def apply_list(campaign: Campaign) -> ResponseReturnValue:
    """Change the campaign's people to the list that waits."""
    seen = request.form.get("seen", "")
    done = attempt(lambda: apply_staged(db_session(), campaign, seal_of(), seen=seen, by=me()))
    if not done:
        return told_how(done, "", url_for(".import_people", campaign_id=campaign.id))
    flash(_("Done: %(counts)s.", counts=counted(done.made)))
    return to_step(campaign, "import_done")


@blueprint.get("/<uuid:campaign_id>/people/import/done")
@organiser_of_campaign
def import_done(campaign: Campaign) -> str:
    """Say that the list is in, and what comes next."""
    counts = counts_of(db_session(), campaign)
    return render_template(
        "organiser/import/done.html",
        campaign=campaign,
        counts=counts,
        is_open=campaign.state is State.OPEN,
    )


def counted(change: Difference) -> str:
    """Say a difference in places of leaders and raters: 12 new, 3 changed, 1 gone."""
    return ", ".join(
        (
            ngettext("%(num)s new", "%(num)s new", len(change.added)),
            ngettext("%(num)s changed", "%(num)s changed", len(change.changed)),
            ngettext("%(num)s gone", "%(num)s gone", len(change.removed)),
        )
    )
