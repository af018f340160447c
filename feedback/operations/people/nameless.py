"""Nameless codes: for a group without addresses, N codes a leader, drawn from a box.

A nameless rater has no person, so no mail and no reminder can go to them, and nobody can
know who drew which code. They answer about one leader, in one protected group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select

from feedback.errors import InputError, StateError
from feedback.models import Invitation, Person, Rater, State, Subject
from feedback.operations.people.raters import draw_numbers, require_changeable
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from surveys.model import Group

MOST_AT_ONCE: Final = 500
_NOT_HANDED_OUT: Final = frozenset({State.DRAFT, State.NOMINATING})


@dataclass(frozen=True, slots=True)
class NamelessCodes:
    """How many codes a leader's group has."""

    subject_id: UUID
    leader: str
    group: Group
    count: int


def boxes_of(campaign: Campaign) -> list[Group]:
    """Return the groups that may answer by nameless codes: the protected ones.

    Whose answers are shown by role must be known to be in that role.
    """
    groups = survey_from_json(campaign.survey_json).groups
    return [group for group in groups if group.kind is GroupKind.PROTECTED]


def add_nameless(
    session: Session, subject: Subject, group: str, count: int, *, language: str = "sv"
) -> None:
    """Make so many more codes for a leader's group; in an open campaign they work at once."""
    campaign = subject.campaign
    require_changeable(campaign)
    _refuse_faulty(campaign, group, count)
    for number in draw_numbers(session, count):
        rater = Rater(campaign=campaign, person=None, number=number, language=language)
        session.add(Invitation(subject=subject, rater=rater, group=group))
    session.flush()


def remove_nameless(session: Session, subject: Subject, group: str) -> None:
    """Remove all codes of a leader's group, as long as none can have been handed out."""
    if subject.campaign.state not in _NOT_HANDED_OUT:
        raise StateError("Codes may be handed out already; they stay until the campaign closes.")
    invitations = select(Invitation.rater_id).join(Invitation.rater)
    rater_ids = session.scalars(
        invitations.where(
            Invitation.subject_id == subject.id,
            Invitation.group == group,
            Rater.person_id.is_(None),
        )
    ).all()
    session.execute(delete(Invitation).where(Invitation.rater_id.in_(rater_ids)))
    session.execute(delete(Rater).where(Rater.id.in_(rater_ids)))


def nameless_of(session: Session, campaign: Campaign) -> list[NamelessCodes]:
    """Return the campaign's nameless codes, by leader and in the survey's order of groups."""
    rows = session.execute(
        select(Subject.id, Person.name, Invitation.group, func.count())
        .join(Invitation.subject)
        .join(Person, Subject.person_id == Person.id)
        .join(Rater, Invitation.rater_id == Rater.id)
        .where(
            Subject.campaign_id == campaign.id,
            Rater.person_id.is_(None),
            ~Invitation.is_withdrawn,
        )
        .group_by(Subject.id, Person.name, Invitation.group)
    ).all()
    places = {group.key: (place, group) for place, group in enumerate(boxes_of(campaign))}
    return [
        NamelessCodes(subject_id, name, places[group][1], count)
        for subject_id, name, group, count in sorted(
            rows, key=lambda row: (row[1], str(row[0]), places[row[2]][0])
        )
    ]


def _refuse_faulty(campaign: Campaign, group: str, count: int) -> None:
    faults = []
    boxes = [box.key for box in boxes_of(campaign)]
    if group not in boxes:
        faults.append(f"Nameless codes are for {', '.join(boxes)}; {group!r} is none of them.")
    if not 1 <= count <= MOST_AT_ONCE:
        faults.append(f"Ask for 1 to {MOST_AT_ONCE} codes at a time, not {count}.")
    if faults:
        raise InputError(faults)
