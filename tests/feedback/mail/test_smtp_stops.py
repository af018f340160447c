"""A server that breaks off early has taken nothing; one that takes no more stops the run."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from feedback.clock import utc_now
from feedback.doctor.check import Verdict
from feedback.doctor.worker import check_worker
from feedback.mail import (
    Addressing,
    MailPostponedError,
    MailRefusedError,
    MailUncertainError,
    RenderedMail,
    SendingStoppedError,
    build_message,
)
from feedback.mail.smtp import SmtpTransport
from feedback.models import MailState
from feedback.operations.ledger import holding
from feedback.operations.letters.sending import send_due
from tests.feedback.mail.smtp_servers import Inbox, dropping, hushed, running
from tests.feedback.office import PEOPLE

if TYPE_CHECKING:
    from email.message import EmailMessage

    from feedback.models import MailHold
    from tests.feedback.office import Office

SENDER = "Enkät <enkat@example.se>"
EVERYBODY = len(PEOPLE.people)

USED_UP = (
    ("rcpt", "550 5.1.90 Your message can't be sent because you've reached your daily limit"),
    ("rcpt", "550 5.7.233 Tenant has exceeded its external recipient rate limit"),
    ("rcpt", "550 5.7.708 Access denied, traffic not accepted from this IP"),
    ("rcpt", "550 5.7.705 Access denied, tenant has exceeded threshold"),
    ("rcpt", "452 4.5.3 Too many recipients"),
    ("rcpt", "450 4.7.1 Error: too much mail from 192.0.2.1"),
    ("rcpt", "421 4.7.0 Try again later, closing connection"),
    ("rcpt", "550 Domain example.se has exceeded the max emails per hour (200) allowed"),
    (
        "data",
        "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed",
    ),
    ("data", "421 4.7.28 Our system has detected an unusual rate of unsolicited mail"),
    ("data", "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"),
    ("data", "550 5.4.5 Daily user sending limit exceeded"),
    ("data", "454 Throttling failure: Daily message quota exceeded"),
    ("data", "550 5.1.8 Access denied, bad outbound sender"),
    ("mail", "550 5.7.60 Client does not have permissions to send as this sender"),
    ("mail", "530 5.7.57 Client not authenticated to send mail"),
    ("mail", "451 4.7.1 Please try again later"),
)
OF_THIS_MAIL = (
    ("rcpt", "550 5.1.1 No such user", MailRefusedError),
    ("rcpt", "550 5.2.1 The account that you tried to reach is disabled", MailRefusedError),
    ("rcpt", "552 5.2.2 The mailbox has exceeded its quota", MailRefusedError),
    ("rcpt", "452 4.2.2 Over quota", MailPostponedError),
    (
        "rcpt",
        "450 4.2.1 The user you try to reach receives mail at a rate that",
        MailPostponedError,
    ),
    ("rcpt", "451 4.7.1 Greylisted, try again in 300 seconds", MailPostponedError),
    ("rcpt", "450 4.7.1 Recipient address rejected: rate limit of new senders", MailPostponedError),
    ("rcpt", "554 5.7.1 Relay access denied", MailRefusedError),
    ("data", "554 5.7.1 Looks like spam", MailRefusedError),
    ("data", "552 5.3.4 Message size exceeds limit", MailRefusedError),
    ("data", "452 4.3.1 Disk is full", MailPostponedError),
)


def transport(port: int, *, before: str = "smtp://") -> SmtpTransport:
    return SmtpTransport.from_url(f"{before}127.0.0.1:{port}", sender=SENDER)


def message() -> EmailMessage:
    mail = RenderedMail("Hur är det?", "Hej Åsa!\n.\n..\n", "<p>Hej Åsa!</p>")
    return build_message(Addressing(SENDER, "anna.berg@example.se"), mail)


def send(office: Office, port: int) -> None:
    post = transport(port)
    post.seconds = 0.5
    send_due(office.database, office.settings, post, now=lambda: office.now)


def states(office: Office) -> Counter[MailState]:
    return Counter(mail.state for mail in office.mails())


def hold(office: Office) -> MailHold | None:
    with office.database.reading() as session:
        return holding.held_since(session, now=office.now)


@pytest.mark.parametrize("after", [b"DATA", b"SUBJECT", b"CONTENT-TRANSFER"])
def test_a_connection_lost_before_the_last_dot_may_be_repeated(after: bytes) -> None:
    with dropping(after) as port, pytest.raises(MailPostponedError):
        transport(port).send(message())


def test_silence_after_the_last_dot_leaves_it_uncertain() -> None:
    with hushed() as port:
        post = transport(port)
        post.seconds = 0.3
        with pytest.raises(MailUncertainError):
            post.send(message())


@pytest.mark.parametrize("after", [b"DATA", b"SUBJECT"])
def test_a_server_that_drops_loses_no_mail(office: Office, after: bytes) -> None:
    office.opened()
    with dropping(after) as port:
        send(office, port)
    assert states(office) == {MailState.QUEUED: EVERYBODY}
    office.now += timedelta(minutes=20)
    inbox = Inbox()

    with running(inbox) as port:
        send(office, port)

    assert states(office) == {MailState.SENT: EVERYBODY}
    assert len(inbox.mails) == EVERYBODY


def test_many_uncertain_in_a_row_stop_all_mail(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.opened()

    with hushed() as port, caplog.at_level(logging.WARNING):
        for _ in range(3):
            send(office, port)
            office.now += timedelta(minutes=1)

    assert states(office) == {MailState.UNCERTAIN: 3, MailState.QUEUED: EVERYBODY - 3}
    held = hold(office)
    assert held is not None
    assert held.retry_at is None  # a person looks first
    assert [one for one in caplog.records if one.name.startswith("feedback")]


@pytest.mark.parametrize(("step", "answer"), USED_UP)
def test_a_limit_of_ours_is_not_the_addresses_fault(step: str, answer: str) -> None:
    with running(Inbox(**{step: answer})) as port, pytest.raises(SendingStoppedError) as caught:
        transport(port).send(message())

    assert caught.value.rest > timedelta()
    assert "@" not in caught.value.reason


@pytest.mark.parametrize(("step", "answer", "error"), OF_THIS_MAIL)
def test_what_concerns_one_mail_stops_no_other(
    step: str, answer: str, error: type[Exception]
) -> None:
    with running(Inbox(**{step: answer})) as port, pytest.raises(error) as caught:
        transport(port).send(message())

    assert type(caught.value) is error


@pytest.mark.parametrize(("step", "answer"), [USED_UP[0], USED_UP[8], USED_UP[9], USED_UP[14]])
def test_a_used_up_quota_keeps_all_mail_and_is_told(
    small_office: Office, step: str, answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    small_office.opened()
    caplog.clear()  # of what the worker said until here, where a test before let it speak
    inbox = Inbox(**{step: answer})

    with running(inbox) as port, caplog.at_level(logging.WARNING):
        for _ in range(3):
            send(small_office, port)
        assert inbox.connections == 1  # it is left in peace
        held, waiting = hold(small_office), states(small_office)
        setattr(inbox, step, "250 OK")
        assert held is not None
        assert held.retry_at is not None
        small_office.now = held.retry_at
        send(small_office, port)

    assert waiting == {MailState.QUEUED: EVERYBODY}
    assert states(small_office) == {MailState.SENT: EVERYBODY}
    assert hold(small_office) is None
    told = [one.getMessage() for one in caplog.records if one.name.startswith("feedback")]
    assert len(told) == 1
    assert answer[:3] in told[0]
    assert "@" not in told[0]


def test_a_limit_met_by_a_reminder_is_told_nowhere(
    small_office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    small_office.opened()
    small_office.worker.send()
    small_office.now += timedelta(days=4)  # a day of reminders
    small_office.worker.remind()
    caplog.clear()
    inbox = Inbox(rcpt=USED_UP[0][1])

    with running(inbox) as port, caplog.at_level(logging.INFO):
        for _ in range(3):
            send(small_office, port)

    assert inbox.connections == 1
    assert hold(small_office) is None
    assert not [one for one in caplog.records if one.name.startswith("feedback")]


@pytest.mark.parametrize(("hours", "verdict"), [(0, Verdict.ADVICE), (4, Verdict.FAULT)])
def test_the_doctor_says_that_the_server_takes_no_more(
    small_office: Office, hours: int, verdict: Verdict
) -> None:
    small_office.now = utc_now() - timedelta(hours=hours)
    with small_office.database.writing() as session:
        holding.stop_mail(
            session,
            "The quota is used up.",
            answer="550 5.1.90",
            now=small_office.now,
            rest=timedelta(hours=1),
        )

    told = [one for one in check_worker(small_office.settings) if one.subject == "mail hold"]

    assert [one.verdict for one in told] == [verdict]
    assert "550 5.1.90" in told[0].found


def test_a_hold_by_hand_outlasts_the_servers(small_office: Office) -> None:
    rest = timedelta(hours=1)
    with small_office.database.writing() as session:
        holding.stop_mail(session, "used up", answer="550", now=small_office.now, rest=rest)
        holding.put_hold(session, "wait", now=small_office.now, set_by="hr@example.se")
        holding.stop_mail(session, "used up", answer="550", now=small_office.now, rest=rest)
    small_office.now += timedelta(days=1)

    held = hold(small_office)

    assert held is not None
    assert held.reason == "wait"
