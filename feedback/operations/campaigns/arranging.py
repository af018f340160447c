"""Arrange a campaign before launch: name, days, threshold, reminders, sharing, rehearsal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.errors import Fault, InputError, StateError
from feedback.models import Campaign, CampaignKind, Invitation, ShareRule, Subject
from feedback.models.campaigns import BEFORE_LAUNCH, DAYS_BEFORE_LAST
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.campaigns.askable import floor_faults, refuse_unaskable
from feedback.operations.people.typed import address_faults
from feedback.text.addresses import read_address
from feedback.text.one_line import one_line
from reports.policy import GREATEST_K, LEAST_K, POLICIES, is_in_bounds
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy.orm import Session

    from feedback.operations.acts import Actor
    from surveys.model import Survey

MOST_REMINDERS: Final = 5
EARLIEST_REMINDER: Final = 60
LONGEST_WAIT: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """What an organiser decides about a campaign before launch, the survey and people apart."""

    name: str
    last_day: date
    first_day: date | None = None
    k: int = LEAST_K
    policy: str = "merge"
    purpose: str = ""
    reminder_days: tuple[int, ...] = DAYS_BEFORE_LAST
    share_rule: ShareRule = ShareRule.BY_HAND
    share_after_days: int = 7
    rehearsal_address: str = ""  # a campaign with one is a rehearsal


def arrangement_of(campaign: Campaign) -> Arrangement:
    """Return how a campaign is arranged."""
    return Arrangement(
        name=campaign.name,
        last_day=campaign.last_day,
        first_day=campaign.first_day,
        k=campaign.k,
        policy=campaign.policy,
        purpose=campaign.purpose,
        reminder_days=campaign.reminder_days,
        share_rule=campaign.share_rule,
        share_after_days=campaign.share_after_days,
        rehearsal_address=campaign.rehearsal_address or "",
    )


def arrange(session: Session, campaign: Campaign, wanted: Arrangement, *, by: Actor) -> None:
    """Arrange a campaign anew; refused after launch, and with every fault at once."""
    put_arrangement(session, campaign, wanted, today=by.today)
    audit_log.note(session, by, Act.ARRANGE_CAMPAIGN, campaign)


def put_arrangement(
    session: Session, campaign: Campaign, wanted: Arrangement, *, today: date
) -> None:
    """Write an arrangement into a draft: without a note, as part of an act."""
    _require_draft(campaign)
    asked = survey_from_json(campaign.survey_json)
    faults = [
        *faults_of(wanted, today=today),
        *floor_faults(asked, wanted.k),
        *_taken(session, campaign, wanted.name),
    ]
    if faults:
        raise InputError(faults)
    campaign.name = one_line(wanted.name)
    campaign.last_day, campaign.first_day = wanted.last_day, wanted.first_day
    campaign.k, campaign.policy = wanted.k, wanted.policy
    campaign.purpose = wanted.purpose.strip()
    campaign.reminder_days = tuple(sorted(set(wanted.reminder_days), reverse=True))
    campaign.share_rule, campaign.share_after_days = wanted.share_rule, wanted.share_after_days
    campaign.rehearsal_address = read_address(wanted.rehearsal_address) or None
    campaign.is_rehearsal = campaign.rehearsal_address is not None
    session.flush()


def choose_survey(session: Session, campaign: Campaign, survey: Survey, *, by: Actor) -> None:
    """Take another survey for a campaign; refused where its groups miss one that is in use."""
    _require_draft(campaign)
    refuse_unaskable(survey, campaign.k)
    known = {group.key for group in survey.groups}
    missing = sorted(_groups_in_use(session, campaign) - known)
    if missing:
        raise InputError(
            [
                Fault("The survey has no group %(group)s, in which raters are listed.", group=group)
                for group in missing
            ]
        )
    campaign.survey_json = survey.canonical_json()
    audit_log.note(session, by, Act.CHOOSE_SURVEY, campaign, details=survey.id)


def faults_of(wanted: Arrangement, *, today: date) -> Iterator[Fault]:
    """Yield everything that is wrong with an arrangement."""
    if not one_line(wanted.name):
        yield Fault("The name is empty.")
    if not is_in_bounds(wanted.k):
        yield Fault(
            "k is %(k)s; it may be %(least)s to %(most)s.",
            k=wanted.k,
            least=LEAST_K,
            most=GREATEST_K,
        )
    if wanted.policy not in POLICIES:
        yield Fault("The policy is %(policy)s; it may be merge or drop.", policy=wanted.policy)
    if not wanted.purpose.strip():
        yield Fault("The purpose is empty; it is printed for raters and leaders.")
    yield from _day_faults(wanted, today)
    yield from _reminder_faults(wanted.reminder_days)
    if not 0 <= wanted.share_after_days <= LONGEST_WAIT:
        yield Fault("Reports can wait for 0 to 90 days after close.")
    if wanted.rehearsal_address.strip():
        yield from address_faults(wanted.rehearsal_address)


def _day_faults(wanted: Arrangement, today: date) -> Iterator[Fault]:
    if wanted.last_day < today:
        yield Fault("The last day, %(day)s, has passed.", day=wanted.last_day)
    if wanted.first_day and wanted.first_day > wanted.last_day:
        yield Fault("The first day comes after the last one.")


def _reminder_faults(days: tuple[int, ...]) -> Iterator[Fault]:
    if len(set(days)) > MOST_REMINDERS:
        yield Fault("At most five reminders are sent; more are only felt as nagging.")
    if any(not 0 <= day <= EARLIEST_REMINDER for day in days):
        yield Fault("Reminders go 0 to 60 days before the last day.")


def _taken(session: Session, campaign: Campaign, name: str) -> Iterator[Fault]:
    others = select(Campaign.id).where(
        Campaign.programme_id == campaign.programme_id,
        Campaign.name == one_line(name),
        Campaign.id != campaign.id,
    )
    if session.scalar(others):
        yield Fault("There is already a campaign called %(name)s.", name=one_line(name))


def _groups_in_use(session: Session, campaign: Campaign) -> set[str]:
    return set(
        session.scalars(
            select(Invitation.group)
            .join(Subject, Invitation.subject_id == Subject.id)
            .where(Subject.campaign_id == campaign.id)
            .distinct()
        )
    )


def _require_draft(campaign: Campaign) -> None:
    if campaign.kind is not CampaignKind.FULL:
        raise StateError("A pulse is its leader's: what it asks, and of whom, is settled.")
    if campaign.state not in BEFORE_LAUNCH:
        raise StateError("Survey, days, k, policy and purpose are frozen at launch.")
