"""Whatever anybody is called, every header of every mail is valid and means one mailbox."""

from __future__ import annotations

import email
import email.policy
import re
from email.header import decode_header, make_header
from email.utils import getaddresses
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from feedback.mail import Addressing, RenderedMail, build_message
from feedback.mail.headers import AS_SENT
from feedback.mail.mailbox import mailbox_of
from feedback.mail.rendering import render_mail
from feedback.mail.templates import languages_of
from feedback.operations.letters.composers import KINDS
from feedback.operations.letters.placeholders import example_facts
from feedback.text.one_line import one_line
from tests.proof_size import proof_runs

if TYPE_CHECKING:
    from email.message import EmailMessage

ADDRESS: Final = "eva.holm@example.se"
LETTERS: Final = [
    (kind, language)
    for kind in (*KINDS, "sign-in-code")
    for language in languages_of(kind)
    if kind == "sign-in-code" or KINDS[kind].has_text
]
CODE: Final = {"code": "1234 5678", "minutes": 10, "asked_at": "10:15", "help_phone": "019-21"}
PIECES: Final = st.sampled_from(
    [
        *("Skola", "förskola", "Åsa", " ", ",", ";", ":", "<", ">", "@", '"', "'", "\\", "(", ")"),
        *("[", "]", ".", "=", "?", "_", "\t", "\r\n", "\n Bcc: spion@example.com", "\x00", "\x7f"),
        *("=?utf-8?q?Eva?=", "=?", "?=", "a@example.se", "<b@example.se>", "x" * 80, "ö" * 90),
        *("e\u0301", "\u0301", "אבג", "علي", "🙂", "👩‍🏫", "🏴\U000e0067\U000e0062\U000e007f"),
        *("\u202e", "\u2066", "\u200b", "\ufeff", "\u00a0", "\u2028", "\x85", "\u3164", "\ufffe"),
    ]
)
NAMES: Final = st.one_of(
    st.lists(PIECES, max_size=14).map("".join), st.text(st.characters(exclude_categories=["Cs"]))
)
# What a header may consist of: words, quoted words and encoded words, in ASCII (RFC 5322, 2047).
ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
MAILBOX: Final = re.compile(
    rf'(?:(?:{ATOM}(?: {ATOM})*|"(?:[^"\\]|\\.)*")\s<[^<>\s]+>|'
    rf"(?:=\?utf-8\?[bq]\?[!->@-~]+\?=\s)+<[^<>\s]+>|[^<>\s,]+@[^<>\s,]+)",
    re.IGNORECASE,
)


@pytest.mark.parametrize(("kind", "language"), LETTERS)
def test_every_kind_of_mail_stands_a_hostile_name(kind: str, language: str) -> None:
    name = 'Skola, "Nord"; <x@y.se>\r\nBcc: spion@example.com \u202e=?utf-8?q?a?= ' + "Örebro " * 20
    facts = {key: name if isinstance(one, str) else one for key, one in example_facts().items()}

    mail = render_mail(kind, language, **{**facts, **CODE, "link": "https://example.se/s/1"})

    _holds(name, mail)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example("x" * 81 + "]")  # was two mailboxes on Python 3.11
@example(":" + "x" * 80)  # raised in the library
@example("=?utf-8?q?Eva?=")  # was read as Eva
@given(NAMES)
def test_a_header_holds_whatever_the_name(name: str) -> None:
    _holds(name, RenderedMail(name, "Hej\n", "<p>Hej</p>"))


@pytest.mark.proof
@settings(max_examples=proof_runs(20_000), deadline=None)
@given(NAMES)
def test_a_header_holds_whatever_the_name_many_times(name: str) -> None:
    _holds(name, RenderedMail(name, "Hej\n", "<p>Hej</p>"))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Skola <nord> <enkat@example.se>", "Skola <nord>"),
        ('"Skola" i "Nord" <enkat@example.se>', '"Skola" i "Nord"'),
        ('"HR <hr@example.se>" <enkat@example.se>', "HR <hr@example.se>"),
        ("Enkät\u202e\u200b <enkat@example.se>", "Enkät"),
        ("Enkät <enkat@örebro.se>", "Enkät"),
    ],
)
def test_a_sender_is_read_as_it_is_meant_and_reads_the_same_once_more(
    written: str, name: str
) -> None:
    mailbox = mailbox_of(written)

    assert mailbox.display_name == name
    assert mailbox.addr_spec in ("enkat@example.se", "enkat@xn--rebro-iua.se")
    assert mailbox_of(str(mailbox)) == mailbox


def test_a_contact_that_is_no_address_stands_in_no_header() -> None:
    envelope = Addressing("e@kommun.se", "a@example.se", reply_to="ring växeln, 019-21 10 10")

    assert build_message(envelope, RenderedMail("Hej", "Hej\n", "<p>Hej</p>"))["Reply-To"] is None


def test_a_line_holds_no_break_and_nothing_unseen() -> None:
    everything = "".join(map(chr, range(0x10FFFF + 1)))

    line = one_line(f"a{everything}b")

    assert one_line(line) == line
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]", line)
    assert not re.search("[\U000e0000-\U000e0fff\ud800-\udfff\u00ad\u3164\ufe0f]", line)
    assert all(one in line for one in "Åäö é 🙂 אבג \u0301")


def _holds(name: str, mail: RenderedMail) -> None:
    envelope = Addressing(
        sender=str(_mailbox(name)),
        to_address=ADDRESS,
        to_name=name,
        reply_to=str(_mailbox(name)),
    )
    message = build_message(envelope, mail)
    for policy in (AS_SENT, email.policy.SMTP):
        _is_valid(message.as_bytes(policy=policy), one_line(name), one_line(mail.subject))


def _mailbox(name: str) -> object:
    quoted = re.sub(r'(["\\])', r"\\\1", one_line(name))
    return mailbox_of(f'"{quoted}" <{ADDRESS}>')


def _is_valid(raw: bytes, name: str, subject: str) -> None:
    head = raw.split(b"\r\n\r\n")[0]
    assert head.isascii()
    assert max(map(len, head.split(b"\r\n"))) <= 78
    by_names = [line.split(":")[0] for line in re.split(r"\r\n(?! )", head.decode())]
    assert len(set(by_names)) == len(by_names)
    assert "Bcc" not in by_names
    message: EmailMessage = email.message_from_bytes(raw, policy=email.policy.default)
    elder = email.message_from_bytes(raw)  # the library's older parser, which shares no code
    for field in ("From", "To", "Reply-To"):
        (read,) = message[field].addresses
        assert message[field].defects == ()
        assert read.addr_spec == ADDRESS
        # Python's newer parser puts a blank between two encoded words of a name.
        assert read.display_name.replace(" ", "") == name.replace(" ", "")
        written = str(elder[field])
        assert MAILBOX.fullmatch(written.replace("\r\n", "")), written
        assert [address for _, address in getaddresses([written])] == [ADDRESS]
        decoded = str(make_header(decode_header(getaddresses([written])[0][0])))
        assert decoded == name
    assert str(message["Subject"]) == subject
    assert str(make_header(decode_header(elder["Subject"]))) == subject
