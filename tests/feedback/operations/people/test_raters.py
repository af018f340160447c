"""Changing raters always succeeds and looks the same, whether they have answered or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.ballot import Part
from feedback.errors import InputError, LinkReplacedError, StateError
from feedback.jobs import Duty
from feedback.models import Answered, Campaign, Draft, Envelope, Invitation, Mail, Rater, State
from feedback.operations.answering.drafts import Answers, PageAnswers, save_page
from feedback.operations.answering.submitting import submit, tasks_of
from feedback.operations.people.raters import (
    add_rater,
    correct_address,
    replace_rater,
    withdraw_rater,
)
from feedback.operations.results.reports import release_of
from feedback.operations.rights.accounts import grant_department
from tests.acting import by
from tests.feedback.office import (
    address_of,
    body_of,
    invitation_of,
    rater,
    rater_named,
    subject_named,
)
from tests.opening import open_link

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.office import Office


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


def withdraw(office: Office, campaign_id: UUID, who: str) -> None:
    with office.database.writing() as session:
        withdraw_rater(session, invitation_of(session, campaign_id, who, "Karin Lund"), by=by())


def correct(office: Office, campaign_id: UUID, who: str, address: str) -> None:
    with office.database.writing() as session:
        correct_address(
            session,
            rater_named(session, campaign_id, who).invitations[0],
            address,
            by=by(office.now),
        )


def progress_of(office: Office, campaign_id: UUID, who: str) -> list[str]:
    """Return what somebody's list shows, as their link opens it."""
    with office.database.reading() as session:
        access = open_link(
            session, office.settings.link_key_folder, code_of(office, campaign_id, who)
        )
        return [task.progress.value for task in tasks_of(session, access, has_conditions=False)]


def code_of(office: Office, campaign_id: UUID, who: str) -> str:
    return office.link_of(campaign_id, who).rpartition("/")[2]


@pytest.mark.parametrize("has_answered", [True, False], ids=["answered", "not answered"])
def test_withdrawing_looks_the_same_whether_answered_or_not(
    office: Office, *, has_answered: bool
) -> None:
    campaign_id = office.opened()
    if has_answered:
        answer(office, campaign_id, "Anna Berg")

    withdraw(office, campaign_id, "Anna Berg")

    with office.database.reading() as session:
        invitation = invitation_of(session, campaign_id, "Anna Berg", "Karin Lund")
        assert invitation.is_withdrawn
        access = open_link(
            session, office.settings.link_key_folder, code_of(office, campaign_id, "Anna Berg")
        )
        tasks = tasks_of(session, access, has_conditions=False)
        assert [task.subject.name for task in tasks] == ["Olle Sand"]


def test_a_response_given_before_the_withdrawal_stays_and_is_counted(office: Office) -> None:
    campaign_id = office.opened()
    for who in ("Anna Berg", "Bo Ek", "Cia Dahl"):
        answer(office, campaign_id, who)

    withdraw(office, campaign_id, "Anna Berg")

    with office.database.reading() as session:
        assert len(session.scalars(select(Envelope)).all()) == 3
        assert len(session.scalars(select(Answered)).all()) == 3
    office.worker.do(Duty.CLOSE, campaign_id)
    assert office.state(campaign_id) is State.CLOSED


def test_before_launch_a_withdrawn_task_is_simply_gone(small_office: Office) -> None:
    campaign_id = small_office.draft()

    withdraw(small_office, campaign_id, "Anna Berg")

    with small_office.database.reading() as session:
        (left,) = rater_named(session, campaign_id, "Anna Berg").invitations
        assert left.subject.person.name == "Olle Sand"


def test_a_corrected_address_kills_the_old_link_and_mails_the_new(office: Office) -> None:
    campaign_id = office.opened()
    office.worker.send()
    old = code_of(office, campaign_id, "Anna Berg")
    office.empty_outbox()

    with office.database.writing() as session:
        found = rater_named(session, campaign_id, "Anna Berg")
        correct_address(session, found.invitations[0], " Anna.Bergh@Example.se ", by=by(office.now))
    office.worker.send()

    (mail,) = office.outbox()
    assert "anna.bergh@example.se" in str(mail["To"])
    assert office.link_of(campaign_id, "Anna Bergh") in body_of(mail)
    with office.database.reading() as session, pytest.raises(LinkReplacedError):
        open_link(session, office.settings.link_key_folder, old)


def test_a_corrected_address_kills_the_draft(small_office: Office) -> None:
    campaign_id = small_office.opened()
    with small_office.database.writing() as session:
        access = open_link(
            session,
            small_office.settings.link_key_folder,
            code_of(small_office, campaign_id, "Anna Berg"),
        )
        invitation = invitation_of(session, campaign_id, "Anna Berg", "Karin Lund")
        page = PageAnswers({"lugn": 2})
        save_page(session, access, invitation, Part.RESPONSE, page, now=small_office.now)

    with small_office.database.writing() as session:
        found = rater_named(session, campaign_id, "Anna Berg")
        correct_address(
            session, found.invitations[0], "anna.bergh@example.se", by=by(small_office.now)
        )

    with small_office.database.reading() as session:
        assert session.scalars(select(Draft)).all() == []


def test_a_corrected_address_does_not_tell_whether_an_answer_came(office: Office) -> None:
    # Else an organiser could send anybody's link to an address of their own, and look.
    campaign_id = office.opened()
    answer(office, campaign_id, "Anna Berg")

    for name, other in (("Anna Berg", "En"), ("Bo Ek", "Tva")):
        correct(office, campaign_id, name, address_of(other))

    assert progress_of(office, campaign_id, "En") == ["untouched", "untouched"]
    assert progress_of(office, campaign_id, "Tva") == ["untouched", "untouched"]


def test_an_answer_from_an_address_that_was_corrected_is_counted(office: Office) -> None:
    campaign_id = office.opened()
    for who in ("Anna Berg", "Bo Ek", "Cia Dahl"):
        answer(office, campaign_id, who)

    correct(office, campaign_id, "Anna Berg", "anna.bergh@example.se")

    office.worker.do(Duty.CLOSE, campaign_id)
    with office.database.reading() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        assert [block.n for block in release_of(session, karin).figures.blocks] == [3]


def test_a_leader_whose_address_was_corrected_does_not_begin_anew(small_office: Office) -> None:
    campaign_id = small_office.opened()
    answer(small_office, campaign_id, "Karin Lund")

    correct(small_office, campaign_id, "Karin Lund", "karin.lundh@example.se")

    assert progress_of(small_office, campaign_id, "Karin Lundh") == ["answered"]


def test_an_invitation_still_waiting_never_goes_to_the_wrong_address(small_office: Office) -> None:
    campaign_id = small_office.opened()

    queued = len(small_office.mails())

    with small_office.database.writing() as session:
        found = rater_named(session, campaign_id, "Anna Berg")
        correct_address(
            session, found.invitations[0], "anna.bergh@example.se", by=by(small_office.now)
        )
    assert len(small_office.mails()) == queued  # one gone, one new
    small_office.worker.send()

    recipients = " ".join(str(mail["To"]) for mail in small_office.outbox())
    assert "anna.bergh@example.se" in recipients
    assert "anna.berg@example.se" not in recipients


def test_a_leaders_corrected_address_is_the_leaders_everywhere_in_the_campaign(
    small_office: Office,
) -> None:
    campaign_id = small_office.opened()

    with small_office.database.writing() as session:
        found = rater_named(session, campaign_id, "Karin Lund")
        correct_address(
            session, found.invitations[0], "karin.lundh@example.se", by=by(small_office.now)
        )

    with small_office.database.reading() as session:
        found = rater_named(session, campaign_id, "Karin Lundh")
        assert subject_named(session, campaign_id, "Karin Lundh").person_id == found.person_id


@pytest.mark.parametrize("typed", [" HR@Example.se", "HR <hr@example.se>", "mailto:hr@example.se"])
def test_no_leaders_address_becomes_an_organisers_who_would_read_the_report(
    small_office: Office, typed: str
) -> None:
    campaign_id = small_office.opened()

    with small_office.database.writing() as session:
        department = session.get_one(Campaign, campaign_id).programme.department
        grant_department(session, "hr@example.se", department.name, by=by())
        karin = rater_named(session, campaign_id, "Karin Lund")
        with pytest.raises(InputError, match="organises campaigns of this department"):
            correct_address(session, karin.invitations[0], typed, by=by(small_office.now))


def test_an_address_that_takes_part_already_is_refused(small_office: Office) -> None:
    campaign_id = small_office.opened()

    with small_office.database.writing() as session:
        found = rater_named(session, campaign_id, "Anna Berg")
        with pytest.raises(InputError, match="already takes part"):
            correct_address(
                session, found.invitations[0], address_of("Bo Ek"), by=by(small_office.now)
            )


@pytest.mark.parametrize("wrong", ["", "anna", "anna@example", "åsa@example.se"])
def test_what_is_no_address_is_refused(small_office: Office, wrong: str) -> None:
    campaign_id = small_office.opened()

    with small_office.database.writing() as session:
        found = rater_named(session, campaign_id, "Anna Berg")
        with pytest.raises(InputError, match="no e-mail address"):
            correct_address(session, found.invitations[0], wrong, by=by(small_office.now))


def test_somebody_added_in_an_open_campaign_gets_mail(small_office: Office) -> None:
    campaign_id = small_office.opened()
    small_office.worker.send()
    small_office.empty_outbox()

    with small_office.database.writing() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        add_rater(session, karin, rater("Nils Ny"), by=by(small_office.now))
    small_office.worker.send()

    assert "Karin Lund" in body_of(small_office.mail_to("Nils Ny"))


def test_somebody_with_another_task_gets_one_mail_about_all(small_office: Office) -> None:
    campaign_id = small_office.opened()
    small_office.worker.send()
    small_office.empty_outbox()

    with small_office.database.writing() as session:
        olle = subject_named(session, campaign_id, "Olle Sand")
        add_rater(session, olle, rater("Cia Dahl", "peer"), by=by(small_office.now))
    small_office.worker.send()

    text = body_of(small_office.mail_to("Cia Dahl"))
    assert "Karin Lund" in text
    assert "Olle Sand" in text


def test_a_replaced_rater_is_withdrawn_and_another_asked(small_office: Office) -> None:
    campaign_id = small_office.opened()

    with small_office.database.writing() as session:
        invitation = invitation_of(session, campaign_id, "Anna Berg", "Karin Lund")
        made = replace_rater(session, invitation, rater("Nils Ny"), by=by(small_office.now))
        assert made.group == "team"

    with small_office.database.reading() as session:
        assert invitation_of(session, campaign_id, "Anna Berg", "Karin Lund").is_withdrawn
        assert not invitation_of(session, campaign_id, "Nils Ny", "Karin Lund").is_withdrawn


def test_whoever_comes_back_keeps_their_group_and_their_response(small_office: Office) -> None:
    campaign_id = small_office.opened()
    answer(small_office, campaign_id, "Anna Berg")
    withdraw(small_office, campaign_id, "Anna Berg")

    with small_office.database.writing() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        add_rater(session, karin, rater("Anna Berg", "peer"), by=by(small_office.now))

    with small_office.database.reading() as session:
        invitation = invitation_of(session, campaign_id, "Anna Berg", "Karin Lund")
        assert (invitation.group, invitation.is_withdrawn) == ("team", False)


@pytest.mark.parametrize("group", ["self", "board"])
def test_only_groups_of_the_survey_are_added(small_office: Office, group: str) -> None:
    campaign_id = small_office.opened()

    with small_office.database.writing() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        with pytest.raises(InputError, match="no group"):
            add_rater(session, karin, rater("Nils Ny", group), by=by(small_office.now))


@pytest.mark.parametrize("state", [State.CLOSING, State.CLOSED, State.LAUNCHING])
def test_raters_of_a_campaign_that_moves_are_left_alone(small_office: Office, state: State) -> None:
    campaign_id = small_office.opened()
    with small_office.database.writing() as session:
        session.get_one(Campaign, campaign_id).state = state

    with pytest.raises(StateError, match=state.value):
        withdraw(small_office, campaign_id, "Anna Berg")


def test_a_number_already_given_is_drawn_again(
    small_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign_id = small_office.opened()
    with small_office.database.reading() as session:
        taken = session.scalars(select(Rater.number)).first()
    drawn = iter([taken, 4711])
    monkeypatch.setattr("feedback.operations.people.asking.new_number", lambda: next(drawn))

    with small_office.database.writing() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        made = add_rater(session, karin, rater("Nils Ny"), by=by(small_office.now))

        assert made.rater.number == 4711
        assert session.scalar(select(Invitation.id).where(Invitation.id == made.id))
        assert session.scalars(select(Mail).where(Mail.person_id == made.rater.person_id)).all()
