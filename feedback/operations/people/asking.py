"""How raters come into a campaign and leave it, without a note: parts of the acts in `raters`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select, update

from feedback.ballot import new_number
from feedback.database.many_rows import in_chunks
from feedback.errors import Fault, InputError, StateError
from feedback.models import (
    Declined,
    Draft,
    Invitation,
    MailOccasion,
    Rater,
    RetiredNumber,
    State,
    Subject,
)
from feedback.operations.answering.links import replace_link
from feedback.operations.ledger import INVITATION, drop_waiting_mail, queue_mail
from feedback.operations.people.languages import language_faults
from feedback.operations.people.register import PersonFacts, register_people
from feedback.operations.people.typed import (
    address_faults,
    name_faults,
    number_faults,
    words_faults,
)
from feedback.operations.rights.accounts import find_account, organises
from feedback.text.addresses import read_address
from feedback.text.names import read_number
from feedback.text.one_line import one_line
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import Campaign, Person
    from feedback.operations.people.people_list import RaterEntry

CHANGEABLE: Final = frozenset({State.DRAFT, State.NOMINATING, State.OPEN})
"""The states in which somebody may be added or taken out."""


def make_raters(session: Session, campaign: Campaign, people: Iterable[Person]) -> dict[str, Rater]:
    """Give each person a place in the campaign with a random number; returns them by identity."""
    wanted = list(people)
    numbers = draw_numbers(session, len(wanted))
    raters = {
        person.email or f"#{person.own_number}": Rater(
            campaign=campaign, person=person, number=number, language=person.language
        )
        for person, number in zip(wanted, numbers, strict=True)
    }
    session.add_all(raters.values())
    return raters


def put_rater(
    session: Session, subject: Subject, entry: RaterEntry, *, now: datetime
) -> Invitation:
    """Ask one more person about a subject; in an open campaign the mail goes at once."""
    campaign = subject.campaign
    require_changeable(campaign)
    facts = _checked(subject, entry)
    person = register_people(session, campaign.programme.department, [facts])[facts.identity]
    rater = _rater_of(session, campaign, person) or _new_rater(session, campaign, person)
    invitation = session.scalar(
        select(Invitation).where(
            Invitation.subject_id == subject.id, Invitation.rater_id == rater.id
        )
    )
    if invitation is None:
        invitation = Invitation(subject=subject, rater=rater, group=entry.group)
        session.add(invitation)
    # Somebody withdrawn earlier comes back in the group they had: a response may lie there.
    invitation.is_withdrawn = False
    session.flush()
    invite_if_open(session, campaign, person, now=now)
    return invitation


def invite_if_open(session: Session, campaign: Campaign, person: Person, *, now: datetime) -> None:
    """Mail the invitation of somebody who is asked in an open campaign, once a day at most."""
    if campaign.state is State.OPEN:
        queue_mail(
            session,
            person,
            INVITATION,
            MailOccasion.of(campaign.id, f"{now:%Y-%m-%d}"),
            campaign=campaign,
            due_at=now,
        )


def take_out_rater(session: Session, invitation: Invitation) -> None:
    """Stop asking a person about a subject; a response already given stays.

    The same whether or not they have answered: the row stays and is marked, so that the
    count at close agrees and nothing can be learnt from what is gone.
    """
    require_changeable(invitation.subject.campaign)
    if invitation.subject.campaign.state is State.OPEN:
        invitation.is_withdrawn = True
        session.execute(delete(Draft).where(Draft.invitation_id == invitation.id))
    else:
        session.delete(invitation)
    session.flush()


def put_address(session: Session, rater: Rater, email: str, *, now: datetime) -> None:
    """Send a rater's link to another address: the old link and its drafts die.

    Whoever reads the new address begins anew, whether or not an answer came from the old
    one, and an answer that came stays: else the new link would tell who has answered.
    """
    campaign, wrong = rater.campaign, rater.person
    require_changeable(campaign)
    if wrong is None:
        raise InputError([Fault("A nameless code has no address to correct.")])
    email = _read(email)  # before anything is looked up by it
    facts = PersonFacts(wrong.name, email, language=wrong.language)
    person = register_people(session, campaign.programme.department, [facts])[facts.identity]
    if person is not wrong and _rater_of(session, campaign, person) is not None:
        raise InputError([Fault("%(email)s already takes part in this campaign.", email=email)])
    led = session.scalars(
        select(Subject).where(Subject.campaign_id == campaign.id, Subject.person_id == wrong.id)
    ).all()
    if led:
        _refuse_organiser(session, campaign, email)
    drop_waiting_mail(session, campaign, wrong)
    _discard_drafts(session, rater)
    if campaign.state is State.OPEN and person is not wrong:
        _begin_anew(session, rater)
    for subject in led:
        subject.person = person  # a leader's own address: the leader is this person too
    rater.person = person
    replace_link(rater)
    session.flush()
    if campaign.state is State.OPEN:
        occasion = MailOccasion.of(campaign.id, f"v{rater.link_version}")
        queue_mail(session, person, INVITATION, occasion, campaign=campaign, due_at=now)


def put_in_group(session: Session, invitation: Invitation, group: str) -> Invitation:
    """Ask a person in another group; a response already given stays where it was given.

    Nothing is lost of a draft or a decline, and nothing tells whether there was an answer.
    """
    subject, rater = invitation.subject, invitation.rater
    require_changeable(subject.campaign)
    _refuse_unknown_group(subject.campaign, group)
    if invitation.group == group:
        return invitation
    if subject.campaign.state is not State.OPEN:
        invitation.group = group
        session.flush()
        return invitation
    _refuse_shown_by_role(subject.campaign, group)
    _leave_to_nobody(session, [invitation])
    moved = Invitation(subject=subject, rater=rater, group=group)
    session.add(moved)
    session.flush()
    for table in (Draft, Declined):
        kept = update(table).where(table.invitation_id == invitation.id)
        session.execute(kept.values(invitation_id=moved.id))
    return moved


def require_changeable(campaign: Campaign) -> None:
    """Refuse a change of raters while a campaign is launching, closing or over."""
    if campaign.state not in CHANGEABLE:
        message = f"Raters cannot be changed while the campaign is {campaign.state}."
        raise StateError(message)


def draw_numbers(session: Session, count: int) -> list[int]:
    """Draw random numbers that no rater has or had."""
    session.flush()
    connection, numbers = session.connection(), set[int]()
    while len(numbers) < count:
        drawn = [new_number() for _ in range(count - len(numbers))]
        taken = {
            number
            for chunk in in_chunks(drawn)
            for table in (Rater, RetiredNumber)
            for number in connection.scalars(select(table.number).where(table.number.in_(chunk)))
        }
        numbers.update(set(drawn) - taken)
    return list(numbers)


def _checked(subject: Subject, entry: RaterEntry) -> PersonFacts:
    """Return who is meant, or refuse with every fault of the entry."""
    faults = list(_group_faults(subject.campaign, entry.group))
    email = read_address(entry.email) if entry.email else None
    if entry.email:
        faults += address_faults(entry.email)
    elif entry.own_number:
        faults += number_faults(entry.own_number)
    else:
        faults.append(Fault("Give an e-mail address, or a number of their own for a letter."))
    if not one_line(entry.name):
        faults.append(Fault("Give a name."))
    faults += [*name_faults(entry.name), *words_faults(entry.workplace)]
    if email and email == subject.person.email:
        faults.append(Fault("Leaders answer about themselves without being listed."))
    faults += language_faults(subject.campaign, entry.language)
    if faults:
        raise InputError(faults)
    number = None if email else read_number(entry.own_number or "")
    return PersonFacts(entry.name, email, number, entry.language, entry.workplace)


def _refuse_unknown_group(campaign: Campaign, group: str) -> None:
    faults = list(_group_faults(campaign, group))
    if faults:
        raise InputError(faults)


def _group_faults(campaign: Campaign, group: str) -> Iterator[Fault]:
    groups = [g.key for g in survey_from_json(campaign.survey_json).groups if g.kind != "self"]
    if group not in groups:
        known = ", ".join(groups)
        yield Fault(
            "There is no group %(group)s; the survey has %(known)s.", group=group, known=known
        )


def _refuse_shown_by_role(campaign: Campaign, group: str) -> None:
    # A form may be open that promised something else, and would be sent under the new group.
    if survey_from_json(campaign.survey_json).group(group).kind is not GroupKind.PROTECTED:
        raise InputError(
            [Fault("While answers come in, nobody is moved to where answers are shown by role.")]
        )


def _refuse_organiser(session: Session, campaign: Campaign, email: str) -> None:
    # Whoever has the leader's address reads the report, and organisers read none.
    account = find_account(session, email)
    if account is not None and organises(session, account, campaign.programme.department_id):
        raise InputError([Fault("%(email)s organises campaigns of this department.", email=email)])


def _read(email: str) -> str:
    faults = list(address_faults(email))
    if faults:
        raise InputError(faults)
    return read_address(email)


def _rater_of(session: Session, campaign: Campaign, person: Person) -> Rater | None:
    return session.scalar(
        select(Rater).where(Rater.campaign_id == campaign.id, Rater.person_id == person.id)
    )


def _new_rater(session: Session, campaign: Campaign, person: Person) -> Rater:
    (rater,) = make_raters(session, campaign, [person]).values()
    session.flush()
    return rater


def _discard_drafts(session: Session, rater: Rater) -> None:
    mine = select(Invitation.id).where(Invitation.rater_id == rater.id)
    # Invitations before drafts, as raters lock them.
    session.execute(mine.order_by(Invitation.id).with_for_update(key_share=True))
    session.execute(delete(Draft).where(Draft.invitation_id.in_(mine)))


def _begin_anew(session: Session, rater: Rater) -> None:
    """Ask again all that was asked so far, answered or not."""
    asked = [one for one in rater.invitations if one.subject.person_id != rater.person_id]
    again = [(one.subject, one.group, one.is_withdrawn) for one in asked]
    _leave_to_nobody(session, asked)
    session.add_all(
        Invitation(subject=subject, rater=rater, group=group, is_withdrawn=is_withdrawn)
        for subject, group, is_withdrawn in again
    )


def _leave_to_nobody(session: Session, asked: list[Invitation]) -> None:
    """Leave invitations, answered or not, to a rater whom nobody is any more."""
    if not asked:
        return
    rater = asked[0].rater
    left = Rater(
        campaign=rater.campaign,
        person=None,
        number=draw_numbers(session, 1)[0],
        language=rater.language,
    )
    session.add(left)
    for invitation in asked:
        invitation.rater, invitation.is_withdrawn = left, True
    session.flush()  # one invitation about a subject at a time
