"""Drafts open only in their place; envelopes only with the private key; lengths tell nothing."""

from __future__ import annotations

import secrets
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.ballot import (
    Ballot,
    BallotTooLargeError,
    DraftPlace,
    DraftTooLargeError,
    Part,
    SealedDraft,
    open_draft,
    seal_ballot,
    seal_draft,
)
from feedback.ballot.envelopes import ENVELOPE_SIZE
from feedback.ballot.opening import EnvelopeUnreadableError, new_seal_pair, open_envelopes
from feedback.ballot.padding import LENGTH_BYTES

KEY = bytes(range(32))
PLACE = DraftPlace(number=1, version=1, subject_id=uuid4(), part="response")


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=100), max_size=20))
def test_a_draft_opens_as_it_was_sealed(content: dict[str, str]) -> None:
    sealed = seal_draft(KEY, PLACE, content)

    assert open_draft(KEY, PLACE, sealed) == content


@pytest.mark.parametrize(
    "elsewhere",
    [
        DraftPlace(2, 1, PLACE.subject_id, "response"),
        DraftPlace(1, 2, PLACE.subject_id, "response"),
        DraftPlace(1, 1, uuid4(), "response"),
        DraftPlace(1, 1, PLACE.subject_id, "conditions"),
    ],
)
def test_a_draft_opens_in_no_other_place(elsewhere: DraftPlace) -> None:
    sealed = seal_draft(KEY, PLACE, {"a": 1})

    assert open_draft(KEY, elsewhere, sealed) is None


def test_a_changed_draft_does_not_open() -> None:
    sealed = seal_draft(KEY, PLACE, {"a": 1})
    changed = SealedDraft(sealed.nonce, bytes([sealed.ciphertext[0] ^ 1]) + sealed.ciphertext[1:])

    assert open_draft(KEY, PLACE, changed) is None


def test_every_draft_has_one_length() -> None:
    empty = seal_draft(KEY, PLACE, {})
    full = seal_draft(KEY, PLACE, {"text": "ö" * 5000})

    assert len(empty.ciphertext) == len(full.ciphertext)


def test_a_draft_that_does_not_fit_says_by_how_much() -> None:
    with pytest.raises(DraftTooLargeError) as refused:
        seal_draft(KEY, PLACE, {"text": "x" * 20_000})

    assert 1_500 < refused.value.excess < 2_000


def test_an_envelope_opens_with_the_private_key_alone() -> None:
    private, public = new_seal_pair()
    ballot = Ballot(uuid4(), "team", ratings={"lugn": 4, "lika": "NO"}, comments={"a": "Åsa 😀"})

    assert list(open_envelopes(private, [seal_ballot(public, ballot)])) == [ballot]


def test_an_envelope_does_not_open_with_another_key() -> None:
    _, public = new_seal_pair()
    other, _ = new_seal_pair()
    envelope = seal_ballot(public, Ballot(uuid4(), "team"))

    with pytest.raises(EnvelopeUnreadableError):
        list(open_envelopes(other, [envelope]))


def test_the_public_key_does_not_open_an_envelope() -> None:
    _, public = new_seal_pair()
    envelope = seal_ballot(public, Ballot(uuid4(), "team"))

    with pytest.raises(EnvelopeUnreadableError):
        list(open_envelopes(public, [envelope]))


def test_what_is_no_envelope_is_told() -> None:
    private, _ = new_seal_pair()

    with pytest.raises(EnvelopeUnreadableError):
        list(open_envelopes(private, [secrets.token_bytes(16_000)]))


def test_two_envelopes_of_the_same_response_share_nothing_but_their_length() -> None:
    _, public = new_seal_pair()
    ballot = Ballot(uuid4(), "team", ratings={"lugn": 4})

    first, second = seal_ballot(public, ballot), seal_ballot(public, ballot)

    assert len(first) == len(second)
    assert first[:32] != second[:32]
    assert first != second


def test_a_conditions_ballot_keeps_its_part() -> None:
    private, public = new_seal_pair()
    ballot = Ballot(uuid4(), "self", part=Part.CONDITIONS, ratings={"stod": 2})

    [opened] = open_envelopes(private, [seal_ballot(public, ballot)])

    assert opened.part is Part.CONDITIONS


def test_a_ballot_that_does_not_fit_is_refused() -> None:
    _, public = new_seal_pair()
    ballot = Ballot(uuid4(), "team", comments={"a": "x" * 17_000})

    with pytest.raises(BallotTooLargeError) as refused:
        seal_ballot(public, ballot)

    assert refused.value.excess == len(ballot.to_bytes()) - (ENVELOPE_SIZE - LENGTH_BYTES) > 0
