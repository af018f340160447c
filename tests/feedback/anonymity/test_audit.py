"""The audit finds nothing where the promise is kept, and each breach where it is broken."""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import numpy as np
import pytest
from sqlalchemy import select, text, update
from sqlalchemy.engine import make_url

from feedback.anonymity import AttackResult, Promise, audit_anonymity
from feedback.clock import utc_now
from feedback.database import Database
from feedback.models import (
    Campaign,
    CampaignFigures,
    Envelope,
    State,
    StoredRelease,
    StoredResponses,
)
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.campaigns.pledging import forget_pledge
from feedback.operations.presence import keep_findings
from tests.factories import OpenCampaign, open_campaign, test_settings
from tests.feedback.operations.campaigns.closing.ballot_box import RATERS, fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy.typing as npt

    Rows = npt.NDArray[np.int8]

OLD_RELEASES: Final = Path(__file__).parents[2] / "golden" / "d90cb07" / "releases.json"
NOW = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)


@pytest.fixture
def campaign(database_url: str, tmp_path: Path) -> Iterator[OpenCampaign]:
    database = Database(database_url)
    made = open_campaign(database, test_settings(tmp_path, database_url), raters=RATERS)
    fill(made)
    yield made
    database.dispose()


@pytest.fixture
def small(sqlite_url: str, tmp_path: Path) -> Iterator[OpenCampaign]:
    """Give an open campaign without answers, where the engine does not matter."""
    database = Database(sqlite_url)
    yield open_campaign(database, test_settings(tmp_path, sqlite_url))
    database.dispose()


def _audit(campaign: OpenCampaign, *logs: Path, today: date | None = None) -> list[AttackResult]:
    return audit_anonymity(
        campaign.database,
        link_keys=campaign.settings.link_key_folder,
        seal_keys=campaign.settings.seal_key_folder,
        logs=logs,
        today=today or NOW.date(),
    )


def _broken(findings: list[AttackResult]) -> list[str]:
    return [finding.attack for finding in findings if finding.verdict is Promise.BROKEN]


def _close(campaign: OpenCampaign) -> None:
    close_campaign(campaign.database, campaign.settings, campaign.id, now=NOW)


def test_an_open_campaign_keeps_the_promise(campaign: OpenCampaign) -> None:
    assert _broken(_audit(campaign)) == []


def test_a_closed_campaign_keeps_the_promise_without_limits(campaign: OpenCampaign) -> None:
    _close(campaign)

    assert {finding.verdict for finding in _audit(campaign)} == {Promise.KEPT}


def test_a_time_in_the_ballot_box_is_found(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        session.execute(text("ALTER TABLE envelope ADD COLUMN created_at TIMESTAMP"))

    assert _broken(_audit(campaign)) == ["schema", "schema"]


def test_an_unsealed_envelope_is_found(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        size = len(session.scalars(select(Envelope.sealed).limit(1)).one())
        readable = json.dumps({"ratings": {"lugn": 3}}).encode().ljust(size)
        session.add(Envelope(id=uuid4(), campaign_id=campaign.id, sealed=readable, mac=bytes(32)))

    assert _broken(_audit(campaign)) == ["envelopes"]


def test_an_envelope_of_another_length_is_found(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        session.add(
            Envelope(id=uuid4(), campaign_id=campaign.id, sealed=bytes(range(256)), mac=bytes(32))
        )

    assert _broken(_audit(campaign)) == ["envelopes"]


def test_an_envelope_left_after_close_is_found(campaign: OpenCampaign) -> None:
    with campaign.database.reading() as session:
        sealed = session.scalars(select(Envelope.sealed).limit(1)).one()
    _close(campaign)
    with campaign.database.writing() as session:
        session.add(Envelope(id=uuid4(), campaign_id=campaign.id, sealed=sealed, mac=bytes(32)))

    assert _broken(_audit(campaign)) == ["leftover rows"]


def test_a_lock_left_on_an_invitation_is_found(campaign: OpenCampaign) -> None:
    if campaign.database.is_sqlite:
        # SQLite locks the whole file and notes it nowhere.
        return
    _close(campaign)
    with campaign.database.writing() as session:
        session.execute(text("SELECT id FROM invitation LIMIT 1 FOR NO KEY UPDATE"))

    assert _broken(_audit(campaign)) == ["locks"]


def test_an_envelope_without_its_mac_is_found(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        session.scalars(select(Envelope).limit(1)).one().mac = None

    assert _broken(_audit(campaign)) == ["pledges"]


def test_another_public_key_in_the_database_is_found(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        session.get_one(Campaign, campaign.id).public_key = bytes(32)

    assert _broken(_audit(campaign)) == ["pledges"]


def test_a_survey_that_was_changed_after_launch_is_found(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        session.execute(update(Campaign).values(survey_json=Campaign.survey_json + " "))

    assert _broken(_audit(campaign)) == ["pledges"]


def test_a_campaign_that_nobody_has_pledged_yet_is_a_limit(campaign: OpenCampaign) -> None:
    forget_pledge(campaign.settings, campaign.id)

    found = {one.attack: one.verdict for one in _audit(campaign)}

    assert found["pledges"] is Promise.LIMIT


def test_responses_that_outlived_their_day_are_found(campaign: OpenCampaign) -> None:
    _close(campaign)

    findings = _audit(campaign, today=NOW.date() + timedelta(days=93))

    assert _broken(findings) == ["old responses"]


def _keep_old_release(campaign: OpenCampaign) -> None:
    """Put a release in the place of one that was made, as an older rule let it be."""
    kept = json.loads(OLD_RELEASES.read_text("utf-8"))["small blocks"]
    with campaign.database.writing() as session:
        stored = session.scalars(select(StoredRelease).limit(1)).one()
        stored.content = kept["content"]


def test_a_release_of_an_older_rule_is_told_and_read_by_todays(campaign: OpenCampaign) -> None:
    _close(campaign)
    _keep_old_release(campaign)

    findings = [finding for finding in _audit(campaign) if finding.attack == "figures"]

    assert {finding.verdict for finding in findings} == {Promise.LIMIT}
    assert findings[-1].sentence.startswith("Stored releases of an older version: 1.")


def test_figures_that_tell_of_a_small_block_are_found(
    campaign: OpenCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    _close(campaign)
    _keep_old_release(campaign)
    monkeypatch.setattr("reports.release.reading.by_todays_rule", lambda figures: figures)

    assert set(_broken(_audit(campaign))) == {"figures"}


def test_a_key_left_after_close_is_found(campaign: OpenCampaign) -> None:
    _close(campaign)
    campaign.settings.seal_key_folder.create(campaign.id)

    assert _broken(_audit(campaign)) == ["leftover keys"]


def test_answers_in_a_cancelled_campaign_are_found(campaign: OpenCampaign) -> None:
    campaign.set_state(State.CANCELLED)

    assert {"leftover rows", "leftover keys"} <= set(_broken(_audit(campaign)))


def _shuffled(matrix: Rows) -> Rows:
    return matrix[::-1]


def _one_row_too_many(matrix: Rows) -> Rows:
    return np.concatenate([matrix, matrix[-1:]])


def _a_habit(matrix: Rows) -> Rows:
    told = matrix.copy()
    told[0, 0] = -2  # "cannot judge", where nothing else than "missing" may stand
    return told


@pytest.mark.parametrize("change", [_shuffled, _one_row_too_many, _a_habit])
def test_stored_responses_that_tell_something_are_found(
    campaign: OpenCampaign, change: Callable[[Rows], Rows]
) -> None:
    _close(campaign)
    with campaign.database.writing() as session:
        row = session.scalars(select(StoredResponses)).one()
        matrix = np.frombuffer(zlib.decompress(row.matrix), dtype=np.int8).reshape(-1, 6)
        row.matrix = zlib.compress(change(matrix).tobytes())

    assert set(_broken(_audit(campaign))) == {"stored order"}


def test_conditions_of_a_lone_leader_are_found(campaign: OpenCampaign) -> None:
    _close(campaign)
    with campaign.database.writing() as session:
        session.scalars(select(CampaignFigures)).one().conditions = zlib.compress(bytes((4, 2)))

    assert _broken(_audit(campaign)) == ["conditions"]


def test_responses_stored_by_an_older_version_are_found(campaign: OpenCampaign) -> None:
    _close(campaign)
    with campaign.database.writing() as session:
        session.scalars(select(StoredResponses)).one().format = 1

    assert _broken(_audit(campaign)) == ["stored order"]


def test_a_managers_stored_answers_are_found(campaign: OpenCampaign) -> None:
    _close(campaign)
    with campaign.database.writing() as session:
        row = session.scalars(select(StoredResponses)).one()
        row.blocks = json.dumps([["manager", 7]])

    assert _broken(_audit(campaign)) == ["stored order"]


def test_the_spread_of_a_lone_leader_is_found(campaign: OpenCampaign) -> None:
    _close(campaign)
    with campaign.database.writing() as session:
        kept = session.scalars(select(CampaignFigures)).one()
        records = json.loads(kept.within_squares)
        records[0] |= {"leaders": 1, "df": 6, "thousandths": 4125}
        kept.within_squares = json.dumps(records)

    assert _broken(_audit(campaign)) == ["conditions"]


def test_a_block_that_is_too_small_is_found(campaign: OpenCampaign) -> None:
    _close(campaign)
    with campaign.database.writing() as session:
        row = session.scalars(select(StoredResponses)).one()
        row.blocks = json.dumps([["team", 5], ["peer", 2]])

    assert "stored order" in _broken(_audit(campaign))


@pytest.mark.parametrize(
    ("sign", "typed"), [("-", "-"), ("-", ""), ("-", "%20"), ("-", "+"), ("/", "%2F")]
)
@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_a_link_in_a_log_is_found(
    small: OpenCampaign, tmp_path: Path, case: Callable[[str], str], sign: str, typed: str
) -> None:
    log = tmp_path / "access.log"
    code = case(small.link_to("per@example.se").removeprefix("/s/"))
    link = f"/s/{code}".replace(sign, typed)
    log.write_text(f'10.0.0.4 - - "GET {link} HTTP/1.1" 200', encoding="utf-8")

    assert _broken(_audit(small, log)) == ["stored links"]


@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_a_link_that_came_apart_in_a_log_is_found(
    small: OpenCampaign, tmp_path: Path, case: Callable[[str], str]
) -> None:
    log = tmp_path / "access.log"
    code = case(small.link_to("per@example.se").removeprefix("/s/"))
    log.write_text(f'10.0.0.4 - - "GET /{code} HTTP/1.1" 404', encoding="utf-8")

    assert _broken(_audit(small, log)) == ["stored links"]


def test_what_a_log_says_of_other_pages_is_no_link(small: OpenCampaign, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    lines = "GET /s HTTP/1.1", "GET /static/styles.css?v=0123456789ab", "GET /my-reports/", "/s/hej"
    log.write_text("\n".join(lines), encoding="utf-8")

    assert _broken(_audit(small, log)) == []


def test_a_link_in_the_database_is_found(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        session.execute(
            text("UPDATE person SET name = :link"), {"link": campaign.link_to("per@example.se")}
        )

    assert _broken(_audit(campaign)) == ["stored links"]


def test_a_link_in_what_a_worker_found_is_found(campaign: OpenCampaign) -> None:
    found: list[dict[str, object]] = [{"message": campaign.link_to("per@example.se")}]
    with campaign.database.writing() as session:
        keep_findings(session, "vm1", found, now=utc_now())

    assert _broken(_audit(campaign)) == ["stored links"]


def test_what_sqlite_did_not_overwrite_is_found(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    campaign = open_campaign(database, test_settings(tmp_path, sqlite_url), raters=RATERS)
    fill(campaign)
    database.dispose()
    with closing(sqlite3.connect(str(make_url(sqlite_url).database))) as careless:
        careless.execute("PRAGMA secure_delete = OFF")
        careless.execute("DELETE FROM envelope")
        careless.execute("DELETE FROM answered")
        careless.commit()
        careless.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    assert _broken(_audit(campaign)) == ["engine"]
    database.dispose()


def test_a_setting_that_writes_statements_down_is_found(campaign: OpenCampaign) -> None:
    if campaign.database.is_sqlite:
        # SQLite has no log of statements.
        return
    with campaign.database.writing() as session:
        name = session.scalar(text("SELECT current_database()"))
        session.execute(text(f'ALTER DATABASE "{name}" SET log_lock_waits = on'))
    campaign.database.dispose()

    assert _broken(_audit(campaign)) == ["engine"]


def test_a_key_that_everybody_can_read_is_found(campaign: OpenCampaign) -> None:
    folder = campaign.settings.seal_key_folder.folder
    (folder / f"{campaign.id}.key").chmod(0o644)

    assert _broken(_audit(campaign)) == ["key files"]
