"""Whatever becomes of a link, a draft, an envelope or a catalogue, it is read or refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

import pytest
from nacl.public import PublicKey, SealedBox

import feedback
from feedback.ballot import (
    Ballot,
    DraftPlace,
    SealedDraft,
    code_for,
    codes_in,
    open_draft,
    parse_code,
    read_code_word,
    seal_ballot,
    seal_draft,
)
from feedback.ballot.envelopes import ENVELOPE_SIZE
from feedback.ballot.opening import EnvelopeUnreadableError, new_seal_pair, open_envelopes
from feedback.ballot.padding import pad
from feedback.languages.catalogues import read_catalogue
from tests.fuzz.harness import complaints
from tests.proof_size import proof_runs

if TYPE_CHECKING:
    from collections.abc import Callable

KEY: Final = bytes(range(32))
SUBJECT: Final = UUID(int=7)
PLACE: Final = DraftPlace(12345, 1, SUBJECT, "response")
DRAFT: Final = seal_draft(KEY, PLACE, {"format": 1, "ratings": {"lugn": 4}, "comments": {}})
PRIVATE, PUBLIC = new_seal_pair()
BALLOT: Final = Ballot(SUBJECT, "team", ratings={"lugn": 4}, comments={"fortsatt": "Håll i."})
CATALOGUES: Final = Path(feedback.__file__).parent / "translations"
TOKENS: Final = (
    b'msgid ""\n', b'msgstr ""\n', b"msgid_plural ", b"msgstr[0] ", b"msgstr[99] ", b"#, fuzzy\n",
    b"#~ ", b"%(name)s", b"%s", b"%(", b"%%", b"\\x", b"msgctxt ", b"nplurals=99", b'"', b"\n\n",
    b'{"format":1}', b"[1]", b'"group":[]', b"\\ud800", b"null",
)  # fmt: skip


def says_of_code(content: bytes) -> bool:
    """Read a link and a code word out of whatever it is."""
    text = content.decode("utf-8", errors="surrogateescape")
    read_code_word(text)
    code = parse_code(text)
    return (code is None or str(code) != "") and len(codes_in(text)) >= (code is not None)


def says_of_draft(content: bytes) -> bool:
    """Open a draft as the database has it: whole, or not at all."""
    opened = open_draft(KEY, PLACE, SealedDraft(content[:12], content[12:]))
    return opened is None or opened["ratings"] == {"lugn": 4}


def says_of_envelope(content: bytes) -> bool:
    """Open an envelope as the database has it."""
    try:
        [ballot] = open_envelopes(PRIVATE, [content])
    except EnvelopeUnreadableError as error:
        return bool(str(error))
    return ballot == BALLOT


def says_of_ballot(content: bytes) -> bool:
    """Open an envelope into which anything was sealed."""
    if len(content) > ENVELOPE_SIZE - 4:
        return True
    sealed = SealedBox(PublicKey(PUBLIC)).encrypt(pad(content, ENVELOPE_SIZE))
    try:
        [ballot] = open_envelopes(PRIVATE, [sealed])
    except EnvelopeUnreadableError as error:
        return bool(str(error))
    return all(isinstance(one, dict) for one in (ballot.ratings, ballot.comments))


def says_of_catalogue(content: bytes) -> bool:
    """Read a catalogue: of what it holds, each text takes the words that English takes."""
    texts = read_catalogue(content, "sv")
    for message in ("Saved {time}", "You have answered about %(name)s.", "Closed"):
        assert texts.ugettext(message) % {"name": "Karin"}
    for number in range(3):
        texts.ungettext("You have %(num)s more", "You have %(num)s more", number) % {"num": number}
    return True


def catalogues() -> list[bytes]:
    """Return the heads of the catalogues."""
    files = sorted(CATALOGUES.rglob("messages.po"))
    return [b"\n\n".join(file.read_bytes().split(b"\n\n")[:120]) for file in files]


LINK: Final = f"https://feedback.example.se/s/{code_for(KEY, number=5, version=1)}".encode()
READERS: Final[dict[str, tuple[Callable[[bytes], bool], list[bytes], int]]] = {
    "code": (says_of_code, [LINK, b"Kodord: banuki-solare-midota"], 500),
    "draft": (says_of_draft, [DRAFT.nonce + DRAFT.ciphertext], 500),
    "envelope": (says_of_envelope, [seal_ballot(PUBLIC, BALLOT)], 500),
    "ballot": (says_of_ballot, [BALLOT.to_bytes()], 500),
    "catalogue": (says_of_catalogue, catalogues(), 500),
}


@pytest.mark.parametrize("kind", READERS)
def test_what_is_spoilt_is_read_or_refused(kind: str) -> None:
    read, samples, _ = READERS[kind]

    assert complaints(read, samples, runs=40, tokens=TOKENS) == []


@pytest.mark.proof
@pytest.mark.parametrize("kind", READERS)
def test_much_that_is_spoilt_is_read_or_refused(kind: str) -> None:
    read, samples, whole = READERS[kind]

    assert complaints(read, samples, runs=proof_runs(whole), first=1_000, tokens=TOKENS) == []
