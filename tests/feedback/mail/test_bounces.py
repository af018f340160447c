"""Mail that servers send back is read: whom it never reached, and why."""

from __future__ import annotations

import mailbox
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from feedback.mail.bounces import BounceFileError, bounces_in

if TYPE_CHECKING:
    from pathlib import Path

MAIL_ID = UUID("7d0a4a3e-1111-4222-8333-444455556666")


def notification(
    *,
    action: str = "failed",
    mail_id: UUID | None = MAIL_ID,
    recipient: str = "Original-Recipient: rfc822; Anna.Berg@example.se",
) -> str:
    """Return what a mail server sends back, as Postfix writes it."""
    message_id = f"Message-ID: <{mail_id}@example.se>\n" if mail_id else ""
    return f"""From: MAILER-DAEMON@mx.example.se
To: enkat@example.se
Subject: Undelivered Mail Returned to Sender
Date: Mon, 23 Nov 2026 10:00:00 +0100
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.se

{recipient}
Final-Recipient: rfc822; anna.berg@internal.example.se
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such
 user here

--b
Content-Type: text/rfc822-headers

From: enkat@example.se
{message_id}Subject: Hej

--b--
"""


def written(folder: Path, text: str, name: str = "bounce.eml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_failure_names_our_mail_the_address_and_the_reason(tmp_path: Path) -> None:
    (bounce,) = bounces_in(written(tmp_path, notification()))

    assert bounce.mail_id == MAIL_ID
    assert bounce.address == "anna.berg@example.se"
    assert bounce.reason == "550 5.1.1 no such user here"


def test_without_our_id_the_address_is_left(tmp_path: Path) -> None:
    (bounce,) = bounces_in(written(tmp_path, notification(mail_id=None, recipient="X-Nothing: 1")))

    assert bounce.mail_id is None
    assert bounce.address == "anna.berg@internal.example.se"


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_is_no_failure_for_good_does_not_count(tmp_path: Path, action: str) -> None:
    assert list(bounces_in(written(tmp_path, notification(action=action)))) == []


def test_an_ordinary_mail_is_no_bounce(tmp_path: Path) -> None:
    plain = "From: anna@example.se\nSubject: Frånvaro\n\nJag är ledig.\n"

    assert list(bounces_in(written(tmp_path, plain))) == []


def test_a_folder_an_mbox_and_a_maildir_are_read_alike(tmp_path: Path) -> None:
    written(tmp_path, notification(), "one.eml")
    mbox = mailbox.mbox(tmp_path / "box")
    maildir = mailbox.Maildir(tmp_path / "dir")
    for box in (mbox, maildir):
        box.add(notification())
        box.flush()
    mbox.close()

    found = [len(list(bounces_in(tmp_path / name))) for name in (".", "box", "dir")]

    assert found == [1, 1, 1]


def test_without_a_date_it_is_as_old_as_its_coming(tmp_path: Path) -> None:
    undated = notification().replace("Date: Mon, 23 Nov 2026 10:00:00 +0100\n", "")
    came = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    file = written(tmp_path, undated)
    os.utime(file, (came.timestamp(), came.timestamp()))
    box = written(tmp_path, f"From MAILER-DAEMON Mon Nov 23 09:00:00 2026\n{undated}\n", "box")

    found = [bounce.at for path in (file, tmp_path, box) for bounce in bounces_in(path)]

    assert found == [came] * 3


def test_a_file_that_is_no_mail_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(BounceFileError, match="is no mail"):
        list(bounces_in(written(tmp_path, "\n\nhej")))
    with pytest.raises(BounceFileError, match="No such file"):
        list(bounces_in(tmp_path / "gone.eml"))


def test_an_mbox_that_was_cleared_out_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "mbox").touch()

    assert list(bounces_in(tmp_path / "mbox")) == []


@pytest.mark.parametrize("is_maildir", [False, True])
def test_a_folder_that_may_not_be_looked_into_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_maildir: bool
) -> None:
    if is_maildir:
        (tmp_path / "cur").mkdir()
    monkeypatch.setattr("os.listdir", _closed)
    monkeypatch.setattr("os.scandir", _closed)

    with pytest.raises(BounceFileError, match="Permission denied"):
        list(bounces_in(tmp_path))


def _closed(path: object) -> None:
    raise PermissionError(13, "Permission denied", str(path))
