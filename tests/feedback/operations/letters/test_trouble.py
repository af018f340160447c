"""What came back is noted without telling who has answered; a person decides what follows."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.mail import MailUncertainError
from feedback.mail.bounces import Bounce
from feedback.mail.templates import LetterText
from feedback.models import Campaign, Mail, Person
from feedback.operations import ledger
from feedback.operations.ledger import holding
from feedback.operations.letters.correcting import Batch, batches_of, send_correction
from feedback.operations.letters.sending import send_due
from feedback.operations.letters.trouble import note_bounces, trouble_of
from tests.acting import by
from tests.feedback.mail.posts import PickyPost
from tests.feedback.office import MONDAY, address_of, rater_named

if TYPE_CHECKING:
    from email.message import EmailMessage
    from uuid import UUID

    from tests.feedback.office import Office

ANNA = address_of("Anna Berg")


@pytest.fixture
def sent(small_office: Office) -> UUID:
    """Give a campaign whose invitations have left."""
    campaign_id = small_office.opened()
    small_office.worker.send()
    return campaign_id


def mail_of(office: Office, name: str, kind: str = ledger.INVITATION) -> Mail:
    with office.database.reading() as session:
        return session.scalars(
            select(Mail)
            .join(Mail.person)
            .where(Person.email == address_of(name), Mail.kind == kind)
        ).one()


def noted(office: Office, *bounces: Bounce) -> int:
    with office.database.writing() as session:
        return note_bounces(session, bounces, by=by(office.now, zone=office.settings.zone))


def html_of(mail: EmailMessage) -> str:
    page: str = mail.get_body(("html",)).get_content()  # type: ignore[union-attr] # there is one
    return page


def failed(office: Office, campaign_id: UUID) -> list[str | None]:
    with office.database.reading() as session:
        campaign = session.get_one(Campaign, campaign_id)
        return [mail.person.email for mail in trouble_of(session, campaign).failed]


def test_a_bounce_of_an_invitation_marks_that_mail(small_office: Office, sent: UUID) -> None:
    mail = mail_of(small_office, "Anna Berg")

    count = noted(small_office, Bounce(mail.id, "someone@else.se", "550 gone", small_office.now))

    assert count == 1
    assert failed(small_office, sent) == [ANNA]
    assert mail_of(small_office, "Anna Berg").error == "550 gone"


def test_without_our_id_the_address_finds_the_latest_mail(small_office: Office, sent: UUID) -> None:
    noted(small_office, Bounce(None, ANNA, "550 gone", small_office.now))

    assert failed(small_office, sent) == [ANNA]


def test_a_bounce_of_a_reminder_is_passed_over(small_office: Office, sent: UUID) -> None:
    small_office.now = MONDAY + timedelta(days=4)  # a day of reminders
    small_office.worker.remind()
    small_office.worker.send()
    reminder = mail_of(small_office, "Anna Berg", ledger.REMINDER)

    by_id = noted(small_office, Bounce(reminder.id, ANNA, "550 gone", small_office.now))
    by_address = noted(small_office, Bounce(None, ANNA, "550 gone", small_office.now))

    assert by_id == by_address == 0
    assert failed(small_office, sent) == []


def test_an_address_alone_says_nothing_once_a_reminder_may_have_gone(
    small_office: Office, sent: UUID
) -> None:
    small_office.now = MONDAY + timedelta(days=6)  # the rows of reminders are forgotten by now

    assert noted(small_office, Bounce(None, ANNA, "550 gone", small_office.now)) == 0
    assert failed(small_office, sent) == []


def test_an_old_bounce_says_nothing_of_a_mail_that_was_sent_again(
    small_office: Office, sent: UUID
) -> None:
    mail = mail_of(small_office, "Anna Berg")
    bounce = Bounce(mail.id, ANNA, "550 gone", small_office.now)
    noted(small_office, bounce)
    small_office.now += timedelta(hours=1)
    with small_office.database.writing() as session:
        ledger.resend(session, session.get_one(Mail, mail.id), now=small_office.now)
    small_office.worker.send()

    assert noted(small_office, bounce) == 0
    assert failed(small_office, sent) == []


def test_a_bounce_for_our_own_quota_is_no_wrong_address(small_office: Office, sent: UUID) -> None:
    mail, said = mail_of(small_office, "Anna Berg"), "550 5.1.90 Daily limit reached"
    bounce = Bounce(mail.id, ANNA, said, small_office.now)

    noted(small_office, bounce)
    with small_office.database.reading() as session:
        held = holding.held_since(session, now=small_office.now)
    assert held is not None
    assert held.retry_at is not None
    small_office.now = held.retry_at
    small_office.empty_outbox()
    small_office.worker.send()
    noted(small_office, bounce)  # the file is read again and again

    assert failed(small_office, sent) == []
    assert [str(one["To"].addresses[0].addr_spec) for one in small_office.outbox()] == [ANNA]


def test_a_bounce_of_one_mail_for_two_waves_marks_both(small_office: Office) -> None:
    first = small_office.opened(name="Våg 1")
    second = small_office.opened(name="Våg 2")
    small_office.worker.send()
    with small_office.database.reading() as session:
        mails = session.scalars(select(Mail).join(Mail.person).where(Person.email == ANNA)).all()
    (carrier,) = [mail for mail in mails if mail.sent_with_id is None]

    noted(small_office, Bounce(carrier.id, ANNA, "550 gone", small_office.now))

    assert failed(small_office, first) == failed(small_office, second) == [ANNA]


def test_a_batch_is_what_left_of_a_kind_on_a_day(small_office: Office) -> None:
    campaign_id = small_office.opened()
    send_due(
        *(small_office.database, small_office.settings),
        PickyPost(anna=MailUncertainError("lost")),
        now=lambda: small_office.now,
    )
    with small_office.database.reading() as session:
        campaign = session.get_one(Campaign, campaign_id)
        batches = batches_of(session, campaign, small_office.settings.zone)

    assert batches == [Batch("invitation", MONDAY.date(), 8)]  # the uncertain one too


def test_a_correction_goes_once_to_each_in_the_nearest_language_that_is_written(
    small_office: Office, sent: UUID
) -> None:
    texts = {"sv": LetterText("Rättelse", "Hej!"), "fi": LetterText("Korjaus", "Hei!")}
    with small_office.database.writing() as session:
        for name, language in {"Cia Dahl": "fi", "Bo Ek": "en", "Dan Frid": "sv-simple"}.items():
            rater_named(session, sent, name).language = language
        campaign, zone = session.get_one(Campaign, sent), small_office.settings.zone
        (batch,) = batches_of(session, campaign, zone)
        send_correction(session, campaign, batch, texts, by=by(small_office.now, zone=zone))
    small_office.empty_outbox()
    small_office.worker.send()

    subjects = Counter(str(mail["Subject"]) for mail in small_office.outbox())
    pages = [html_of(mail) for mail in small_office.outbox()]
    languages = Counter(re.findall(r'<html lang="(\w+)"', " ".join(pages)))

    assert subjects == {"Rättelse": 7, "Korjaus": 1}
    assert languages == {"sv": 7, "fi": 1}
