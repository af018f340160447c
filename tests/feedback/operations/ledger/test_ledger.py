"""A mail is one row a person, kind and occasion, and holds nothing that could be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from feedback.mail import MailRefusedError
from feedback.models import Campaign, Mail, MailOccasion, MailState
from feedback.operations import ledger
from feedback.operations.letters.sending import send_due
from feedback.operations.people.people_list import PeopleList
from tests.feedback.mail.posts import PickyPost
from tests.feedback.office import leader, rater, rater_named

if TYPE_CHECKING:
    from tests.feedback.office import Office

ONE = PeopleList((leader("Karin Lund", rater("Anna Berg")),))


def test_the_same_mail_queued_twice_is_one_mail(office: Office) -> None:
    campaign_id = office.opened(ONE)
    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        person = rater_named(session, campaign_id, "Anna Berg").person
        assert person is not None
        for _ in range(2):
            ledger.queue_mail(
                session,
                person,
                "invitation",
                MailOccasion.of(campaign_id),
                campaign=campaign,
                due_at=office.now,
            )

    assert len(office.mails()) == 2  # Karin's and Anna's


def test_the_database_refuses_the_same_mail_twice(office: Office) -> None:
    office.opened(ONE)
    with office.database.session(writing=True) as session:
        first = session.scalars(select(Mail)).first()
        assert first is not None
        session.add(
            Mail(
                person_id=first.person_id,
                kind=first.kind,
                occasion=first.occasion,
                due_at=office.now,
            )
        )
        with pytest.raises(IntegrityError, match="mail"):
            session.flush()


def test_the_ledger_holds_neither_text_nor_link_nor_address(small_office: Office) -> None:
    campaign_id = small_office.opened(ONE)
    link = small_office.link_of(campaign_id, "Anna Berg")
    small_office.worker.send()

    columns = {column.name for column in Mail.__table__.columns}

    assert not columns & {"text", "body", "subject", "link", "address", "email", "html"}
    assert all(link[-24:] not in str(vars(mail)) for mail in small_office.mails())


def test_somebody_resends_what_failed_by_their_own_decision(small_office: Office) -> None:
    small_office.opened(ONE)
    send_due(
        *(small_office.database, small_office.settings),
        PickyPost(anna=MailRefusedError("550 no such user")),
        now=lambda: small_office.now,
    )

    with small_office.database.writing() as session:
        for mail in ledger.listed_mails(session, states=[MailState.FAILED]):
            ledger.resend(session, mail, now=small_office.now)
    small_office.worker.send()

    assert {mail.state for mail in small_office.mails()} == {MailState.SENT}


def test_a_sent_mail_cannot_be_resent(small_office: Office) -> None:
    small_office.opened(ONE)
    small_office.worker.send()

    with small_office.database.writing() as session:
        for mail in ledger.listed_mails(session):
            ledger.resend(session, mail, now=small_office.now)

    assert {mail.state for mail in small_office.mails()} == {MailState.SENT}
