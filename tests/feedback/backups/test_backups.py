"""A backup is whole, has no key, and a restore brings back exactly it, with mail on hold."""

from __future__ import annotations

import json
import os
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from feedback.backups import back_up, read_manifest, restore
from feedback.backups.errors import BackupError, BackupFaultyError, DatabaseInUseError
from feedback.ballot import Part
from feedback.errors import TamperedError
from feedback.jobs import Duty
from feedback.models import Answered, Campaign, Envelope, MailHold, State, StoredRelease
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import submit, tasks_of
from feedback.operations.ledger.holding import held_since
from reports.release import read_release
from tests.acting import by
from tests.feedback.cli.commands import feedback, sit_down
from tests.feedback.office import Office
from tests.opening import open_link

if TYPE_CHECKING:
    from tests.factories import OpenCampaign

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
AFTER = datetime(2026, 12, 5, 3, 30, tzinfo=UTC)
ITEMS = ("lugn", "lika", "misstag", "lyssnar", "berom", "mal")
TEAM = tuple(f"team{number}@example.se" for number in range(6))


def answer(campaign: OpenCampaign, *addresses: str) -> None:
    """Let these raters answer, each unlike the others."""
    for address in addresses:
        mark = 1 + TEAM.index(address) if address in TEAM else 3
        with campaign.database.writing() as session:
            link = campaign.links[address].removeprefix("/s/")
            access = open_link(session, campaign.settings.link_key_folder, link)
            (task,) = tasks_of(session, access, has_conditions=False)
            submit(
                session,
                campaign.settings.link_key_folder,
                task.invitation,
                Part.RESPONSE,
                Answers(dict.fromkeys(ITEMS, mark)),
            )


def test_a_drill_counts_every_answer_of_before_and_after_once(
    campaign: OpenCampaign, tmp_path: Path
) -> None:
    answer(campaign, *TEAM[:3])
    made = back_up(campaign.settings.database, tmp_path / "daily.backup", now=NOON)
    answer(campaign, *TEAM[3:5])  # lost, for the machine breaks now
    campaign.database.dispose()

    restored = restore(campaign.settings, tmp_path / "daily.backup", by=by(NOON, name="operator"))

    assert restored.manifest == made
    assert restored.beyond_recall == ()
    assert (campaign.count(Answered), campaign.count(Envelope)) == (3, 3)
    answer(campaign, *TEAM[3:])  # whoever is asked again by the same link
    office = Office(campaign.database, campaign.settings, now=AFTER)
    office.worker.do(Duty.CLOSE, campaign.id)
    with campaign.database.reading() as session:
        release = read_release(session.scalars(select(StoredRelease.content)).one())
    assert [
        (block.n, block.cells[0].sum) for block in release.figures.blocks if block.cells[0]
    ] == [(6, 21)]


def test_all_mail_is_on_hold_and_the_audit_log_tells(
    campaign: OpenCampaign, tmp_path: Path
) -> None:
    back_up(campaign.settings.database, tmp_path / "daily.backup", now=NOON)
    campaign.database.dispose()

    restore(campaign.settings, tmp_path / "daily.backup", by=by(NOON, name="operator eva"))

    with campaign.database.reading() as session:
        hold = held_since(session, now=NOON)
    assert isinstance(hold, MailHold)
    assert hold.needs_operator


def test_a_restore_while_somebody_has_the_database_open_changes_nothing(
    campaign: OpenCampaign, tmp_path: Path
) -> None:
    back_up(campaign.settings.database, tmp_path / "daily.backup", now=NOON)
    answer(campaign, TEAM[0])

    with campaign.database.reading() as session:
        session.scalars(select(Campaign)).all()
        with pytest.raises(DatabaseInUseError):
            restore(campaign.settings, tmp_path / "daily.backup", by=by(NOON, name="operator"))

    assert campaign.count(Answered) == 1


def test_a_campaign_that_closed_since_is_named_as_beyond_recall(
    campaign: OpenCampaign, tmp_path: Path
) -> None:
    back_up(campaign.settings.database, tmp_path / "daily.backup", now=NOON)
    office = Office(campaign.database, campaign.settings, now=AFTER)
    office.worker.do(Duty.CLOSE, campaign.id)
    campaign.database.dispose()

    restored = restore(campaign.settings, tmp_path / "daily.backup", by=by(NOON, name="operator"))

    assert restored.beyond_recall == ("Hösten 2026",)
    assert office.state(campaign.id) is State.OPEN


def test_a_backup_from_before_the_macs_says_what_lets_it_close(
    campaign: OpenCampaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(campaign, *TEAM)
    with campaign.database.writing() as session:
        session.execute(update(Envelope).values(mac=None))
    back_up(campaign.settings.database, tmp_path / "daily.backup", now=NOON)
    campaign.database.dispose()
    sit_down(monkeypatch, campaign.settings)

    done = feedback("restore", str(tmp_path / "daily.backup"), "--yes")

    assert done.exit_code == 0, done.output
    (named,) = (line for line in done.output.splitlines() if "before answers bore a MAC" in line)
    assert named.startswith("Hösten 2026: ")
    office = Office(campaign.database, campaign.settings, now=AFTER)
    with pytest.raises(TamperedError):
        office.worker.do(Duty.CLOSE, campaign.id)
    for note in named.partition("rm ")[2].split():
        Path(note).unlink()
    office.worker.do(Duty.CLOSE, campaign.id)
    assert office.state(campaign.id) is State.CLOSED


def test_a_backup_holds_no_key_and_its_owner_alone_may_read_it(
    campaign: OpenCampaign, tmp_path: Path
) -> None:
    answer(campaign, *TEAM)
    link_key = campaign.settings.link_key_folder.read(campaign.id)
    before = os.umask(0)
    try:
        back_up(campaign.settings.database, tmp_path / "daily.backup", now=NOON)
    finally:
        os.umask(before)

    file = tmp_path / "daily.backup"
    with zipfile.ZipFile(file) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    for key in (link_key, campaign.seal_key):
        for form in (key, key.hex().encode(), key.hex().upper().encode()):
            assert form not in content
            assert form not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_a_backup_overwrites_nothing(campaign: OpenCampaign, tmp_path: Path) -> None:
    (tmp_path / "daily.backup").write_text("yesterday's")

    with pytest.raises(BackupError, match="there already"):
        back_up(campaign.settings.database, tmp_path / "daily.backup", now=NOON)

    assert (tmp_path / "daily.backup").read_text() == "yesterday's"


@pytest.mark.parametrize("place", [0.02, 0.5, 0.9])
def test_a_damaged_backup_is_refused_before_anything_changes(
    campaign: OpenCampaign, tmp_path: Path, place: float
) -> None:
    back_up(campaign.settings.database, tmp_path / "daily.backup", now=NOON)
    answer(campaign, TEAM[0])
    with zipfile.ZipFile(tmp_path / "daily.backup") as archive:
        dump = archive.getinfo("database")  # of its header no reader asks every byte
    content = bytearray((tmp_path / "daily.backup").read_bytes())
    packed = dump.header_offset + len(dump.FileHeader())
    content[packed + int(dump.compress_size * place)] ^= 0xFF
    (tmp_path / "daily.backup").write_bytes(content)
    campaign.database.dispose()

    with pytest.raises(BackupFaultyError):
        restore(campaign.settings, tmp_path / "daily.backup", by=by(NOON, name="operator"))

    assert campaign.count(Answered) == 1


@pytest.mark.parametrize("content", [b"", b"PK", b"no backup at all" * 100])
def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "daily.backup").write_bytes(content)

    with pytest.raises(BackupFaultyError, match="is no backup of this program"):
        read_manifest(tmp_path / "daily.backup")


def test_a_backup_of_a_newer_schema_is_refused(campaign: OpenCampaign, tmp_path: Path) -> None:
    back_up(campaign.settings.database, tmp_path / "daily.backup", now=NOON)
    with zipfile.ZipFile(tmp_path / "daily.backup") as archive:
        manifest = json.loads(archive.read("manifest.json")) | {"revision": "9999"}
        dump = archive.read("database")
    with zipfile.ZipFile(tmp_path / "daily.backup", "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr("database", dump)

    with pytest.raises(BackupFaultyError, match="does not know"):
        restore(campaign.settings, tmp_path / "daily.backup", by=by(NOON, name="operator"))
