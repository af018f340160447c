"""Take a list into an open campaign: it only adds, and whoever is new is asked at once.

Nothing that is there changes, whatever the list says of it, and nobody goes. What is compared is
who is asked and who was taken out; of answers nothing is read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.errors import Fault, InputError
from feedback.models import Invitation, MailOccasion, Person, Rater, Subject
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.ledger import INVITATION, queue_mails
from feedback.operations.people.applying import require_unchanged
from feedback.operations.people.asking import require_changeable
from feedback.operations.people.difference import Difference, difference
from feedback.operations.people.file import Notice
from feedback.operations.people.known_names import by_known_names
from feedback.operations.people.people_list import PeopleList
from feedback.operations.people.placing import place_new
from feedback.operations.people.present import people_of
from feedback.operations.people.register import PersonFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor
    from feedback.operations.people.people_list import LeaderEntry, RaterEntry

MOST_ADDED: Final = 500
"""Tasks that one list adds to an open campaign. The mails go at once, and a list of everybody in
the wrong campaign cannot be called back."""

_NAMED: Final = 10


@dataclass(frozen=True, slots=True)
class Addition:
    """What a list adds to the people of an open campaign, and what is to be said of the rest."""

    before: PeopleList
    after: PeopleList
    new: PeopleList  # leaders who are new or get new raters, with these alone
    facts: tuple[PersonFacts, ...]  # what the register is told of them
    notices: tuple[Notice, ...]

    @property
    def difference(self) -> Difference:
        """Return the places that are new; none changes and none goes."""
        return Difference(difference(self.before, self.after).added, (), ())


@dataclass(frozen=True, slots=True)
class _There:
    """Who is or was asked in a campaign by name, whoever was taken out as well."""

    people: dict[str, PersonFacts]
    tasks: dict[tuple[str, str], bool]  # leader and rater: whether they were taken out
    moved: frozenset[str]  # leaders who belong to a later campaign by now


def addition_of(session: Session, campaign: Campaign, people: PeopleList) -> Addition:
    """Return what a list adds to an open campaign as its people stand now."""
    there = _there(session, campaign)
    staying = tuple(
        one for one in people_of(session, campaign).leaders if one.email not in there.moved
    )
    before, led = PeopleList(staying), {one.email: one for one in staying}
    known = by_known_names(session, campaign.programme.department, people.unified())
    new = [
        found
        for entry in known.people.leaders
        if entry.email not in there.moved
        and (found := _new_of(_as_known(entry, there), led.get(entry.email), there))
    ]
    joined = {one.email: one for one in new}
    after = [
        replace(one, raters=(*one.raters, *joined.pop(one.email).raters))
        if one.email in joined
        else one
        for one in staying
    ]
    return Addition(
        before,
        PeopleList((*after, *joined.values())),
        PeopleList(tuple(new)),
        tuple(_facts(new, there.people)),
        (*known.notices, *_passed_over(before, known.people, there)),
    )


def add_people(
    session: Session, campaign: Campaign, people: PeopleList, *, seen: str, by: Actor
) -> Difference:
    """Add what is new in a list and mail whoever has a new task, for whoever saw who they are.

    `seen` is the digest of the people as they were to be afterwards.
    """
    require_changeable(campaign)
    addition = addition_of(session, campaign, people)
    require_unchanged(addition.after, seen)
    change = addition.difference
    if change.places > MOST_ADDED:
        raise InputError(
            [
                Fault(
                    "The list adds %(count)s tasks. An open campaign takes %(most)s at a time: "
                    "share the list out over several.",
                    count=change.places,
                    most=MOST_ADDED,
                )
            ]
        )
    asked = place_new(session, campaign, addition.new, addition.facts)
    queue_mails(
        session,
        sorted(asked),  # by a random key, as at launch
        INVITATION,
        MailOccasion.of(campaign.id, f"{by.now:%Y-%m-%d}"),
        campaign=campaign,
        due_at=by.now,
    )
    audit_log.note(session, by, Act.APPLY_LIST, campaign)
    return change


def _there(session: Session, campaign: Campaign) -> _There:
    session.flush()
    connection = session.connection()
    subjects = {
        row.id: row
        for row in connection.execute(
            select(Subject.id, Subject.is_moved, Person.email)
            .join(Person, Subject.person_id == Person.id)
            .where(Subject.campaign_id == campaign.id)
        )
    }
    people: dict[str, PersonFacts] = {}
    tasks: dict[tuple[str, str], bool] = {}
    for row in connection.execute(
        select(
            Invitation.subject_id,
            Invitation.is_withdrawn,
            Person.name,
            Person.email,
            Person.own_number,
            Person.workplace_name,
            Rater.language,
        )
        .join(Rater, Invitation.rater_id == Rater.id)
        .join(Person, Rater.person_id == Person.id)
        .where(Rater.campaign_id == campaign.id)
    ):
        number = None if row.email else row.own_number
        facts = PersonFacts(row.name, row.email, number, row.language, row.workplace_name)
        people[facts.identity] = facts
        tasks[subjects[row.subject_id].email, facts.identity] = row.is_withdrawn
    moved = frozenset(row.email for row in subjects.values() if row.is_moved)
    return _There(people, tasks, moved)


def _as_known(leader: LeaderEntry, there: _There) -> LeaderEntry:
    """Return a leader with everybody's name and language as the campaign has them."""
    raters = tuple(_rater_as_known(rater, there) for rater in leader.raters)
    known = there.people.get(leader.email)
    if known is None:
        return replace(leader, raters=raters)
    return replace(
        leader, name=known.name, language=known.language or leader.language, raters=raters
    )


def _rater_as_known(rater: RaterEntry, there: _There) -> RaterEntry:
    known = there.people.get(rater.identity)
    if known is None:
        return rater
    language = known.language or rater.language
    return replace(rater, name=known.name, language=language, workplace=known.workplace)


def _new_of(leader: LeaderEntry, earlier: LeaderEntry | None, there: _There) -> LeaderEntry | None:
    """Return a leader as they are, with the raters that are new; None where nothing is."""
    raters = tuple(
        rater for rater in leader.raters if (leader.email, rater.identity) not in there.tasks
    )
    if earlier is None:
        return replace(leader, raters=raters)
    return replace(earlier, raters=raters) if raters else None


def _facts(new: list[LeaderEntry], known: dict[str, PersonFacts]) -> Iterator[PersonFacts]:
    """Yield what the register is told: of whoever takes part already, nothing."""
    for leader in new:
        mine = PersonFacts(leader.name, leader.email, None, leader.language, leader.workplace)
        yield _untold(mine, known)
        for rater in leader.raters:
            facts = PersonFacts(
                rater.name, rater.email, rater.own_number, rater.language, rater.workplace
            )
            yield _untold(facts, known)
    for leader in new:  # last, for the first mention of somebody is the one with the name
        for address in (leader.coach_email, leader.approver_email):
            if address:
                yield PersonFacts("", address)


def _untold(facts: PersonFacts, known: dict[str, PersonFacts]) -> PersonFacts:
    there = facts.identity in known
    return PersonFacts("", facts.email, facts.own_number) if there else facts


def _passed_over(before: PeopleList, people: PeopleList, there: _There) -> Iterator[Notice]:
    """Say what the list holds that is not done."""
    moved = [one.name for one in people.leaders if one.email in there.moved]
    if moved:
        yield Notice("added-moved", values={"names": _names(moved)})
    taken_out = [
        rater.name
        for one in people.leaders
        if one.email not in there.moved
        for rater in one.raters
        if there.tasks.get((one.email, rater.identity))
    ]
    if taken_out:
        yield Notice("added-taken-out", values={"names": _names(taken_out)})
    changed = difference(before, people.keeping(before)).changed
    if changed:
        yield Notice("added-unchanged", values={"names": _names([c.place.name for c in changed])})


def _names(names: list[str]) -> str:
    told = list(dict.fromkeys(names))
    return ", ".join(told[:_NAMED]) + (" …" if len(told) > _NAMED else "")
