"""Ask those who belong to what a campaign is about, as of the day it is launched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.models import Invitation, Person, Rater, Subject, SubjectReader
from feedback.operations.people.asking import make_raters
from feedback.operations.subjects import kind_asked
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.subjects.kind import OwnPeople


def ask_own_people(session: Session, campaign: Campaign, *, today: date) -> None:
    """Make a subject of everything that the programme says, and ask its own people about it.

    Who is listed about it already stays; whoever belongs to it is asked as that, whatever the
    list says. Where a list alone says whom a campaign is about, nothing changes.
    """
    kind, survey = kind_asked(campaign), survey_from_json(campaign.survey_json)
    found = kind.own_people(session, campaign.programme, survey, today)
    if not found:
        return
    subjects = {one.thing_id: one for one in campaign.subjects}
    raters = _raters_of(session, campaign, found)
    for own in found:
        (thing_id,) = own.thing.values()
        subject = subjects.get(thing_id)
        if subject is None:
            subject = Subject(campaign=campaign, kind=kind.key, **own.thing)
            session.add(subject)
        subject.name = own.name  # as it is called today, whatever it is called later
        session.flush()
        _ask_about(session, subject, own, raters)
        session.add_all(SubjectReader(subject_id=subject.id, person_id=one) for one in own.readers)
    session.flush()


def _raters_of(
    session: Session, campaign: Campaign, found: Iterable[OwnPeople]
) -> dict[UUID, Rater]:
    """Return the campaign's raters by person, with a place for all who are asked now."""
    there = select(Rater).where(Rater.campaign_id == campaign.id, Rater.person_id.is_not(None))
    raters = {one.person_id: one for one in session.scalars(there) if one.person_id}
    new = {person_id for own in found for person_id in own.groups} - raters.keys()
    people = session.scalars(select(Person).where(Person.id.in_(new)))
    made = make_raters(session, campaign, people).values()
    session.flush()
    return raters | {one.person_id: one for one in made if one.person_id}


def _ask_about(
    session: Session, subject: Subject, own: OwnPeople, raters: dict[UUID, Rater]
) -> None:
    there = {
        one.rater_id: one
        for one in session.scalars(select(Invitation).where(Invitation.subject_id == subject.id))
    }
    for person_id, group in own.groups.items():
        rater = raters[person_id]
        invitation = there.get(rater.id)
        if invitation is None:
            session.add(Invitation(subject=subject, rater=rater, group=group))
        else:
            invitation.group, invitation.is_withdrawn = group, False
