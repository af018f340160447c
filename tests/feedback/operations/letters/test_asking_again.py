"""A lost link is sent once more: to everybody alike, once an hour, and once a click."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.ballot import Part
from feedback.errors import InputError, StateError
from feedback.models import Mail, MailState
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import submit
from feedback.operations.ledger import mark_failed
from feedback.operations.letters.asking_again import send_link_again
from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry
from feedback.operations.people.raters import withdraw_rater
from tests.acting import by
from tests.factories import tasks_about
from tests.feedback.office import body_of, invitation_of, leader, rater

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.office import Office

LATER = timedelta(minutes=61)
KARIN: LeaderEntry = leader(
    "Karin Lund",
    rater("Anna Berg"),
    rater("Bo Ek"),
    RaterEntry("Mona Vik", "team", own_number="17"),
)


@pytest.fixture
def sent(small_office: Office) -> UUID:
    """Give a campaign whose invitations left an hour and a minute ago."""
    campaign_id = small_office.opened(PeopleList((KARIN,)))
    small_office.worker.send()
    small_office.now += LATER
    return campaign_id


def send_again(office: Office, campaign_id: UUID, who: str = "Anna Berg") -> None:
    with office.database.writing() as session:
        invitation = invitation_of(session, campaign_id, who, "Karin Lund")
        send_link_again(session, invitation, by=by(office.now))


@pytest.mark.parametrize("has_answered", [True, False], ids=["answered", "not answered"])
def test_the_same_letter_goes_whether_answered_or_not(
    small_office: Office, sent: UUID, *, has_answered: bool
) -> None:
    first = body_of(small_office.mail_to("Anna Berg"))
    small_office.empty_outbox()
    if has_answered:
        with small_office.database.writing() as session:
            anna = invitation_of(session, sent, "Anna Berg", "Karin Lund")
            submit(
                session,
                small_office.settings.link_key_folder,
                anna,
                Part.RESPONSE,
                Answers({"lugn": 4}),
            )

    send_again(small_office, sent)
    small_office.worker.send()
    small_office.worker.send()

    (mail,) = small_office.outbox()
    assert small_office.link_of(sent, "Anna Berg") in body_of(mail)
    assert body_of(mail) == first


def test_a_link_goes_at_most_once_an_hour(small_office: Office, sent: UUID) -> None:
    send_again(small_office, sent)

    with pytest.raises(InputError, match="less than an hour ago"):
        send_again(small_office, sent)
    small_office.worker.send()
    small_office.now += timedelta(minutes=59)
    with pytest.raises(InputError, match="less than an hour ago"):
        send_again(small_office, sent)
    small_office.now += timedelta(minutes=2)
    send_again(small_office, sent)
    send_again(small_office, sent, "Bo Ek")  # each has an hour of their own


def test_a_mail_that_waits_is_not_joined_by_another(small_office: Office, sent: UUID) -> None:
    send_again(small_office, sent)
    small_office.now += LATER

    with pytest.raises(InputError, match="on its way"):
        send_again(small_office, sent)


def test_a_mail_that_failed_is_the_one_that_goes_again(small_office: Office, sent: UUID) -> None:
    with small_office.database.writing() as session:
        (failed,) = (
            mail.id for mail in session.scalars(select(Mail)) if mail.person.name == "Anna Berg"
        )
        mark_failed(session, failed, "550 mailbox full")

    send_again(small_office, sent)

    mails = [mail.state for mail in small_office.mails() if mail.id == failed]
    assert mails == [MailState.QUEUED]
    assert len(small_office.mails()) == 3


def test_nobody_else_gets_a_link(small_office: Office, sent: UUID) -> None:
    with small_office.database.writing() as session:
        withdraw_rater(session, invitation_of(session, sent, "Bo Ek", "Karin Lund"), by=by())
        on_paper = next(
            one
            for one in tasks_about(invitation_of(session, sent, "Bo Ek", "Karin Lund").subject)
            if one.rater.person and one.rater.person.own_number == "17"
        )
        with pytest.raises(InputError, match="on paper"):
            send_link_again(session, on_paper, by=by(small_office.now))

    with pytest.raises(InputError, match="who are asked"):
        send_again(small_office, sent, "Bo Ek")


def test_no_link_is_sent_before_the_campaign_opens(small_office: Office) -> None:
    campaign_id = small_office.draft(PeopleList((KARIN,)))

    with pytest.raises(StateError, match="draft"):
        send_again(small_office, campaign_id)
