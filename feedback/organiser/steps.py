"""The task list of a draft: each step, where it is taken, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from feedback.languages import current_language, day_in_words
from feedback.operations.letters.trying import was_tried
from feedback.requests.sessions import db_session, today_here
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from feedback.models import Campaign
    from feedback.operations.campaigns.counts import Counts


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the task list."""

    title: str
    address: str
    told: str
    is_done: bool


def steps_of(campaign: Campaign, counts: Counts, *, is_ready: bool) -> list[Step]:
    """Return the steps of a draft in the order in which most take them."""
    return [
        _survey(campaign),
        _settings(campaign),
        _people(campaign, counts),
        _coaches(campaign, counts),
        _mail(campaign),
        _check(campaign, is_ready=is_ready),
    ]


def _survey(campaign: Campaign) -> Step:
    asked = survey_from_json(campaign.survey_json)
    title = asked.text(asked.title, current_language())
    return Step(_("Survey"), _at(".survey", campaign), title, is_done=True)


def _settings(campaign: Campaign) -> Step:
    has_passed = campaign.last_day < today_here()
    day = day_in_words(campaign.last_day)
    told = _("The last day has passed") if has_passed else _("Last day %(day)s", day=day)
    title = _("Days, threshold, reminders, sharing")
    return Step(title, _at(".settings", campaign), told, is_done=not has_passed)


def _people(campaign: Campaign, counts: Counts) -> Step:
    leaders = ngettext("%(num)s leader", "%(num)s leaders", counts.leaders)
    people = ngettext("%(num)s person asked", "%(num)s people asked", counts.people)
    told = f"{leaders}, {people}" if counts.leaders else _("Nobody yet")
    return Step(_("People"), _at(".people", campaign), told, is_done=counts.leaders > 0)


def _coaches(campaign: Campaign, counts: Counts) -> Step:
    without = ngettext(
        "%(num)s leader without a coach", "%(num)s leaders without a coach", counts.uncoached
    )
    return Step(
        _("Coaches and stand-ins"),
        _at(".coaches", campaign),
        without if counts.uncoached else "",
        is_done=counts.leaders > 0 and not counts.uncoached,
    )


def _mail(campaign: Campaign) -> Step:
    told = _("Read the letters, and send yourself a test")
    is_done = was_tried(db_session(), campaign)
    return Step(_("Mail of the campaign"), _at("organiser_mails.show", campaign), told, is_done)


def _check(campaign: Campaign, *, is_ready: bool) -> Step:
    told = (
        _("Who gets what mail when, small groups, odd addresses")
        if is_ready
        else _("Something stands against a launch")
    )
    return Step(_("Look it over"), _at(".check", campaign), told, is_ready)


def _at(endpoint: str, campaign: Campaign) -> str:
    return url_for(endpoint, campaign_id=campaign.id)
