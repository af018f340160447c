"""Put leaders, raters and their tasks where a list says: add, change, take out.

Thousands at once, in a handful of statements.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from feedback.database.many_rows import in_chunks, insert_rows, update_rows
from feedback.models import Invitation, Proposal, Rater, Subject
from feedback.operations.people.asking import draw_numbers
from feedback.operations.people.difference import difference
from feedback.operations.people.known_names import by_known_names
from feedback.operations.people.present import own_group
from feedback.operations.people.register import PersonFacts, forget_people, register_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.people.difference import Difference
    from feedback.operations.people.people_list import LeaderEntry, PeopleList

STEPS = ("people", "leaders", "raters", "invitations", "leavers")
"""What is done one after the other, for whoever shows how far it has come."""

_Row = dict[str, Any]
_Asked = dict[tuple[UUID, UUID], tuple[UUID, str]]


def change_people(
    session: Session,
    campaign: Campaign,
    before: PeopleList,
    people: PeopleList,
    *,
    on_step: Callable[[str], None] = lambda _: None,
) -> Difference:
    """Make the campaign's people those of a list, for whoever has looked how they stood before.

    What the list leaves empty stays as it was. Whoever a draw left out stays left out.
    """
    department = campaign.programme.department
    wanted = by_known_names(session, department, people.keeping(before)).people
    on_step("people")
    # Names that stay are in the list by now.
    ids = register_ids(session, department, _everybody(wanted), kept={})
    on_step("leaders")
    subjects = _put_subjects(session, campaign, wanted, ids)
    on_step("raters")
    raters = _put_raters(session, campaign, wanted, ids)
    on_step("invitations")
    _put_invitations(session, _tasks(campaign, wanted), subjects, raters)
    on_step("leavers")
    _remove_others(session, campaign, wanted, ids)
    session.expire_all()
    return difference(before, wanted)


def place_new(
    session: Session, campaign: Campaign, new: PeopleList, facts: Iterable[PersonFacts]
) -> set[UUID]:
    """Add leaders and raters beside those who stay; return whom a mail reaches about it.

    `new` holds each leader as they are to be with the new raters alone; `facts` is what the
    register is told of everybody in it.
    """
    ids = register_ids(session, campaign.programme.department, facts, kept={})
    there = _led(session, campaign)
    subjects = _put_subjects(session, campaign, new, ids)
    raters = _put_raters(session, campaign, new, ids)
    _put_invitations(session, _tasks(campaign, new), subjects, raters, removes=False)
    session.expire_all()
    own = own_group(campaign)
    asked = {rater.email for leader in new.leaders for rater in leader.raters}
    asked |= {one.email for one in new.leaders if own and ids[one.email] not in there}
    return {ids[email] for email in asked if email}


def _everybody(people: PeopleList) -> list[PersonFacts]:
    leaders = [
        PersonFacts(leader.name, leader.email, None, leader.language, leader.workplace)
        for leader in people.leaders
    ]
    raters = [
        PersonFacts(entry.name, entry.email, entry.own_number, entry.language, entry.workplace)
        for leader in people.leaders
        for entry in leader.raters
    ]
    named = {
        address
        for leader in people.leaders
        for address in (leader.coach_email, leader.approver_email)
        if address
    }
    return [*leaders, *raters, *(PersonFacts("", address) for address in sorted(named))]


def _put_subjects(
    session: Session, campaign: Campaign, people: PeopleList, ids: dict[str, UUID]
) -> dict[str, UUID]:
    """Add and change leaders' places; return them by address."""
    there = _led(session, campaign)
    added: list[_Row] = []
    changed: list[_Row] = []
    places: dict[str, UUID] = {}
    for leader in people.leaders:
        subject_id = there.get(ids[leader.email])
        row = _subject_row(leader, ids) | {"id": subject_id or uuid4()}
        places[leader.email] = row["id"]
        if subject_id:
            changed.append(row)
        else:
            added.append(row | {"campaign_id": campaign.id, "person_id": ids[leader.email]})
    update_rows(session, Subject, changed)
    insert_rows(session, Subject, added)
    return places


def _led(session: Session, campaign: Campaign) -> dict[UUID, UUID]:
    """Return the leaders' places by person."""
    rows = session.connection().execute(
        select(Subject.person_id, Subject.id).where(Subject.campaign_id == campaign.id)
    )
    return {row.person_id: row.id for row in rows}


def _subject_row(leader: LeaderEntry, ids: dict[str, UUID]) -> _Row:
    return {
        "coach_id": ids[leader.coach_email] if leader.coach_email else None,
        "approver_id": ids[leader.approver_email] if leader.approver_email else None,
        "title": leader.title,
        "workplace_name": leader.workplace,
    }


def _put_raters(
    session: Session, campaign: Campaign, people: PeopleList, ids: dict[str, UUID]
) -> dict[str, UUID]:
    """Give everybody a place with a random number, and their language; return them by identity."""
    # Whoever only coaches or approves is no rater, and gets no link.
    languages = _languages(people)
    there = {
        person_id: (rater_id, language)
        for person_id, rater_id, language in session.connection().execute(
            select(Rater.person_id, Rater.id, Rater.language).where(
                Rater.campaign_id == campaign.id
            )
        )
    }
    new = [identity for identity in languages if ids[identity] not in there]
    added: list[_Row] = [
        {
            "id": uuid4(),
            "campaign_id": campaign.id,
            "person_id": ids[identity],
            "number": number,
            "language": languages[identity],
        }
        for identity, number in zip(new, draw_numbers(session, len(new)), strict=True)
    ]
    changed = [
        {"id": there[person_id][0], "language": language}
        for identity, language in languages.items()
        if (person_id := ids[identity]) in there and there[person_id][1] != language
    ]
    update_rows(session, Rater, changed)
    insert_rows(session, Rater, added)
    places = {row["person_id"]: row["id"] for row in added}
    return {
        identity: places.get(ids[identity]) or there[ids[identity]][0] for identity in languages
    }


def _languages(people: PeopleList) -> dict[str, str]:
    languages = {leader.email: leader.language for leader in people.leaders}
    for leader in people.leaders:
        for entry in leader.raters:
            languages.setdefault(entry.identity, entry.language)
    return languages


@dataclass(frozen=True, slots=True)
class _Task:
    """One task of the list: who is asked about whom, and as what."""

    leader: str
    rater: str
    group: str


def _tasks(campaign: Campaign, people: PeopleList) -> Iterable[_Task]:
    own = own_group(campaign)
    for leader in people.leaders:
        if own:
            yield _Task(leader.email, leader.email, own)
        for entry in leader.raters:
            yield _Task(leader.email, entry.identity, entry.group)


def _put_invitations(
    session: Session,
    tasks: Iterable[_Task],
    subjects: dict[str, UUID],
    raters: dict[str, UUID],
    *,
    removes: bool = True,
) -> None:
    there = _invitations(session, list(subjects.values()))
    added: list[_Row] = []
    changed: list[_Row] = []
    for task in tasks:
        subject_id, rater_id = subjects[task.leader], raters[task.rater]
        known = there.pop((subject_id, rater_id), None)
        if known is None:
            row = {"subject_id": subject_id, "rater_id": rater_id, "group": task.group}
            added.append(row | {"id": uuid4()})
        elif known[1] != task.group:
            changed.append({"id": known[0], "group": task.group})
    update_rows(session, Invitation, changed)
    insert_rows(session, Invitation, added)
    gone = [invitation_id for invitation_id, _ in there.values()] if removes else []
    for chunk in in_chunks(gone):
        session.execute(delete(Invitation).where(Invitation.id.in_(chunk)))


def _invitations(session: Session, subject_ids: list[UUID]) -> _Asked:
    """Return the named raters' invitations; codes from a box stay as they are."""
    return {
        (subject_id, rater_id): (invitation_id, group)
        for chunk in in_chunks(subject_ids)
        for subject_id, rater_id, invitation_id, group in session.connection().execute(
            select(Invitation.subject_id, Invitation.rater_id, Invitation.id, Invitation.group)
            .join(Rater, Invitation.rater_id == Rater.id)
            .where(Invitation.subject_id.in_(chunk), Rater.person_id.is_not(None))
        )
    }


def _remove_others(
    session: Session, campaign: Campaign, people: PeopleList, ids: dict[str, UUID]
) -> None:
    """Take out who is not on the list: leaders with all of theirs, then raters, then people."""
    leaders = {ids[leader.email] for leader in people.leaders}
    gone = [
        subject_id
        for subject_id, person_id in session.execute(
            select(Subject.id, Subject.person_id).where(Subject.campaign_id == campaign.id)
        )
        if person_id not in leaders
    ]
    for chunk in in_chunks(gone):
        session.execute(delete(Invitation).where(Invitation.subject_id.in_(chunk)))
        session.execute(delete(Proposal).where(Proposal.subject_id.in_(chunk)))
        session.execute(delete(Subject).where(Subject.id.in_(chunk)))
    asked = {ids[identity] for identity in people.people}
    left = select(Invitation.rater_id).where(Invitation.rater_id == Rater.id)
    leavers = [
        (rater_id, person_id)
        for rater_id, person_id in session.execute(
            select(Rater.id, Rater.person_id).where(
                Rater.campaign_id == campaign.id, ~left.exists()
            )
        )
        if person_id not in asked
    ]
    for chunk in in_chunks([rater_id for rater_id, _ in leavers]):
        session.execute(delete(Rater).where(Rater.id.in_(chunk)))
    if leavers or gone:
        forget_people(session, [person_id for _, person_id in leavers if person_id])
