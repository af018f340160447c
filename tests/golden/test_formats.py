"""What older versions made is read as they meant it: links, drafts, envelopes, all that is kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import select

from feedback.ballot import DraftPlace, Part, SealedDraft, is_genuine, open_draft, parse_code
from feedback.ballot.opening import open_envelopes, public_half
from feedback.database import Database, migrate
from feedback.models import Mail, MailState
from feedback.operations.audit_chain import faults_of
from feedback.operations.campaigns.earlier import squares_as_json
from reports.answers.matrix import CANNOT_JUDGE, SKIPPED
from reports.answers.packing import unpack
from reports.disclosure.spread import WithinSquares
from reports.release import read_release
from surveys.loader import survey_from_json
from tests.factories import test_settings
from tests.golden.installations import VERSIONS, installation

if TYPE_CHECKING:
    from pathlib import Path

    from tests.golden.installations import Installation


@pytest.fixture(params=VERSIONS)
def opened(request: pytest.FixtureRequest) -> Installation:
    """Give the open campaign of each kept version."""
    return installation(request.param, "open")


@pytest.fixture(params=VERSIONS)
def closed(request: pytest.FixtureRequest) -> Installation:
    """Give the closed campaign of each kept version."""
    return installation(request.param, "closed")


def test_a_link_is_genuine(opened: Installation) -> None:
    versions = dict(
        zip(opened.values("rater", "number"), opened.values("rater", "link_version"), strict=True)
    )

    codes = [parse_code(code) for code in opened.content["links"].values()]

    assert len(codes) == 8
    for code in codes:
        assert code is not None
        assert is_genuine(opened.link_key, code, version=versions[code.number])


def test_a_draft_opens_by_link_and_by_code_word(opened: Installation) -> None:
    subject = UUID(opened.values("subject", "id")[0])
    sealed = [
        SealedDraft(nonce, ciphertext)
        for nonce, ciphertext in zip(
            opened.values("draft", "nonce"), opened.values("draft", "ciphertext"), strict=True
        )
    ]

    for who, saved in opened.content["drafts"].items():
        code = parse_code(opened.content["links"][who])
        assert code is not None
        place = DraftPlace(code.number, 1, subject, Part.RESPONSE.value, saved["code_word"])
        opened_drafts = [open_draft(opened.link_key, place, one) for one in sealed]
        (content,) = [content for content in opened_drafts if content is not None]
        assert content["format"] == 1
        assert content["ratings"] == saved["ratings"]
        assert content["comments"] == saved["comments"]


def test_an_envelope_opens_to_what_was_sent(opened: Installation) -> None:
    ballots = list(open_envelopes(opened.seal_key, opened.values("envelope", "sealed")))

    responses = [ballot for ballot in ballots if ballot.part is Part.RESPONSE]
    sent = opened.content["sent"].values()
    assert opened.values("campaign", "public_key") == [public_half(opened.seal_key)]
    assert len(ballots) == len(responses) + 1  # the leader's conditions
    assert sorted(_facts(one.group, one.ratings, one.comments) for one in responses) == sorted(
        _facts(one["group"], one["ratings"], one["comments"]) for one in sent
    )


def test_a_frozen_survey_is_byte_for_byte_what_it_was(opened: Installation) -> None:
    (frozen,) = opened.values("campaign", "survey_json")

    assert survey_from_json(frozen).canonical_json() == frozen


def test_a_release_is_read_and_vouched_for_by_its_hashes(closed: Installation) -> None:
    (content,) = closed.values("stored_release", "content")

    release = read_release(content)

    assert release.to_json() == content
    assert [release.figures_hash] == closed.values("stored_release", "figures_hash")
    assert [release.comments_hash] == closed.values("stored_release", "comments_hash")


def test_stored_responses_hold_what_each_block_gave(closed: Installation) -> None:
    (packed,) = closed.values("stored_responses", "matrix")
    (blocks,) = closed.values("stored_responses", "blocks")

    ratings, _ = unpack([packed], 6)

    (frozen,) = closed.values("campaign", "survey_json")
    items = [item.key for item in survey_from_json(frozen).items]
    start = 0
    for label, rows in json.loads(blocks):
        sent = [one["ratings"] for one in closed.content["sent"].values() if one["group"] == label]
        given = np.array([[_code(ratings.get(item)) for item in items] for ratings in sent])
        # Which row is whose, nobody may know; what each item got, is what is kept.
        kept = ratings[start : start + rows]
        assert np.array_equal(np.sort(kept, axis=0), np.sort(given, axis=0))
        start += rows
    assert start == len(ratings)


def test_sums_of_squares_are_read(closed: Installation) -> None:
    (squares,) = closed.values("campaign_figures", "within_squares")

    assert squares_as_json(WithinSquares(**record) for record in json.loads(squares)) == squares


def test_the_ledger_and_the_audit_log_are_read_on_both_engines(
    empty_database_url: str, tmp_path: Path, opened: Installation
) -> None:
    opened.restore(empty_database_url, test_settings(tmp_path, empty_database_url))
    migrate(empty_database_url)
    database = Database(empty_database_url)

    with database.reading() as session:
        mails = session.scalars(select(Mail)).all()
        problems = faults_of(session)

    assert {(mail.kind, mail.state) for mail in mails} == {("invitation", MailState.SENT)}
    assert {mail.occasion for mail in mails} == {str(opened.campaign_id)}
    assert problems == []
    database.dispose()


def _facts(group: str, ratings: object, comments: object) -> str:
    return json.dumps([group, ratings, comments], sort_keys=True, ensure_ascii=False)


def _code(mark: object) -> int:
    if mark is None:
        return SKIPPED
    return CANNOT_JUDGE if mark == "NO" else int(str(mark))
