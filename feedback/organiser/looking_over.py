"""Look a campaign over before launch: what it will do, what is missing, and a sheet to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app, render_template, request
from flask_babel import ngettext

from feedback.access import organiser_of_campaign
from feedback.clock import utc_now
from feedback.languages import current_language, translated
from feedback.operations.campaigns.checking import check_campaign
from feedback.operations.campaigns.counts import counts_of
from feedback.operations.campaigns.mail_plan import mail_plan
from feedback.operations.campaigns.purposes import purpose_in
from feedback.organiser import survey_words
from feedback.organiser.blueprint import blueprint
from feedback.requests.sessions import db_session, settings_of, today_here
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from feedback.models import Campaign
    from feedback.operations.campaigns.checking import LaunchCheck
    from feedback.operations.campaigns.lacking import Lacking
    from feedback.operations.campaigns.mail_plan import MailPlan


@dataclass(frozen=True, slots=True)
class Worry:
    """Something to think of before launch, and where on the page it is told in full."""

    words: str
    place: str


@blueprint.get("/<uuid:campaign_id>/check")
@organiser_of_campaign
def check(campaign: Campaign) -> str:
    """Show what to look over before launch."""
    asked = survey_from_json(campaign.survey_json)
    return _page(
        "organiser/check.html",
        campaign,
        unreviewed=survey_words.unreviewed(asked),
        labels=survey_words.labels_of(asked),
        all_shown="all" in request.args,
    )


@blueprint.get("/<uuid:campaign_id>/launch")
@organiser_of_campaign
def confirm_launch(campaign: Campaign) -> str:
    """Ask before a campaign is launched, with what it will do and what is missing."""
    return _page("organiser/launch.html", campaign)


@blueprint.get("/<uuid:campaign_id>/sheet")
@organiser_of_campaign
def sheet(campaign: Campaign) -> str:
    """Show one page to print for the union and the safety representative."""
    asked = survey_from_json(campaign.survey_json)
    labels = survey_words.labels_of(asked)
    return render_template(
        "organiser/sheet.html",
        campaign=campaign,
        purpose=purpose_in(campaign.purpose, current_language()),
        survey_title=asked.text(asked.title, current_language()),
        has_conditions=asked.conditions is not None,
        named=[labels[one.key] for one in asked.groups if one.kind is GroupKind.IDENTIFIED],
        protected=[labels[one.key] for one in asked.groups if one.is_in_blocks],
        counts=counts_of(db_session(), campaign),
        plan=_plan(campaign),
        department=campaign.programme.department,
        base_url=settings_of(current_app).base_url,
    )


def worries_in(campaign: Campaign) -> list[Worry]:
    """Return what to think of before a campaign is launched, as the page that looks it over."""
    labels = survey_words.labels_of(survey_from_json(campaign.survey_json))
    return list(points_of(_checked(campaign), labels))


def points_of(found: LaunchCheck, labels: Mapping[str, str]) -> Iterator[Worry]:
    """Yield what to think of before launch, each counted, in the order of the page."""
    yield from _of_groups(found, labels)
    yield from _of_coaches(found.lacking)
    yield from _of_people(found)


def _of_groups(found: LaunchCheck, labels: Mapping[str, str]) -> Iterator[Worry]:
    for group in (*found.lacking.named, *found.lacking.empty):
        words = ngettext(
            "%(num)s leader has nobody in %(group)s",
            "%(num)s leaders have nobody in %(group)s",
            len(group.leaders),
            group=labels[group.group],
        )
        yield Worry(words, "empty")
    if lone := len(found.lone):
        words = ngettext(
            "%(num)s group has one person alone", "%(num)s groups have one person alone", lone
        )
        yield Worry(words, "small")
    if hidden := len(found.hidden):
        words = ngettext("%(num)s group cannot be shown", "%(num)s groups cannot be shown", hidden)
        yield Worry(words, "small")


def _of_coaches(lacking: Lacking) -> Iterator[Worry]:
    if without := len(lacking.uncoached):
        words = ngettext(
            "%(num)s leader without a coach", "%(num)s leaders without a coach", without
        )
        yield Worry(words, "coaches")
    if led := len(lacking.led_coaches):
        words = ngettext(
            "%(num)s coach is a leader in the same campaign",
            "%(num)s coaches are leaders in the same campaign",
            led,
        )
        yield Worry(words, "coaches")


def _of_people(found: LaunchCheck) -> Iterator[Worry]:
    if odd := len(found.odd):
        words = ngettext(
            "%(num)s address looks like a slip", "%(num)s addresses look like slips", odd
        )
        yield Worry(words, "addresses")
    if outside := len(found.outside):
        words = ngettext(
            "%(num)s person outside the organisation",
            "%(num)s people outside the organisation",
            outside,
        )
        yield Worry(words, "addresses")
    if again := len(found.again):
        words = ngettext(
            "%(num)s leader is asked about twice", "%(num)s leaders are asked about twice", again
        )
        yield Worry(words, "again")
    if busy := len(found.busy):
        words = ngettext(
            "%(num)s person is asked about more than five leaders",
            "%(num)s people are asked about more than five leaders",
            busy,
        )
        yield Worry(words, "busy")


def _checked(campaign: Campaign) -> LaunchCheck:
    own = settings_of(current_app).own_mail_domains
    return check_campaign(db_session(), campaign, own_domains=own, today=today_here())


def _page(template: str, campaign: Campaign, **more: object) -> str:
    found = _checked(campaign)
    labels = survey_words.labels_of(survey_from_json(campaign.survey_json))
    return render_template(
        template,
        campaign=campaign,
        check=found,
        points=list(points_of(found, labels)),
        plan=_plan(campaign),
        faults=[translated(fault) for fault in found.faults],
        **more,
    )


def _plan(campaign: Campaign) -> MailPlan:
    known = settings_of(current_app)
    return mail_plan(
        db_session(),
        campaign,
        now=utc_now(),
        hours=known.hours,
        per_minute=known.mail_per_minute,
        zone=known.zone,
    )
