"""Orders for the reports of a closed campaign, one at a time: what the operator's batch draws."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.errors import InputError, StateError
from feedback.models import CampaignKind, State, StoredRelease
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.appearance import appearance_of
from feedback.operations.results.reports import cover_of, reading_of, withholdings_of
from feedback.operations.results.sharing import subjects_of
from feedback.operations.subjects import called
from reports.pdf import SUMMARY
from reports.pdf.orders import Order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Campaign, Subject
    from feedback.operations.acts import Actor
    from feedback.operations.appearance import Appearance


@dataclass(frozen=True, slots=True)
class WantedBatch:
    """One report of a batch: whose, and how its file is called."""

    subject: Subject
    language: str
    file_name: str
    is_summary: bool = False


def wanted_reports(
    session: Session,
    campaign: Campaign,
    *,
    leader: str | None = None,
    language: str | None = None,
    is_summary: bool = False,
) -> list[WantedBatch]:
    """Return the reports of a campaign, or of one leader; each in the leader's own language.

    Raises
    ------
    StateError
        When the campaign is not closed, so that there are no releases yet, or is a pulse.
    InputError
        When no leader of the campaign has this address.

    """
    if campaign.state is not State.CLOSED:
        message = f"{campaign.name} is not closed: there is nothing to make reports from."
        raise StateError(message)
    if campaign.kind is not CampaignKind.FULL:
        message = f"{campaign.name} is a pulse: its leader reads it on a page, it makes no report."
        raise StateError(message)
    subjects = subjects_of(session, campaign)
    if leader is not None:
        subjects = [one for one in subjects if one.person.email == leader.strip().lower()]
    if not subjects:
        raise InputError([f"{campaign.name} has no leader {leader or ''}.".replace(" .", ".")])
    return [
        _wanted(subject, language or subject.person.language, is_summary=is_summary)
        for subject in subjects
    ]


def note_batch(
    session: Session, campaign: Campaign, wanted: Sequence[WantedBatch], *, by: Actor
) -> None:
    """Write down that an operator makes these reports, before the first one is made."""
    whose = wanted[0].subject if len(wanted) == 1 else campaign
    audit_log.note(session, by, Act.MAKE_REPORTS, whose)


def orders_of(
    session: Session, wanted: Sequence[WantedBatch], *, settings: Settings, today: date
) -> Iterator[tuple[WantedBatch, Order]]:
    """Yield the orders one by one, so that one release at a time is in memory."""
    looks = appearance_of(session, settings)
    for one in wanted:
        yield one, _order(session, one, looks, settings=settings, today=today)


def _order(
    session: Session, wanted: WantedBatch, looks: Appearance, *, settings: Settings, today: date
) -> Order:
    subject = wanted.subject
    content = session.scalars(
        select(StoredRelease.content).where(StoredRelease.subject_id == subject.id)
    ).one()
    reading = reading_of(session, subject, today=today)
    cover = cover_of(subject, looks, settings=settings, language=wanted.language, reading=reading)
    return Order(
        release=content,
        survey=subject.campaign.survey_json,
        cover=cover,
        withheld=tuple(sorted(withholdings_of(session, subject).comments)),
        organisation_mean=settings.organisation_mean,
        only=tuple(SUMMARY) if wanted.is_summary else None,
    )


def _wanted(subject: Subject, language: str, *, is_summary: bool) -> WantedBatch:
    # The id tells leaders of the same name apart.
    name = re.sub(r"[^\w]+", "-", called(subject)).strip("-")[:60]
    part = "-summary" if is_summary else ""
    file_name = f"{name}-{str(subject.id)[:8]}-{language}{part}.pdf"
    return WantedBatch(subject, language, file_name, is_summary)
