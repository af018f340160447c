"""Leaders of a campaign one by one: add, change and remove; once it is open, only add.

Who was forgotten is asked at once, like any rater who comes later; nothing tells of answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import aliased

from feedback.database.many_rows import in_chunks
from feedback.errors import Fault, InputError, StateError
from feedback.models import (
    Invitation,
    Person,
    Proposal,
    Rater,
    State,
    Subject,
)
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.people.asking import invite_if_open, make_raters, require_changeable
from feedback.operations.people.languages import language_faults
from feedback.operations.people.present import own_group
from feedback.operations.people.register import PersonFacts, forget_people, register_people
from feedback.operations.people.typed import address_faults, name_faults, words_faults
from feedback.text.addresses import read_address
from feedback.text.one_line import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor
    from feedback.operations.people.people_list import LeaderEntry


def add_leader(session: Session, campaign: Campaign, entry: LeaderEntry, *, by: Actor) -> Subject:
    """Put one more leader into a campaign; they answer about themselves, too.

    In an open campaign their mail goes at once, and a language they answer in already stays.
    """
    require_changeable(campaign)
    faults = list(_faults(campaign, entry))
    email = read_address(entry.email)
    if _is_led(session, campaign, email):
        faults.append(Fault("%(email)s is a leader of this campaign already.", email=email))
    if faults:
        raise InputError(faults)
    people = _people(session, campaign, entry)
    subject = Subject(campaign=campaign, person=people[email])
    session.add(subject)
    _write(subject, entry, people)
    _ask_about_themselves(session, subject, entry.language, now=by.now)
    audit_log.note(session, by, Act.ADD_LEADER, subject)
    return subject


def change_leader(session: Session, subject: Subject, entry: LeaderEntry, *, by: Actor) -> None:
    """Change what is known of a leader, and who coaches and approves; the address stays.

    A language that is not the register's is a new one, and theirs in this campaign, too.
    """
    campaign = subject.campaign
    _require_draft(campaign)
    faults = list(_faults(campaign, entry))
    if faults:
        raise InputError(faults)
    if entry.language != subject.person.language:
        own = (Rater.campaign_id == campaign.id, Rater.person_id == subject.person_id)
        session.execute(update(Rater).where(*own).values(language=entry.language))
    _write(subject, entry, _people(session, campaign, entry))
    audit_log.note(session, by, Act.CHANGE_LEADER, subject)


def remove_leaders(
    session: Session, campaign: Campaign, subjects: Sequence[Subject], *, by: Actor
) -> None:
    """Take leaders out of a campaign, with everybody who was to answer only about them."""
    audit_log.note(session, by, Act.REMOVE_LEADER, *subjects)
    take_out_leaders(session, campaign, subjects)


def count_leavers(session: Session, subjects: Sequence[Subject]) -> int:
    """Return how many people besides these leaders are asked about nobody else."""
    ids = [subject.id for subject in subjects]
    others = aliased(Invitation)
    asked_otherwise = select(others.id).where(
        others.rater_id == Invitation.rater_id, others.subject_id.not_in(ids)
    )
    leaders = [subject.person_id for subject in subjects]
    found = session.scalar(
        select(func.count(Invitation.rater_id.distinct()))
        .join(Rater, Invitation.rater_id == Rater.id)
        .where(
            Invitation.subject_id.in_(ids),
            Rater.person_id.is_not(None),
            Rater.person_id.not_in(leaders),
            ~asked_otherwise.exists(),
        )
    )
    return found or 0


def take_out_leaders(session: Session, campaign: Campaign, subjects: Sequence[Subject]) -> None:
    """Do what `remove_leaders` does, without a note."""
    _require_draft(campaign)
    person_ids = [subject.person_id for subject in subjects if subject.person_id]
    for chunk in in_chunks([subject.id for subject in subjects]):
        session.execute(delete(Invitation).where(Invitation.subject_id.in_(chunk)))
        session.execute(delete(Proposal).where(Proposal.subject_id.in_(chunk)))
        session.execute(delete(Subject).where(Subject.id.in_(chunk)))
    left = select(Invitation.rater_id).where(Invitation.rater_id == Rater.id)
    leavers = session.execute(
        delete(Rater)
        .where(Rater.campaign_id == campaign.id, ~left.exists())
        .returning(Rater.person_id),
        execution_options={"synchronize_session": False},
    )
    person_ids += [person_id for person_id in leavers.scalars() if person_id]
    forget_people(session, person_ids)


def _require_draft(campaign: Campaign) -> None:
    if campaign.state not in BEFORE_LAUNCH:
        raise StateError("The leaders of a campaign are settled when it is launched.")


def _ask_about_themselves(
    session: Session, subject: Subject, language: str, *, now: datetime
) -> None:
    campaign, person = subject.campaign, subject.person
    rater = session.scalar(
        select(Rater).where(Rater.campaign_id == campaign.id, Rater.person_id == person.id)
    )
    is_new = rater is None
    if rater is None:
        (rater,) = make_raters(session, campaign, [person]).values()
    if is_new or campaign.state is not State.OPEN:
        rater.language = language  # whoever was to answer about others may have had another
    group = own_group(campaign)
    if group:
        session.add(Invitation(subject=subject, rater=rater, group=group))
    session.flush()
    if group:
        invite_if_open(session, campaign, person, now=now)


def _is_led(session: Session, campaign: Campaign, email: str) -> bool:
    led = select(Subject.id).join(Person, Subject.person_id == Person.id)
    found = led.where(Subject.campaign_id == campaign.id, Person.email == email)
    return session.scalar(found) is not None


def _people(session: Session, campaign: Campaign, entry: LeaderEntry) -> dict[str, Person]:
    email = read_address(entry.email)
    facts = [PersonFacts(entry.name, email, None, entry.language, entry.workplace)]
    others = (entry.coach_email, entry.approver_email)
    facts += [PersonFacts("", read_address(address)) for address in others if address]
    return register_people(session, campaign.programme.department, facts)


def _write(subject: Subject, entry: LeaderEntry, people: dict[str, Person]) -> None:
    coach, approver = (
        people[read_address(address)] if address else None
        for address in (entry.coach_email, entry.approver_email)
    )
    subject.title, subject.workplace_name = one_line(entry.title), one_line(entry.workplace)
    subject.coach, subject.approver = coach, approver


def _faults(campaign: Campaign, entry: LeaderEntry) -> Iterator[Fault]:
    if not one_line(entry.name):
        yield Fault("Give the leader's name.")
    yield from name_faults(entry.name)
    yield from words_faults(entry.title, entry.workplace)
    for address in (entry.email, entry.coach_email, entry.approver_email):
        if address:
            yield from address_faults(address)
    if not entry.email:
        yield Fault("Give the leader's e-mail address.")
    leader = read_address(entry.email)
    if entry.coach_email and read_address(entry.coach_email) == leader:
        yield Fault("Leaders do not coach themselves. Name somebody else.")
    if entry.approver_email and read_address(entry.approver_email) == leader:
        yield Fault("Leaders do not approve their own list. Name somebody else.")
    yield from language_faults(campaign, entry.language)
