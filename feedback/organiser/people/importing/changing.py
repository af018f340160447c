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
from feedback.operations.people.present import own_group
from feedback.operations.people.staged import apply_staged, change_by
from feedback.organiser.blueprint import blueprint
from feedback.organiser.looking_over import worries_in
from feedback.organiser.people.importing.steps import (
    CHANGES,
    nothing_waits,
    seal_of,
    to_step,
    told,
    waiting_in,
)
from feedback.organiser.people.leader_list import groups_to_count
from feedback.organiser.survey_words import labels_of
from feedback.requests.attempt import attempt, me
from feedback.requests.attempt import told as told_how
from feedback.requests.downloads import download
from feedback.requests.sessions import db_session
from feedback.text.sheets import semicolon_csv
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Campaign
    from feedback.operations.people.difference import CampaignPlace, Difference
    from feedback.operations.people.staged import Staged
    from feedback.organiser.people.importing.steps import Waiting

_SHOWN: Final = 200
_PLACES_A_SECOND: Final = 5_000
"""Measured: 13,000 places take about a second of the processor, which others use as well."""


@blueprint.get("/<uuid:campaign_id>/people/import/changes")
@organiser_of_campaign
def changes(campaign: Campaign) -> ResponseReturnValue:
    """Show what a list would change, counted as people and as tasks."""
    return _what_changes(campaign, _changes_page)


def _changes_page(campaign: Campaign, waiting: Waiting, staged: Staged) -> str:
    survey = survey_from_json(campaign.survey_json)
    return render_template(
        "organiser/import/changes.html",
        campaign=campaign,
        upload=waiting.read.upload,
        seen=waiting.seen,
        staged=staged,
        advice=told(staged.advice),
        labels=labels_of(survey),
        fact_names=_fact_names(),
        groups=groups_to_count(campaign),
        protected={one.key for one in survey.groups if one.kind is GroupKind.PROTECTED},
        shown=_SHOWN,
        is_open=campaign.state is State.OPEN,
        most=MOST_ADDED,
        seconds=ceil(staged.difference.places / _PLACES_A_SECOND),
    )


@blueprint.get("/<uuid:campaign_id>/people/import/changes.csv")
@organiser_of_campaign
def download_difference(campaign: Campaign) -> ResponseReturnValue:
    """Give what a list would change, for whoever wants to look at it afterwards."""
    return _what_changes(campaign, _difference_file)


def _difference_file(campaign: Campaign, _waiting: Waiting, staged: Staged) -> Response:
    labels = labels_of(survey_from_json(campaign.survey_json))
    headings = (
        *(_("What"), _("Name"), _("Address"), _("Group"), _("About")),
        *(_("Detail"), _("Before"), _("After")),
    )
    rows = [headings, *_difference_rows(staged.difference, labels)]
    title = _("The difference")
    return download(semicolon_csv(rows), "text/csv", f"{title} {campaign.name}.csv")


@blueprint.post("/<uuid:campaign_id>/people/import/apply")
@organiser_of_campaign
def apply_list(campaign: Campaign) -> ResponseReturnValue:
    """Change the campaign's people to the list that waits."""
    seen = request.form.get("seen", "")
    done = attempt(lambda: apply_staged(db_session(), campaign, seal_of(), seen=seen, by=me()))
    if not done:
        return told_how(done, "", url_for(".import_people", campaign_id=campaign.id))
    counts = _counted(done.made, leaders_answer=bool(own_group(campaign)))
    flash(_("Done: %(counts)s.", counts=counts))
    return to_step(campaign, "import_done")


@blueprint.get("/<uuid:campaign_id>/people/import/done")
@organiser_of_campaign
def import_done(campaign: Campaign) -> str:
    """Say that the list is in, and what comes next."""
    is_open = campaign.state is State.OPEN
    return render_template(
        "organiser/import/done.html",
        campaign=campaign,
        counts=counts_of(db_session(), campaign),
        points=[] if is_open else worries_in(campaign),
        is_open=is_open,
    )


def _what_changes(
    campaign: Campaign, show: Callable[[Campaign, Waiting, Staged], ResponseReturnValue]
) -> ResponseReturnValue:
    """Show what a list would change, or lead to where something else is to be done first."""
    waiting = waiting_in(campaign)
    if waiting is None:
        return nothing_waits(campaign)
    if waiting.step != CHANGES:
        return to_step(campaign, waiting.step)
    staged = change_by(db_session(), campaign, waiting.read, waiting.seen)
    assert staged is not None  # noqa: S101 - the step is reached with people only
    return show(campaign, waiting, staged)


def _fact_names() -> dict[str, str]:
    return {
        "name": _("name"),
        "title": _("title"),
        "workplace": _("workplace"),
        "group": _("group"),
        "language": _("language"),
        "coach_email": _("coach"),
        "approver_email": _("approver"),
    }


def _difference_rows(change: Difference, labels: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for words, places in ((_("new"), change.added), (_("gone"), change.removed)):
        for place in places:
            yield (words, *_place_cells(place, labels), "", "", "")
    names = _fact_names()
    for one in change.changed:
        for fact in one.facts:
            before, after = (labels.get(text, text) for text in (fact.before, fact.after))
            yield (_("changed"), *_place_cells(one.place, labels), names[fact.fact], before, after)


def _place_cells(place: CampaignPlace, labels: Mapping[str, str]) -> tuple[str, str, str, str]:
    if place.rater is None:
        return place.name, place.address, _("Leader"), ""
    group = labels.get(place.rater.group, place.rater.group)
    return place.name, place.address, group, place.leader.name


def _counted(change: Difference, *, leaders_answer: bool) -> str:
    """Say a difference in leaders and tasks, as the page before has counted them."""
    new, gone = len(change.new_leaders), sum(place.rater is None for place in change.removed)
    more, less = (
        len(places) - (0 if leaders_answer else leaders)
        for places, leaders in ((change.added, new), (change.removed, gone))
    )
    changed = len(change.changed)
    parts = [
        (new, ngettext("%(num)s new leader", "%(num)s new leaders", new)),
        (more, ngettext("%(num)s new task", "%(num)s new tasks", more)),
        (
            changed,
            ngettext("%(num)s with changed details", "%(num)s with changed details", changed),
        ),
        (gone, ngettext("%(num)s leader gone", "%(num)s leaders gone", gone)),
        (less, ngettext("%(num)s task gone", "%(num)s tasks gone", less)),
    ]
    return ", ".join(words for count, words in parts if count) or _("nothing new in the list")
