"""What raters say is wrong is put right, and nothing of it tells who has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from sqlalchemy import select

from feedback.ballot import Part
from feedback.errors import InputError, StateError
from feedback.jobs import Duty
from feedback.models import Campaign, Correction, Draft, Mail, State, Wrong
from feedback.operations.answering.drafts import Answers, PageAnswers, save_page
from feedback.operations.answering.submitting import submit
from feedback.operations.campaigns.lifecycle import cancel
from feedback.operations.letters.composers.raters import asked_of
from feedback.operations.people.corrections import (
    ask_at_address,
    ask_in_group,
    ask_no_more,
    corrections_of,
    count_corrections,
    leave_as_it_is,
    report_wrong,
)
from feedback.operations.results.reports import release_of
from tests.acting import by
from tests.feedback.office import invitation_of, rater_named, subject_named
from tests.opening import open_link, read_draft

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.operations.letters.composers.raters import LetterSubject
    from tests.feedback.office import Office


def report(office: Office, campaign_id: UUID, who: str, wrong: Wrong = Wrong.GROUP) -> None:
    with office.database.writing() as session:
        report_wrong(session, invitation_of(session, campaign_id, who, "Karin Lund"), wrong)


def answer(office: Office, campaign_id: UUID, who: str) -> None:
    with office.database.writing() as session:
        invitation = invitation_of(session, campaign_id, who, "Karin Lund")
        submit(
            session,
            office.settings.link_key_folder,
            invitation,
            Part.RESPONSE,
            Answers({"lugn": 4}),
        )


def only(session: Session, campaign_id: UUID) -> Correction:
    [found] = corrections_of(session, session.get_one(Campaign, campaign_id))
    return found


@pytest.mark.parametrize("has_answered", [True, False], ids=["answered", "not answered"])
def test_the_list_is_the_same_whether_answered_or_not(
    office: Office, *, has_answered: bool
) -> None:
    campaign_id = office.opened()
    if has_answered:
        answer(office, campaign_id, "Anna Berg")
    report(office, campaign_id, "Anna Berg")
    report(office, campaign_id, "Anna Berg", Wrong.LEFT)

    with office.database.reading() as session:
        found = only(session, campaign_id)

        assert found.wrong == "left"
        assert found.invitation.rater is rater_named(session, campaign_id, "Anna Berg")
        assert count_corrections(session, session.get_one(Campaign, campaign_id)) == 1


def reminded_of(office: Office, session: Session, campaign_id: UUID, who: str) -> list[str]:
    """Return whom a reminder to somebody would name."""
    campaign, rater = session.get_one(Campaign, campaign_id), rater_named(session, campaign_id, who)
    mail = Mail(
        campaign=campaign, person=rater.person, person_id=rater.person_id, due_at=office.now
    )
    letter = asked_of(session, office.settings, mail, unfinished=True)
    subjects = letter.facts["subjects"] if letter else []
    return [one.name for one in cast("list[LetterSubject]", subjects)]


def test_who_says_that_something_is_wrong_is_not_reminded_of_it(office: Office) -> None:
    campaign_id = office.opened()
    report(office, campaign_id, "Anna Berg")

    with office.database.reading() as session:
        left = reminded_of(office, session, campaign_id, "Anna Berg")

    assert left == ["Olle Sand"]


@pytest.mark.parametrize("has_answered", [True, False], ids=["answered", "not answered"])
def test_moving_to_the_right_group_looks_the_same_and_keeps_what_was_given(
    office: Office, *, has_answered: bool
) -> None:
    campaign_id = office.opened()
    if has_answered:
        answer(office, campaign_id, "Anna Berg")
    for who in ("Bo Ek", "Cia Dahl", "Dan Frid"):
        answer(office, campaign_id, who)
    report(office, campaign_id, "Anna Berg")

    with office.database.writing() as session:
        ask_in_group(session, only(session, campaign_id), "peer", by=by())

    with office.database.reading() as session:
        moved = invitation_of(session, campaign_id, "Anna Berg", "Karin Lund")
        assert (moved.group, moved.is_withdrawn) == ("peer", False)
        assert count_corrections(session, session.get_one(Campaign, campaign_id)) == 0
        assert len(reminded_of(office, session, campaign_id, "Anna Berg")) == 2
    office.worker.do(Duty.CLOSE, campaign_id)
    assert office.state(campaign_id) is State.CLOSED
    with office.database.reading() as session:
        release = release_of(session, subject_named(session, campaign_id, "Karin Lund"))
        assert [block.n for block in release.figures.blocks] == [4 if has_answered else 3]


def test_moving_keeps_a_draft(office: Office) -> None:
    campaign_id = office.opened()
    code = office.link_of(campaign_id, "Anna Berg").rpartition("/")[2]
    with office.database.writing() as session:
        access = open_link(session, office.settings.link_key_folder, code)
        invitation = invitation_of(session, campaign_id, "Anna Berg", "Karin Lund")
        page = PageAnswers({"lugn": 5})
        save_page(session, access, invitation, Part.RESPONSE, page, now=office.now)
    report(office, campaign_id, "Anna Berg")

    with office.database.writing() as session:
        ask_in_group(session, only(session, campaign_id), "peer", by=by())

    with office.database.reading() as session:
        moved = invitation_of(session, campaign_id, "Anna Berg", "Karin Lund")
        assert read_draft(session, access, moved, Part.RESPONSE).answers.ratings == {"lugn": 5}


@pytest.mark.parametrize("group", ["self", "styrelse", "manager"])
def test_a_group_that_nobody_can_be_moved_to_is_refused_and_the_report_stays(
    office: Office, group: str
) -> None:
    campaign_id = office.opened()
    report(office, campaign_id, "Anna Berg")

    with pytest.raises(InputError), office.database.writing() as session:
        ask_in_group(session, only(session, campaign_id), group, by=by())

    with office.database.reading() as session:
        assert only(session, campaign_id).wrong == "group"


def test_asking_no_more_withdraws_and_takes_it_off_the_list(office: Office) -> None:
    campaign_id = office.opened()
    report(office, campaign_id, "Anna Berg", Wrong.LEFT)

    with office.database.writing() as session:
        ask_no_more(session, only(session, campaign_id), by=by())

    with office.database.reading() as session:
        assert invitation_of(session, campaign_id, "Anna Berg", "Karin Lund").is_withdrawn
        assert session.scalars(select(Correction)).all() == []


def test_the_right_address_gets_the_link_and_every_report_of_the_wrong_one_goes(
    office: Office,
) -> None:
    campaign_id = office.opened()
    report(office, campaign_id, "Anna Berg", Wrong.PERSON)
    with office.database.writing() as session:
        peer = invitation_of(session, campaign_id, "Anna Berg", "Olle Sand")
        report_wrong(session, peer, Wrong.PERSON)

    with office.database.writing() as session:
        one = corrections_of(session, session.get_one(Campaign, campaign_id))[0]
        ask_at_address(session, one, "anna.bergh@example.se", by=by(office.now))

    with office.database.reading() as session:
        assert session.scalars(select(Correction)).all() == []


def test_leaving_it_as_it_is_changes_nothing_else(office: Office) -> None:
    campaign_id = office.opened()
    report(office, campaign_id, "Anna Berg")

    with office.database.writing() as session:
        leave_as_it_is(session, only(session, campaign_id), by=by())

    with office.database.reading() as session:
        kept = invitation_of(session, campaign_id, "Anna Berg", "Karin Lund")
        assert (kept.group, kept.is_withdrawn) == ("team", False)


def test_reports_end_with_the_campaign(office: Office) -> None:
    campaign_id = office.opened()
    report(office, campaign_id, "Anna Berg")
    with office.database.writing() as session:
        kept = only(session, campaign_id)
        session.get_one(Campaign, campaign_id).state = State.CLOSING
        with pytest.raises(StateError):
            leave_as_it_is(session, kept, by=by())
        session.get_one(Campaign, campaign_id).state = State.OPEN

    with office.database.writing() as session:
        cancel(session, session.get_one(Campaign, campaign_id), by=by(office.now))

    with office.database.reading() as session:
        assert session.scalars(select(Correction)).all() == []
        assert session.scalars(select(Draft)).all() == []
