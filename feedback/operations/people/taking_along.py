"""Give a leader of one campaign a place in another of the department; who is asked goes along."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from feedback.models import Invitation, Rater, Subject
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations.people.asking import draw_numbers
from feedback.operations.people.present import own_group

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Campaign


class _Asked(NamedTuple):
    """As what somebody is asked, and in which language."""

    group: str
    language: str


def take_along(session: Session, subject: Subject, later: Campaign) -> None:
    """Put a leader and everybody asked about them into a later campaign: part of an act.

    Who has a place there keeps it, its number and its language; what is not known here stays
    as it stood there. Codes from a box are left behind.
    """
    asked = _asked(session, subject)
    own = own_group(later)
    if own and subject.person_id:
        asked[subject.person_id] = _Asked(own, _own_language(session, subject))
    place = _place(session, subject, later)
    raters = _raters(session, later, asked)
    session.flush()
    there = {
        one.rater_id: one
        for one in session.scalars(select(Invitation).where(Invitation.subject_id == place.id))
    }
    for person_id, how in asked.items():
        rater = raters[person_id]
        if rater.id in there:
            there[rater.id].group = how.group
        else:
            session.add(Invitation(subject=place, rater=rater, group=how.group))
    session.flush()


def _asked(session: Session, subject: Subject) -> dict[UUID, _Asked]:
    """Return who is listed about a leader; before launch also whom a draw left out."""
    campaign = subject.campaign
    rows = (
        select(Rater.person_id, Invitation.group, Rater.language)
        .join(Invitation.rater)
        .where(
            Invitation.subject_id == subject.id,
            Invitation.group != own_group(campaign),
            Rater.person_id.is_not(None),
        )
    )
    if campaign.state not in BEFORE_LAUNCH:
        rows = rows.where(~Invitation.is_withdrawn)
    return {row.person_id: _Asked(row.group, row.language) for row in session.execute(rows)}


def _own_language(session: Session, subject: Subject) -> str:
    own = select(Rater.language).where(
        Rater.campaign_id == subject.campaign_id, Rater.person_id == subject.person_id
    )
    return session.scalar(own) or subject.person.language


def _place(session: Session, subject: Subject, later: Campaign) -> Subject:
    place = session.scalar(
        select(Subject).where(
            Subject.campaign_id == later.id, Subject.person_id == subject.person_id
        )
    )
    if place is None:
        place = Subject(campaign=later, person=subject.person, title="", workplace_name="")
        session.add(place)
    place.title = subject.title or place.title
    place.workplace_name = subject.workplace_name or place.workplace_name
    place.coach_id = subject.coach_id or place.coach_id
    place.approver_id = subject.approver_id or place.approver_id
    return place


def _raters(
    session: Session, later: Campaign, asked: Mapping[UUID, _Asked]
) -> dict[UUID | None, Rater]:
    found = session.scalars(
        select(Rater).where(Rater.campaign_id == later.id, Rater.person_id.in_(list(asked)))
    )
    raters = {one.person_id: one for one in found}
    new = [person_id for person_id in asked if person_id not in raters]
    for person_id, number in zip(new, draw_numbers(session, len(new)), strict=True):
        raters[person_id] = Rater(
            campaign=later, person_id=person_id, number=number, language=asked[person_id].language
        )
        session.add(raters[person_id])
    return raters
