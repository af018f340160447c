"""Whatever a mail server sends back, in whatever kind of mailbox, it is read or refused."""

from __future__ import annotations

import mailbox
from typing import TYPE_CHECKING, Final

import pytest

from feedback.mail.bounces import BounceFileError, bounces_in
from tests.feedback.mail.test_bounces import notification
from tests.fuzz.harness import complaints
from tests.proof_size import proof_runs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RETURNED: Final = [
    notification().encode(),
    notification(mail_id=None).replace("text/rfc822-headers", "message/rfc822").encode(),
    notification(recipient="Final-Recipient: utf-8; åsa@exempel.se").encode(),
    notification().replace("\n", "\r\n").encode(),
    b"From: anna@example.se\nSubject: =?utf-8?q?Fr=C3=A5nvaro?=\n\nJag =E4r ledig.\n",
]
TOKENS: Final = (
    b"\nContent-Type: message/delivery-status\n\n", b"\nContent-Type: multipart/report\n\n",
    b"--b\n",
    b"--b--\n", b"\nContent-Transfer-Encoding: base64\n", b"\nContent-Type: message/rfc822\n\n",
    b"; charset=x-unknown", b"; boundary=", b"=?utf-8?b?////?=", b"=?x?q?=00?=",
    b"Action: failed\n\n",
    b"\nDate: Mon, 23 Nov 99999 10:00:00 +0100\n", b"\nDate: 1 Jan 1 00:00:00 +2359\n",
    b" +99999999\n",
    b"\nDate: Mon, 99999999999999999999 Nov 2026 10:00:00 +0100\n", b"\nFrom x\n",
    b"\nFrom a Mon\n",
    b"Message-ID: <7d0a4a3e-1111-4222-8333-444455556666@x>\n", b"rfc822;", b"\n\n", b"\n ", b"\xf6",
)  # fmt: skip


def of_one_file(content: bytes, folder: Path) -> None:
    """Read a mail that lies in a file."""
    (folder / "one.eml").write_bytes(content)
    list(bounces_in(folder / "one.eml"))


def of_a_folder(content: bytes, folder: Path) -> None:
    """Read a folder of files."""
    (folder / "one.eml").write_bytes(content)
    list(bounces_in(folder))


def of_an_mbox(content: bytes, folder: Path) -> None:
    """Read an mbox whose postmarks may be spoilt as well."""
    (folder / "box").write_bytes(
        b"From MAILER-DAEMON Mon Nov 23 10:00:00 2026\n" + content + b"\n\nFrom " + content
    )
    list(bounces_in(folder / "box"))


def of_a_maildir(content: bytes, folder: Path) -> None:
    """Read a maildir with the mail in it."""
    box = mailbox.Maildir(folder / "dir")
    box.clear()
    box.add(content)
    list(bounces_in(folder / "dir"))


PLACES: Final = {
    "file": of_one_file,
    "folder": of_a_folder,
    "mbox": of_an_mbox,
    "maildir": of_a_maildir,
}


def speaks(read: Callable[[bytes, Path], None], content: bytes, folder: Path) -> bool:
    """Read returned mail; what is no report of a failure is no fault, and only counted."""
    try:
        read(content, folder)
    except BounceFileError as error:
        return bool(str(error))
    return True


@pytest.mark.parametrize("place", PLACES)
def test_spoilt_mail_is_read_or_refused(place: str, tmp_path: Path) -> None:
    read = PLACES[place]

    found = complaints(
        lambda content: speaks(read, content, tmp_path), RETURNED, runs=80, tokens=TOKENS
    )

    assert found == []


@pytest.mark.proof
@pytest.mark.parametrize("place", PLACES)
def test_much_spoilt_mail_is_read_or_refused(place: str, tmp_path: Path) -> None:
    read, runs = PLACES[place], proof_runs(700)

    found = complaints(
        lambda content: speaks(read, content, tmp_path),
        RETURNED,
        runs=runs,
        first=1_000,
        tokens=TOKENS,
    )

    assert found == []
