"""Nameless codes: for a group without addresses, N codes a leader, drawn from a box.

A nameless rater has no person, so no mail and no reminder can go to them, and nobody can
know who drew which code. They answer about one leader, in one protected group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from sqlalchemy import delete, func, select

from feedback.database.many_rows import in_chunks, insert_rows
from feedback.errors import InputError, StateError
from feedback.models import Invitation, Person, Rater, State, Subject
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.people.asking import draw_numbers, require_changeable
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor
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
    session: Session,
    campaign: Campaign,
    subjects: Sequence[Subject],
    group: str,
    count: int,
    *,
    by: Actor,
    language: str = "sv",
) -> None:
    """Make so many more codes for a group of each leader; in an open campaign they work at once."""
    require_changeable(campaign)
    _refuse_faulty(campaign, group, count)
    session.flush()
    numbers = draw_numbers(session, count * len(subjects))
    common = {"campaign_id": campaign.id, "person_id": None, "language": language}
    raters = [{"id": uuid4(), "number": number, **common} for number in numbers]
    about = (subject.id for subject in subjects for _ in range(count))
    asked = [
        {"id": uuid4(), "rater_id": rater["id"], "subject_id": subject_id, "group": group}
        for rater, subject_id in zip(raters, about, strict=True)
    ]
    insert_rows(session, Rater, raters)
    insert_rows(session, Invitation, asked)
    details = f"{group} {count}"
    audit_log.note(session, by, Act.ADD_NAMELESS, campaign, details=details)


def remove_nameless(
    session: Session, campaign: Campaign, subjects: Sequence[Subject], group: str, *, by: Actor
) -> None:
    """Remove all codes of a group of each leader, as long as none can have been handed out."""
    if campaign.state not in _NOT_HANDED_OUT:
        raise StateError("Codes may be handed out already; they stay until the campaign closes.")
    for chunk in in_chunks([subject.id for subject in subjects]):
        nameless = (
            select(Invitation.rater_id)
            .join(Invitation.rater)
            .where(
                Invitation.subject_id.in_(chunk),
                Invitation.group == group,
                Rater.person_id.is_(None),
            )
        )
        for raters in in_chunks(session.scalars(nameless).all()):
            session.execute(delete(Invitation).where(Invitation.rater_id.in_(raters)))
            session.execute(delete(Rater).where(Rater.id.in_(raters)))
    audit_log.note(session, by, Act.REMOVE_NAMELESS, campaign, details=group)


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
