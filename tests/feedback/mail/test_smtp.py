"""Mail leaves through real SMTP, and each way of failing is told apart."""

from __future__ import annotations

import email
import email.policy
from typing import TYPE_CHECKING

import pytest

from feedback.mail import (
    Addressing,
    MailPostponedError,
    MailRefusedError,
    MailUncertainError,
    RenderedMail,
    ServerUnreachableError,
    build_message,
)
from feedback.mail.smtp import SmtpTransport
from feedback.models import MailState
from tests.feedback.mail.smtp_servers import (
    Inbox,
    certificate,
    dropping,
    lets_in,
    running,
    silent,
)
from tests.feedback.office import PEOPLE

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from tests.feedback.office import Office

SENDER = "Enkät <enkat@example.se>"


def transport(port: int, *, before: str = "smtp://", host: str = "127.0.0.1") -> SmtpTransport:
    return SmtpTransport.from_url(f"{before}{host}:{port}", sender=SENDER)


def message(to: str = "anna.berg@example.se") -> EmailMessage:
    mail = RenderedMail("Hur är det?", "Hej Åsa!\n", "<p>Hej Åsa!</p>")
    return build_message(Addressing(SENDER, to, "Åsa Öberg"), mail)


def test_a_mail_arrives_as_it_was_written() -> None:
    inbox = Inbox()

    with running(inbox) as port:
        transport(port).send(message())

    (raw,) = inbox.mails
    arrived = email.message_from_bytes(raw, policy=email.policy.default)
    assert arrived["Subject"] == "Hur är det?"
    assert arrived["To"].addresses[0].display_name == "Åsa Öberg"
    assert inbox.recipients == ["anna.berg@example.se"]
    plain, html = arrived.get_body(("plain",)), arrived.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().strip() == "Hej Åsa!"
    assert "<p>Hej Åsa!</p>" in html.get_content()


def test_a_server_that_does_not_say_it_takes_8_bits_is_given_7() -> None:
    inbox = Inbox()

    with running(inbox) as port:
        transport(port).send(message())
        inbox.without = ("8BITMIME",)
        transport(port).send(message())

    wide, narrow = inbox.mails
    assert not wide.isascii()
    assert narrow.isascii()
    for raw in inbox.mails:
        plain = email.message_from_bytes(raw, policy=email.policy.default).get_body(("plain",))
        assert plain is not None
        assert plain.get_content().strip() == "Hej Åsa!"


def test_one_connection_serves_many_mails() -> None:
    inbox = Inbox()

    with running(inbox) as port, transport(port) as post:
        for number in range(5):
            post.send(message(f"person{number}@example.se"))

    assert len(inbox.mails) == 5
    assert inbox.connections == 1


def test_the_greeting_and_the_headers_name_no_machine() -> None:
    inbox = Inbox()

    with running(inbox) as port:
        transport(port).send(message())

    assert inbox.greetings == ["example.se"]
    arrived = email.message_from_bytes(inbox.mails[0], policy=email.policy.default)
    assert arrived["Message-ID"].endswith("@example.se>")
    assert arrived["Auto-Submitted"] == "auto-generated"


def test_a_password_is_given_over_tls_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    inbox = Inbox()

    with running(
        inbox,
        tls_context=context,
        auth_required=True,
        auth_require_tls=True,
        authenticator=lets_in(b"anna@kommun", b"p@ss/word"),
    ) as port:
        url = f"smtp://anna%40kommun:p%40ss%2Fword@localhost:{port}"
        SmtpTransport.from_url(url, sender=SENDER).send(message())

    assert inbox.encrypted == [True]


def test_a_password_is_never_given_to_a_server_without_tls() -> None:
    inbox = Inbox()

    with running(inbox) as port, pytest.raises(ServerUnreachableError):
        transport(port, before="smtp://user:secret@").send(message())

    assert inbox.mails == []


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    context, _ = certificate(tmp_path)

    with running(Inbox(), tls_context=context) as port, pytest.raises(ServerUnreachableError):
        transport(port, host="localhost").send(message())


def test_a_wrong_password_is_the_operators_to_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))

    with (
        running(Inbox(), tls_context=context, authenticator=lets_in(b"user", b"right")) as port,
        pytest.raises(ServerUnreachableError, match="535"),
    ):
        transport(port, before="smtp://user:wrong@", host="localhost").send(message())


@pytest.mark.parametrize(
    ("inbox", "error"),
    [
        (Inbox(rcpt="550 5.1.1 No such user"), MailRefusedError),
        (Inbox(rcpt="451 4.7.1 Greylisted, try later"), MailPostponedError),
        (Inbox(data="554 5.7.1 Looks like spam"), MailRefusedError),
        (Inbox(data="452 4.3.1 Disk is full"), MailPostponedError),
    ],
    ids=["no such user", "try later", "spam", "full"],
)
def test_what_the_server_answers_decides_what_may_be_done_next(
    inbox: Inbox, error: type[Exception]
) -> None:
    answer = inbox.rcpt if not inbox.rcpt.startswith("250") else inbox.data

    with running(inbox) as port, pytest.raises(error) as caught:
        transport(port).send(message())

    assert type(caught.value) is error
    assert str(caught.value) == answer


@pytest.mark.parametrize("after", [b"MAIL", b"RCPT"])
def test_a_connection_lost_before_the_content_sends_nothing_and_may_be_repeated(
    after: bytes,
) -> None:
    with dropping(after) as port, pytest.raises(MailPostponedError):
        transport(port).send(message())


def test_a_connection_lost_after_the_content_leaves_it_uncertain() -> None:
    with dropping(b".\r\n") as port, pytest.raises(MailUncertainError):
        transport(port).send(message())


def test_a_server_that_says_nothing_is_given_up() -> None:
    with silent() as port:
        post = transport(port)
        post.seconds = 0.2

        with pytest.raises(ServerUnreachableError):
            post.send(message())


def test_no_server_at_all_is_told() -> None:
    with silent() as port:
        pass

    with pytest.raises(ServerUnreachableError):
        transport(port).send(message())


def test_after_a_refusal_the_next_mail_goes() -> None:
    inbox = Inbox(rcpt="550 No such user")

    with running(inbox) as port, transport(port) as post:
        with pytest.raises(MailRefusedError):
            post.send(message())
        inbox.rcpt = "250 OK"
        post.send(message())

    assert len(inbox.mails) == 1


@pytest.mark.parametrize(
    "url",
    ["mail.example.se", "http://mail.example.se", "smtp://", "smtp://%C3%A5sa:secret@mail.se"],
)
def test_an_address_that_is_no_smtp_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="FEEDBACK_SMTP_URL"):
        SmtpTransport.from_url(url, sender=SENDER)


def test_ports_and_encryption_follow_the_address() -> None:
    plain = SmtpTransport.from_url("smtp://mail.example.se", sender=SENDER)
    encrypted = SmtpTransport.from_url("smtps://mail.example.se", sender=SENDER)

    assert (plain.port, plain.is_encrypted) == (587, False)
    assert (encrypted.port, encrypted.is_encrypted) == (465, True)


def test_a_password_is_never_printed() -> None:
    assert "secret" not in repr(SmtpTransport.from_url("smtp://me:secret@mail.se", sender=SENDER))


def test_a_whole_campaign_goes_out_by_smtp(small_office: Office) -> None:
    inbox = Inbox()
    small_office.opened()

    with running(inbox) as port:
        small_office.settings.smtp_url = f"smtp://127.0.0.1:{port}"
        small_office.worker.send()

    assert sorted(inbox.recipients) == sorted(PEOPLE.people)
    assert {mail.state for mail in small_office.mails()} == {MailState.SENT}
