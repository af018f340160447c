"""The mail of a campaign as a line in time: what went, what comes, and what somebody sends.

Invitations are counted by what became of them. Reminders stand on the line by the calendar
alone: nothing of them is counted, so that the line is the same whoever has answered.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from feedback.clock import day_of
from feedback.models import Mail, MailState, ShareRule, State
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations.campaigns.mail_plan import mail_plan
from feedback.operations.campaigns.thanking import CAMPAIGN_THANKS
from feedback.operations.ledger import (
    INVITATION,
    REMINDER,
    REPORT_SHARED_COACH,
    REPORT_SHARED_LEADER,
    REPORT_SHARED_MEMBERS,
)
from feedback.operations.letters.composers import KINDS
from feedback.operations.letters.correcting import batches_of
from feedback.operations.letters.trying import was_tried
from feedback.operations.people.nominating import NOMINATION_OPEN, until_of
from feedback.operations.plans.thanking import THANKS
from feedback.operations.subjects import kind_asked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime, tzinfo

    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Campaign
    from feedback.operations.campaigns.mail_plan import MailPlan
    from feedback.operations.letters.correcting import Batch
    from feedback.operations.letters.kinds import MailKind

_GONE: Final = frozenset({State.CANCELLED, State.ERASED, State.LOST})


class MailStanding(StrEnum):
    """Where a step of the line stands."""

    LEFT = "left"
    LEAVING = "leaving"
    NEXT = "next"
    AHEAD = "ahead"
    BY_HAND = "by-hand"  # when somebody sends or shares


@dataclass(frozen=True, slots=True)
class MailStep:
    """One kind of mail on the line; `at` is a day, or a moment where its hour is known.

    `counts` has what became of invitations; `batches` what left of other kinds, by day.
    """

    kind: MailKind
    standing: MailStanding
    at: datetime | date | None = None
    counts: Counter[MailState] | None = None
    batches: tuple[Batch, ...] = ()
    first: int = 0  # invitations that go alone, before launch
    rest: int = 0


@dataclass(frozen=True, slots=True)
class MailTimeline:
    """The steps in order, whether a letter was tried, and what left besides."""

    steps: tuple[MailStep, ...]
    others: tuple[Batch, ...]
    was_tried: bool
    plan: MailPlan


def timeline_of(
    session: Session, campaign: Campaign, settings: Settings, *, now: datetime
) -> MailTimeline:
    """Return the line of a campaign's mail as it stands at a moment."""
    zone = settings.zone
    plan = mail_plan(
        session,
        campaign,
        now=now,
        hours=settings.hours,
        per_minute=settings.mail_per_minute,
        zone=zone,
    )
    left: dict[str, list[Batch]] = defaultdict(list)
    for batch in batches_of(session, campaign, zone):
        left[batch.kind].append(batch)
    steps = [
        *_nomination(session, campaign, left),
        _invitation(session, campaign, plan, left),
        *_reminders(campaign, plan, day_of(now, zone), zone),
        *_reports(campaign, left),
    ]
    shown = {step.kind.key for step in steps}
    others = [one for kind, batches in left.items() if kind not in shown for one in batches]
    return MailTimeline(tuple(steps), tuple(others), was_tried(session, campaign), plan)


def _nomination(
    session: Session, campaign: Campaign, left: dict[str, list[Batch]]
) -> Iterator[MailStep]:
    batches = tuple(left[NOMINATION_OPEN])
    if batches or until_of(session, campaign):
        standing = MailStanding.LEFT if batches else MailStanding.LEAVING
        at = batches[0].day if batches else None
        yield MailStep(KINDS[NOMINATION_OPEN], standing, at, batches=batches)


def _invitation(
    session: Session, campaign: Campaign, plan: MailPlan, left: dict[str, list[Batch]]
) -> MailStep:
    kind, batches = KINDS[INVITATION], tuple(left[INVITATION])
    if campaign.launched_at is None:
        at = plan.first_at if campaign.state not in _GONE else None
        return MailStep(kind, MailStanding.NEXT, at, first=plan.first, rest=plan.rest)
    counts = Counter(
        dict(
            session.execute(
                select(Mail.state, func.count())
                .where(Mail.campaign_id == campaign.id, Mail.kind == INVITATION)
                .group_by(Mail.state)
            ).all()
        )
    )
    is_leaving = counts[MailState.QUEUED] or counts[MailState.SENDING]
    standing = MailStanding.LEAVING if is_leaving else MailStanding.LEFT
    return MailStep(kind, standing, campaign.launched_at, counts, batches)


def _reminders(campaign: Campaign, plan: MailPlan, today: date, zone: tzinfo) -> Iterator[MailStep]:
    """Yield each day of reminders: over if its day is, whatever has left on it."""
    if campaign.state in _GONE or (
        campaign.launched_at is None and campaign.state not in {*BEFORE_LAUNCH, State.LAUNCHING}
    ):
        return
    is_ahead = MailStanding.AHEAD if campaign.launched_at is None else MailStanding.NEXT
    for day in plan.reminders:
        if campaign.closed_at is not None and day >= day_of(campaign.closed_at, zone):
            continue
        if day < today:
            yield MailStep(KINDS[REMINDER], MailStanding.LEFT, day)
        else:
            yield MailStep(KINDS[REMINDER], is_ahead, day)
            is_ahead = MailStanding.AHEAD


def _reports(campaign: Campaign, left: dict[str, list[Batch]]) -> Iterator[MailStep]:
    shared = REPORT_SHARED_LEADER if kind_asked(campaign).is_listed else REPORT_SHARED_MEMBERS
    for kind in (CAMPAIGN_THANKS, REPORT_SHARED_COACH, shared, THANKS):
        batches = tuple(left[kind])
        if batches:
            yield MailStep(KINDS[kind], MailStanding.LEFT, batches[0].day, batches=batches)
        elif campaign.state not in _GONE:
            is_by_itself = (
                kind == REPORT_SHARED_COACH and campaign.share_rule is not ShareRule.BY_HAND
            )
            yield MailStep(
                KINDS[kind], MailStanding.AHEAD if is_by_itself else MailStanding.BY_HAND
            )
