"""`feedback backup` and `feedback restore`, as an operator types them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from feedback.backups import back_up
from feedback.models import Campaign, State
from tests.feedback.cli.commands import created, feedback

if TYPE_CHECKING:
    from tests.feedback.office import Office


@pytest.mark.usefixtures("desk")
def test_a_campaign_comes_back_and_mail_waits(tmp_path: Path) -> None:
    created()
    (tmp_path / "backups").mkdir()

    made = feedback("backup", "backups")
    removed = feedback("campaign", "cancel", "Våg 1", "--yes")
    (file,) = (tmp_path / "backups").iterdir()
    restored = feedback("restore", str(file), answer="y\n")

    assert made.exit_code == removed.exit_code == restored.exit_code == 0, restored.output
    assert "no keys" in made.output
    assert "by the same link" in restored.output
    assert "All mail is on hold" in restored.output
    assert "Våg 1" in feedback("campaign", "list").output


def test_what_it_says_does_not_grow_with_the_answers(desk: Office) -> None:
    """A timer writes it to the machine's log, night by night."""
    created()
    Path("safe").mkdir()
    first = feedback("backup", "safe/first.backup").output

    with desk.database.writing() as session:
        session.execute(text("CREATE TABLE many_answers (sealed BLOB)"))
        session.execute(text("INSERT INTO many_answers VALUES (zeroblob(1000000))"))
    second = feedback("backup", "safe/second.backup").output

    assert second.replace("second", "first") == first


@pytest.mark.parametrize(("zone", "hour"), [("Europe/Stockholm", "13:15"), ("Asia/Tokyo", "21:15")])
def test_when_a_backup_was_made_is_told_by_the_clocks_of_the_settings(
    desk: Office, monkeypatch: pytest.MonkeyPatch, zone: str, hour: str
) -> None:
    created()
    file = desk.settings.backup_folder / "daily.backup"
    back_up(desk.settings.database, file, now=datetime(2026, 11, 29, 12, 15, tzinfo=UTC))
    monkeypatch.setenv("FEEDBACK_TIME_ZONE", zone)

    declined = feedback("restore", str(file), answer="n\n")

    assert f"brings back 2026-11-29 {hour}, schema" in declined.output


def test_a_restore_that_is_declined_changes_nothing(desk: Office) -> None:
    created()
    Path("safe").mkdir()
    feedback("backup", "safe/daily.backup")
    feedback("campaign", "cancel", "Våg 1", "--yes")

    declined = feedback("restore", "safe/daily.backup", answer="n\n")

    assert declined.exit_code == 1
    with desk.database.reading() as session:
        assert session.scalars(select(Campaign.state)).all() == [State.CANCELLED]


@pytest.mark.usefixtures("desk")
def test_a_missing_file_is_said_in_one_line() -> None:
    missing = feedback("restore", "nowhere.backup", "--yes")

    assert missing.exit_code == 1
    assert missing.output.splitlines() == [
        "nowhere.backup cannot be read: No such file or directory."
    ]


def test_without_a_file_it_goes_to_the_folder_of_backups(desk: Office) -> None:
    created()

    made = feedback("backup")

    (file,) = desk.settings.backup_folder.iterdir()
    assert str(file) in made.output
    assert file.parent.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("desk")
def test_a_folder_that_is_not_there_is_said_in_one_line() -> None:
    created()

    refused = feedback("backup", "not-there/daily.backup")

    assert refused.exit_code == 1
    assert len(refused.output.splitlines()) == 1
    assert "not-there" in refused.output


@pytest.mark.parametrize("place", ["among", "below", "around", "linked", "forgotten"])
@pytest.mark.parametrize("command", ["backup FOLDER", "backup FOLDER/daily.backup"])
def test_no_backup_is_written_where_a_copy_of_it_takes_keys_along(
    desk: Office, tmp_path: Path, command: str, place: str
) -> None:
    created()
    folder = _near_keys(desk, tmp_path, place)

    refused = feedback(*command.replace("FOLDER", str(folder)).split())

    assert refused.exit_code == 1
    assert len(refused.output.splitlines()) == 1
    assert "keys" in refused.output
    assert list(tmp_path.rglob("*.backup")) == []


@pytest.mark.parametrize("place", ["among", "around", "forgotten"])
def test_no_upgrade_leaves_a_backup_beside_keys(
    empty_database_url: str,
    desk: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
) -> None:
    folder = _near_keys(desk, tmp_path, place)
    monkeypatch.setenv("FEEDBACK_DATABASE_URL", empty_database_url)
    feedback("database", "migrate", "--revision", "0001")

    refused = feedback("database", "migrate", "--backups", str(folder))

    assert refused.exit_code == 1
    assert "keys" in refused.output
    assert "0001 ->" in feedback("database", "migrate", "--no-backup").output


def _near_keys(desk: Office, tmp_path: Path, place: str) -> Path:
    """Return a folder that a copy would take along with keys, or they with it."""
    for keys in desk.settings.key_folders:
        keys.prepare()
    folder = desk.settings.seal_key_folder.folder
    (folder / "deeper").mkdir()
    (tmp_path / "link").symlink_to(folder)
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "feedback-keys").touch()  # the mark of a folder that is set no more
    return {
        "among": folder,
        "below": folder / "deeper",
        "around": tmp_path,
        "linked": tmp_path / "link",
        "forgotten": tmp_path / "away",
    }[place]


@pytest.mark.usefixtures("desk")
def test_old_backups_go_once_the_new_one_is_made(tmp_path: Path) -> None:
    created()
    folder = tmp_path / "backups"
    folder.mkdir()
    old = ["feedback-20200101T000000Z.backup", "feedback-20200101T000000Z-before-upgrade.backup"]
    for name in (*old, "feedback-mine.backup", "other"):
        (folder / name).touch()

    made = feedback("backup", "backups", "--keep-days", "30")

    kept = {file.name for file in folder.iterdir()}
    assert made.exit_code == 0, made.output
    assert "feedback-20200101T000000Z.backup is removed" in made.output
    assert {"feedback-mine.backup", "other"} < kept
    assert len(kept) == 3


@pytest.mark.usefixtures("desk")
def test_a_backup_that_failed_removes_none_before_it(tmp_path: Path) -> None:
    created()
    old = tmp_path / "feedback-20200101T000000Z.backup"
    old.touch()

    refused = feedback("backup", "new.backup", "--keep-days", "30")

    assert refused.exit_code == 2
    assert old.exists()
