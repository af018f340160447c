"""Waves of a programme: begin one from the programme or another wave, and plan what overlaps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from feedback.errors import Fault, InputError, StateError
from feedback.models import Campaign, CampaignKind, Invitation, Person, Programme, Rater, State
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.campaigns.arranging import arrangement_of, put_arrangement
from feedback.operations.campaigns.programmes import create_campaign, make_campaign
from feedback.operations.people.load import OFTEN
from feedback.operations.people.people_list import PeopleList
from feedback.operations.people.present import people_of
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.operations.acts import Actor
    from surveys.model import Survey


class Taken(StrEnum):
    """Whom a new wave takes over from the one it is copied from."""

    NOBODY = "nobody"
    LEADERS = "leaders"
    EVERYBODY = "everybody"


GOING_ON: Final = (State.DRAFT, State.NOMINATING, State.LAUNCHING, State.OPEN)
"""The states in which a wave asks somebody for their time, now or soon."""


def begin_wave(
    session: Session,
    programme: Programme,
    survey: Survey,
    *,
    name: str,
    last_day: date,
    by: Actor,
    rehearsal_address: str = "",
) -> Campaign:
    """Begin an empty campaign with what the programme says, and with one of its surveys."""
    if survey.id not in {one.survey_id for one in programme.instruments}:
        raise InputError(
            [Fault("The programme does not ask the survey %(survey)s.", survey=survey.id)]
        )
    nobody = PeopleList(())
    made = create_campaign(
        session, programme, survey, name=name, last_day=last_day, people=nobody, by=by
    )
    if rehearsal_address:
        wanted = replace(arrangement_of(made), rehearsal_address=rehearsal_address)
        put_arrangement(session, made, wanted, today=by.today)
    return made


def copy_wave(
    session: Session,
    source: Campaign,
    *,
    name: str,
    last_day: date,
    taken: Taken,
    by: Actor,
    rehearsal_address: str = "",
) -> Campaign:
    """Begin a campaign arranged as another one, with its leaders or everybody if so wished.

    Nothing of answers is copied, and neither are the first day nor a rehearsal.
    """
    made = _copied(session, source, name, last_day, taken, by.today, rehearsal_address)
    audit_log.note(session, by, Act.CREATE_CAMPAIGN, made, details=source.name)
    return made


def make_real(
    session: Session, rehearsal: Campaign, *, name: str, last_day: date, by: Actor
) -> Campaign:
    """Begin the campaign that was rehearsed: the same people and texts, none of the answers."""
    if not rehearsal.is_rehearsal:
        raise StateError("Only a rehearsal can be made real.")
    made = _copied(session, rehearsal, name, last_day, Taken.EVERYBODY, by.today)
    audit_log.note(session, by, Act.MAKE_REAL, made, details=rehearsal.name)
    return made


def later_waves(session: Session, campaign: Campaign) -> Sequence[Campaign]:
    """Return the drafts of the same programme that a leader may be moved to."""
    return session.scalars(
        select(Campaign)
        .where(
            Campaign.programme_id == campaign.programme_id,
            Campaign.id != campaign.id,
            Campaign.state.in_((State.DRAFT, State.NOMINATING)),
            Campaign.is_rehearsal == campaign.is_rehearsal,
            Campaign.kind == CampaignKind.FULL,
        )
        .order_by(Campaign.last_day, Campaign.name)
    ).all()


def programmes_of(session: Session, department_ids: set[UUID]) -> Sequence[Programme]:
    """Return the programmes of some departments, by name."""
    return session.scalars(
        select(Programme)
        .where(Programme.department_id.in_(department_ids))
        .options(joinedload(Programme.department))
        .order_by(Programme.name, Programme.id)
    ).all()


def waves_of(session: Session, programme: Programme) -> Sequence[Campaign]:
    """Return a programme's campaigns in the order of their last days."""
    return session.scalars(
        select(Campaign)
        .where(Campaign.programme_id == programme.id)
        .order_by(Campaign.last_day, Campaign.name)
    ).all()


@dataclass(frozen=True, slots=True)
class Load:
    """Somebody who is asked in several waves at the same time, or about many leaders."""

    name: str
    workplace: str
    address: str
    waves: int
    tasks: int


def busiest_of(session: Session, programme: Programme, *, most: int = 20) -> list[Load]:
    """Return who is asked most in the programme's waves that go on, the busiest first."""
    tasks, waves = func.count(), func.count(Rater.campaign_id.distinct())
    going_on = select(Campaign.id).where(
        Campaign.programme_id == programme.id,
        Campaign.state.in_(GOING_ON),
        ~Campaign.is_rehearsal,
    )
    # Counted by their ids before anybody is looked up: of twelve thousand, few are asked often.
    often = (
        select(Rater.person_id, waves.label("waves"), tasks.label("tasks"))
        .join(Invitation, Invitation.rater_id == Rater.id)
        .where(Rater.campaign_id.in_(going_on), ~Invitation.is_withdrawn)
        .group_by(Rater.person_id)
        .having(or_(tasks >= OFTEN, waves > 1))
        .subquery()
    )
    rows = session.execute(
        select(Person.name, Person.workplace_name, Person.email, often.c.waves, often.c.tasks)
        .join(often, often.c.person_id == Person.id)
        .order_by(often.c.tasks.desc(), Person.name)
        .limit(most)
    )
    return [
        Load(name, workplace, address or "", in_waves, asked)
        for name, workplace, address, in_waves, asked in rows
    ]


def _copied(
    session: Session,
    source: Campaign,
    name: str,
    last_day: date,
    taken: Taken,
    today: date,
    rehearsal_address: str = "",
) -> Campaign:
    if source.kind is not CampaignKind.FULL:
        raise InputError([Fault("A pulse is asked once, by its leader. Choose a campaign.")])
    if taken is not Taken.NOBODY and source.state in (State.CANCELLED, State.ERASED):
        raise InputError([Fault("Nobody is left in that campaign: everything of it is erased.")])
    made = make_campaign(
        session,
        source.programme,
        survey_from_json(source.survey_json),
        name=name,
        last_day=last_day,
        people=_people(session, source, taken),
        today=today,
    )
    wanted = replace(
        arrangement_of(source),
        name=name,
        last_day=last_day,
        first_day=None,
        rehearsal_address=rehearsal_address,
    )
    put_arrangement(session, made, wanted, today=today)
    return made


def _people(session: Session, source: Campaign, taken: Taken) -> PeopleList:
    if taken is Taken.NOBODY:
        return PeopleList(())
    people = people_of(session, source)
    if taken is Taken.EVERYBODY:
        return people
    return PeopleList(tuple(replace(leader, raters=()) for leader in people.leaders))
