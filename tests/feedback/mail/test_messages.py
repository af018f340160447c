"""A message tells nothing but what it must; in a folder, only its owner can read it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from feedback.mail import Addressing, MailRefusedError, RenderedMail, build_message, transport_of
from feedback.mail.smtp import SmtpTransport

if TYPE_CHECKING:
    from tests.feedback.office import Office

MAIL = RenderedMail("Hej", "Hej!\n", "<p>Hej!</p>")
ID = UUID("8e43a65e-36ae-4027-ad9f-64881d4912a9")


def test_the_ledgers_row_is_found_by_the_message_id() -> None:
    message = build_message(Addressing("Enkät <e@kommun.se>", "a@x.se"), MAIL, message_id=ID)

    assert message["Message-ID"] == f"<{ID}@kommun.se>"


def test_two_mails_never_share_a_message_id() -> None:
    envelope = Addressing("Enkät <e@kommun.se>", "a@x.se")

    ids = {build_message(envelope, MAIL)["Message-ID"] for _ in range(3)}

    assert len(ids) == 3


@pytest.mark.parametrize("field", ["to_name", "reply_to"])
def test_no_name_can_smuggle_in_a_header(field: str) -> None:
    hostile = "a@x.se\r\nBcc: spy@evil.example"
    facts = {"sender": "e@kommun.se", "to_address": "a@x.se", field: hostile}

    message = build_message(Addressing(**facts), MAIL)

    assert message["Bcc"] is None
    assert b"\nBcc:" not in message.as_bytes()


@pytest.mark.parametrize("address", ["åsa@example.se", "anna", "a@x.se, b@x.se", ""])
def test_an_address_that_no_server_takes_is_refused(address: str) -> None:
    with pytest.raises(MailRefusedError):
        build_message(Addressing("e@kommun.se", address), MAIL)


def test_no_notice_comes_back_but_that_of_mail_which_did_not_arrive() -> None:
    message = build_message(Addressing("e@kommun.se", "a@x.se"), MAIL)

    suppressed = set(str(message["X-Auto-Response-Suppress"]).split(", "))
    assert suppressed == {"DR", "RN", "NRN", "OOF", "AutoReply"}  # "All" holds NDR
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] is None


def test_an_answer_goes_to_the_contact() -> None:
    envelope = Addressing("e@kommun.se", "a@x.se", reply_to="eva@kommun.se")

    assert build_message(envelope, MAIL)["Reply-To"] == "eva@kommun.se"


def test_without_a_server_mails_become_files_that_only_the_owner_reads(
    small_office: Office,
) -> None:
    transport_of(small_office.settings).send(
        build_message(Addressing("e@kommun.se", "a@x.se"), MAIL, message_id=ID)
    )

    folder = small_office.settings.instance / "mail"
    file = folder / f"{ID}.eml"
    assert file.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [mail["To"] for mail in small_office.outbox()] == ["a@x.se"]


def test_with_a_server_mails_go_there(small_office: Office) -> None:
    small_office.settings.smtp_url = "smtp://mail.kommun.se:25"

    assert isinstance(transport_of(small_office.settings), SmtpTransport)
