"""Share the leaders who have no coach out among the programme's coaches, evenly."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from feedback.errors import Fault, InputError, StateError
from feedback.models import Campaign, Person, Subject
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.people.register import PersonFacts, register_people
from feedback.operations.subjects import CALLED

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.operations.acts import Actor


def share_out_coaches(session: Session, campaign: Campaign, *, by: Actor) -> int:
    """Give each leader without a coach the coach who has fewest; return how many got one.

    Nobody becomes their own coach, and whoever has a coach keeps them.
    """
    if campaign.state not in BEFORE_LAUNCH:
        raise StateError("Coaches are shared out before launch.")
    addresses = campaign.programme.coaches
    if not addresses:
        raise InputError([Fault("The programme names no coaches.")])
    facts = [PersonFacts("", address) for address in addresses]
    coaches = register_people(session, campaign.programme.department, facts)
    load = _load(session, campaign, list(coaches.values()))
    shared = 0
    for subject in _without(session, campaign):
        others = [one for one in coaches.values() if one.id != subject.person_id]
        if others:
            subject.coach = min(others, key=lambda one: (load[one], one.email or ""))
            load[subject.coach] += 1
            shared += 1
    audit_log.note(session, by, Act.SHARE_OUT_COACHES, campaign)
    return shared


def _load(session: Session, campaign: Campaign, coaches: list[Person]) -> Counter[Person]:
    rows = session.execute(
        select(Subject.coach_id, func.count())
        .where(
            Subject.campaign_id == campaign.id,
            Subject.coach_id.in_([coach.id for coach in coaches]),
        )
        .group_by(Subject.coach_id)
    )
    counts = {row[0]: row[1] for row in rows}
    return Counter({coach: counts.get(coach.id, 0) for coach in coaches})


def _without(session: Session, campaign: Campaign) -> list[Subject]:
    return list(
        session.scalars(
            select(Subject)
            .outerjoin(Person, Subject.person_id == Person.id)
            .where(Subject.campaign_id == campaign.id, Subject.coach_id.is_(None))
            .order_by(CALLED, Subject.id)
        )
    )
