"""A list into an open campaign only adds: whoever is new is asked, and all else stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.ballot import Part
from feedback.errors import InputError
from feedback.jobs import Duty
from feedback.models import Campaign, Invitation, Mail, Person, Rater, StagedPeople, Subject
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import submit
from feedback.operations.ledger import INVITATION
from feedback.operations.people.adding import MOST_ADDED
from feedback.operations.people.file.reading import PeopleFile
from feedback.operations.people.people_list import PeopleList
from feedback.operations.people.raters import add_rater, withdraw_rater
from feedback.operations.people.staged import apply_staged
from tests.acting import by
from tests.feedback.office import PEOPLE, address_of, invitation_of, leader, rater, subject_named
from tests.feedback.waiting_lists import HR, let_wait, staged_of

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.operations.people.staged import Staged
    from tests.feedback.office import Office

KARIN, _ = PEOPLE.leaders
NEW = PeopleList(
    (
        replace(
            leader(
                "Karin Lund",
                rater("Anna Berg", "peer", "en"),  # is asked in another group, and answers Swedish
                rater("Bo Ek"),
                rater("Ida Lim"),
                coach="Nina Vik",
            ),
            title="Skolchef",
        ),
        leader("Nina Vik", rater("Cia Dahl", "peer"), rater("Moa Ny"), coach="Siv Ros"),
    )
)
ADDED = ["Ida Lim", "Nina Vik", "Cia Dahl", "Moa Ny"]


def wait(office: Office, campaign_id: UUID, people: PeopleList = NEW) -> Staged:
    """Let a list wait in a campaign, and return what it would change."""
    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        actor = by(office.now, name=HR.owner)
        let_wait(session, campaign, PeopleFile(people, ()), by=actor, adds_only=True)
        staged = staged_of(session, campaign, by=actor)
        assert staged
        return staged


def add(office: Office, campaign_id: UUID, staged: Staged) -> None:
    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        apply_staged(session, campaign, HR, seen=staged.seen, by=by(office.now, name=HR.owner))


def state_of(session: Session, campaign_id: UUID) -> list[tuple[object, ...]]:
    """Return all that is known of a campaign's leaders, raters and tasks."""
    return sorted(
        tuple(map(str, row))
        for row in session.execute(
            select(
                Invitation.id, Invitation.group, Invitation.is_withdrawn, Rater.number,
                Rater.language, Person.name, Person.language, Person.workplace_name,
                Subject.title, Subject.workplace_name, Subject.coach_id, Subject.approver_id,
            )
            .join(Rater, Invitation.rater_id == Rater.id)
            .join(Person, Rater.person_id == Person.id)
            .join(Subject, Invitation.subject_id == Subject.id)
            .where(Subject.campaign_id == campaign_id)
        )
    )  # fmt: skip


def asked_by_mail(session: Session, campaign_id: UUID) -> list[str]:
    """Return the names of whoever has an invitation on the way, once for each."""
    return list(
        session.scalars(
            select(Person.name)
            .join(Mail, Mail.person_id == Person.id)
            .where(Mail.campaign_id == campaign_id, Mail.kind == INVITATION)
        )
    )


def test_whoever_is_new_is_asked_and_all_else_stays(office: Office) -> None:
    campaign_id = office.opened()
    with office.database.writing() as session:
        withdraw_rater(session, invitation_of(session, campaign_id, "Bo Ek", "Karin Lund"), by=by())
    with office.database.reading() as session:
        before = state_of(session, campaign_id)
        mailed = asked_by_mail(session, campaign_id)

    staged = wait(office, campaign_id)
    add(office, campaign_id, staged)

    assert sorted(place.name for place in staged.difference.added) == sorted(ADDED)
    assert (staged.difference.changed, staged.difference.removed) == ((), ())
    assert [notice.code for notice in staged.advice] == ["added-taken-out", "added-unchanged"]
    assert (staged.effect.leaders.added, staged.effect.tasks.added) == (1, 4)
    with office.database.reading() as session:
        after = state_of(session, campaign_id)
        assert [row for row in after if row in before] == before
        assert len(after) == len(before) + len(ADDED)
        nina = subject_named(session, campaign_id, "Nina Vik")
        assert nina.coach
        assert nina.coach.name == "Siv Ros"
        assert invitation_of(session, campaign_id, "Nina Vik", "Nina Vik").group == "self"
        again = asked_by_mail(session, campaign_id)
        for name in mailed:
            again.remove(name)
        assert sorted(again) == sorted(ADDED)


def test_what_a_list_adds_tells_nothing_of_answers(office: Office) -> None:
    campaign_id = office.opened()
    before = wait(office, campaign_id)
    with office.database.writing() as session:
        anna = invitation_of(session, campaign_id, "Anna Berg", "Karin Lund")
        keys = office.settings.link_key_folder
        submit(session, keys, anna, Part.RESPONSE, Answers({"lugn": 4}))

    assert wait(office, campaign_id) == before


def test_a_list_that_waits_is_thrown_away_when_the_campaign_opens(office: Office) -> None:
    campaign_id = office.asked()
    with office.database.writing() as session:
        session.add(
            StagedPeople(
                campaign_id=campaign_id, staged_by=HR.owner, file=b"", content=b"", seen="x",
                staged_at=office.now,
            )
        )  # fmt: skip

    office.worker.do(Duty.LAUNCH, campaign_id)

    with office.database.reading() as session:
        assert session.scalars(select(StagedPeople)).all() == []


def test_a_list_that_was_looked_at_before_somebody_else_was_added_is_looked_at_again(
    small_office: Office,
) -> None:
    campaign_id = small_office.opened()
    staged = wait(small_office, campaign_id)
    with small_office.database.writing() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        add_rater(session, karin, rater("Nils Ny"), by=by(small_office.now))

    with pytest.raises(InputError, match="meanwhile"):
        add(small_office, campaign_id, staged)


def test_an_open_campaign_takes_so_many_at_a_time(small_office: Office) -> None:
    campaign_id = small_office.opened()
    many = [rater(f"Person {number}") for number in range(MOST_ADDED)]
    karin = replace(KARIN, raters=tuple(many))

    full = wait(small_office, campaign_id, PeopleList((karin,)))
    add(small_office, campaign_id, full)
    more = replace(karin, raters=(*many, *(replace(one, email=f"x{one.email}") for one in many)))
    staged = wait(small_office, campaign_id, PeopleList((more, leader("Nina Vik"))))

    with pytest.raises(InputError, match=f"takes {MOST_ADDED} at a time"):
        add(small_office, campaign_id, staged)
    with small_office.database.reading() as session:
        assert session.scalar(select(Person).where(Person.email == address_of("Nina Vik"))) is None


def test_nobody_is_added_about_a_leader_who_was_moved(small_office: Office) -> None:
    campaign_id = small_office.opened()
    with small_office.database.writing() as session:
        subject_named(session, campaign_id, "Karin Lund").is_moved = True

    staged = wait(small_office, campaign_id, PeopleList(NEW.leaders[:1]))

    assert staged.difference.is_empty
    assert [notice.code for notice in staged.advice] == ["added-moved"]
