"""Search files, free pages, logs of writes and row versions for what joins answers to people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from sqlalchemy import select, text
from sqlalchemy.engine import make_url

from feedback.ballot import Part
from feedback.database import Database
from feedback.models import (
    Answered,
    Campaign,
    StoredRelease,
    StoredResponses,
)
from feedback.operations.answering.drafts import PageAnswers, save_page
from feedback.operations.answering.submitting import submit, tasks_of
from feedback.operations.campaigns.closing import close_campaign
from reports.release import read_release
from tests.factories import OpenCampaign, open_campaign, test_settings
from tests.feedback.operations.campaigns.closing.ballot_box import answers_of
from tests.forensics import Traces, files_of, watch
from tests.opening import open_link, read_draft

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.release import Comments, Figures

NOW = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)
RATERS = tuple(
    ("team" if number % 2 else "peer", f"rater{number:02}@example.se") for number in range(20)
)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made.dispose()


def _campaign(database: Database, folder: Path) -> OpenCampaign:
    settings = test_settings(folder, database.url)
    return open_campaign(database, settings, raters=RATERS)


def _answer(campaign: OpenCampaign, order: Sequence[int]) -> None:
    """Let the 20 raters save a draft and submit, in this order."""
    addresses = list(campaign.links)
    for place in order:
        code = campaign.links[addresses[place]].removeprefix("/s/")
        for saves_only in (True, False):
            with campaign.database.writing() as session:
                access = open_link(session, campaign.settings.link_key_folder, code)
                [task] = tasks_of(session, access, has_conditions=False)
                if saves_only:
                    draft = read_draft(session, access, task.invitation, Part.RESPONSE)
                    page = PageAnswers(
                        {"lugn": 3}, {"fortsatt": f"Utkast {place:02}"}, base=draft.nonce
                    )
                    save_page(session, access, task.invitation, Part.RESPONSE, page, now=NOW)
                else:
                    submit(
                        session,
                        campaign.settings.link_key_folder,
                        task.invitation,
                        Part.RESPONSE,
                        answers_of(place),
                    )


def _watch(campaign: OpenCampaign) -> Traces:
    return watch(
        campaign.database,
        codes=[link.removeprefix("/s/") for link in campaign.links.values()],
        seal_key=campaign.seal_key,
        link_key=campaign.settings.link_key_folder.read(campaign.id),
    )


def _close(campaign: OpenCampaign) -> None:
    close_campaign(campaign.database, campaign.settings, campaign.id, now=NOW)


def test_no_file_of_the_database_keeps_what_close_erased(
    database: Database, tmp_path: Path
) -> None:
    campaign = _campaign(database, tmp_path)
    _answer(campaign, range(20))
    traces = _watch(campaign)

    _close(campaign)

    content = b"".join(path.read_bytes() for path in files_of(database))
    assert len(traces.envelopes) == 20
    assert traces.left_in(database) == []
    assert b"Utkast" not in content


def test_the_write_ahead_log_of_sqlite_is_empty_after_close(
    sqlite_url: str, tmp_path: Path
) -> None:
    database = Database(sqlite_url)
    campaign = _campaign(database, tmp_path)
    _answer(campaign, range(20))

    _close(campaign)

    wal = Path(f"{make_url(sqlite_url).database}-wal")
    assert not wal.exists() or wal.stat().st_size == 0
    database.dispose()


def test_what_is_stored_does_not_depend_on_the_order_of_answering(
    database: Database, tmp_path: Path
) -> None:
    stored = []
    for order in (range(20), range(19, -1, -1), [*range(1, 20, 2), *range(0, 20, 2)]):
        campaign = _campaign(database, tmp_path)
        _answer(campaign, order)
        _close(campaign)
        stored.append(_stored(database, campaign))

    assert stored[0] == stored[1] == stored[2]
    assert len(stored[0][0]) > 20


def test_all_stored_rows_were_written_by_one_transaction(
    database: Database, tmp_path: Path
) -> None:
    if database.is_sqlite:
        # SQLite rows carry no transaction; their order in the file is that of the subjects.
        return
    campaign = _campaign(database, tmp_path)
    _answer(campaign, range(20))

    _close(campaign)

    with database.reading() as session:
        versions = session.scalars(
            text(
                "SELECT DISTINCT xmin::text FROM stored_responses"
                " UNION SELECT DISTINCT xmin::text FROM stored_release"
            )
        ).all()
    assert len(versions) == 1


def test_a_dump_from_mid_campaign_opens_with_nothing_that_exists_after_close(
    database: Database, tmp_path: Path
) -> None:
    campaign = _campaign(database, tmp_path)
    _answer(campaign, range(20))
    dump = _watch(campaign).envelopes

    _close(campaign)

    left = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    with database.reading() as session:
        public_key = session.get_one(Campaign, campaign.id).public_key or b""
    candidates = {public_key, *_keys_in(left)}
    assert len(dump) == 20
    for envelope in dump:
        for key in candidates:
            with pytest.raises(CryptoError):
                SealedBox(PrivateKey(key)).decrypt(envelope)


def test_the_fact_of_having_answered_is_erased(database: Database, tmp_path: Path) -> None:
    campaign = _campaign(database, tmp_path)
    _answer(campaign, [3, 1])

    _close(campaign)

    assert campaign.count(Answered) == 0


def test_no_row_tells_who_locked_it_while_answering(database: Database, tmp_path: Path) -> None:
    if database.is_sqlite:
        # SQLite locks the whole file and notes it nowhere.
        return
    campaign = _campaign(database, tmp_path)
    _answer(campaign, [3, 1, 7])

    _close(campaign)

    with database.reading() as session:
        lockers = session.scalars(text("SELECT DISTINCT xmax::text FROM invitation")).all()
    assert lockers == ["0"]


def _stored(database: Database, campaign: OpenCampaign) -> tuple[bytes, str, Figures, Comments]:
    subject = select(StoredResponses.subject_id).where(
        StoredResponses.subject_id.in_(_subjects(campaign))
    )
    with database.reading() as session:
        row = session.get_one(StoredResponses, session.scalars(subject).one())
        release = session.get_one(StoredRelease, row.subject_id)
        released = read_release(release.content)
        # The campaigns of this test follow each other; that is not about order within one.
        figures = replace(released.figures, norms=(), previous=None)
        return row.matrix, row.blocks, figures, released.comments


def _subjects(campaign: OpenCampaign) -> list[object]:
    with campaign.database.reading() as session:
        return [subject.id for subject in session.get_one(Campaign, campaign.id).subjects]


def _keys_in(contents: list[bytes]) -> set[bytes]:
    """Return everything in the files that is left that could be a key, at any offset."""
    return {
        content[start : start + 32]
        for content in contents
        if len(content) < 10_000
        for start in range(max(0, len(content) - 31))
    }
