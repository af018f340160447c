"""`feedback database migrate`: a backup first, all steps or none, and nobody is locked out."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import sqlalchemy as sa

from feedback.backups import read_manifest
from feedback.database import Database, migrate, migrations_folder, schema
from feedback.files.owners import me, user_name
from tests.factories import test_settings
from tests.feedback.cli.commands import feedback, sit_down
from tests.feedback.contents import contents

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.databases import Databases
    from tests.factories import OpenCampaign

WORKS: Final = """
    op.execute("CREATE TABLE half_done (id INTEGER)")
    op.execute("DELETE FROM answered")
"""
BREAKS: Final = """
    op.execute("DELETE FROM envelope")
    raise RuntimeError("no further")
"""


@pytest.fixture
def running(campaign: OpenCampaign, monkeypatch: pytest.MonkeyPatch) -> OpenCampaign:
    """Give an open campaign that commands find, which nobody has open."""
    sit_down(monkeypatch, campaign.settings)
    campaign.database.dispose()
    return campaign


def test_a_backup_is_made_first_and_the_steps_are_named(
    running: OpenCampaign, newer: Callable[..., str]
) -> None:
    before, after = schema.newest_revision(), newer(WORKS)

    done = feedback("database", "migrate")

    assert done.exit_code == 0, done.output
    (backup,) = running.settings.backup_folder.iterdir()
    assert read_manifest(backup).revision == before
    assert str(backup) in done.output
    assert f"Revision {before} -> {after}:\n  {after}  Do what is to come\n" in done.output


def test_a_database_that_is_up_to_date_is_said_to_be(running: OpenCampaign) -> None:
    done = feedback("database", "migrate")

    assert done.output == f"The database is up to date: revision {schema.newest_revision()}.\n"
    assert list(running.settings.backup_folder.iterdir()) == []


def test_a_new_database_is_made_and_has_nothing_to_back_up(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = test_settings(tmp_path, empty_database_url)
    sit_down(monkeypatch, settings)

    done = feedback("database", "migrate")

    assert done.exit_code == 0, done.output
    assert f"a new database -> {schema.newest_revision()}:" in done.output
    assert list(settings.backup_folder.iterdir()) == []


def test_an_upgrade_that_fails_changes_nothing_and_names_the_backup(
    running: OpenCampaign, newer: Callable[..., str]
) -> None:
    before = contents(running.database.url)
    newer(WORKS, BREAKS)

    failed = feedback("database", "migrate")

    assert failed.exit_code == 1
    assert "no further" in failed.output
    assert contents(running.database.url) == before
    (backup,) = running.settings.backup_folder.iterdir()
    assert f"feedback restore {backup}" in failed.output
    assert "Traceback" not in failed.output


def test_the_version_of_before_restores_what_an_upgrade_destroyed(
    running: OpenCampaign, newer: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    added_by_restoring = "audit_entry", "audit_anchor", "mail_hold"
    before = contents(running.database.url, but=added_by_restoring)
    newer(WORKS)
    done = feedback("database", "migrate")

    assert done.exit_code == 0, done.output
    assert contents(running.database.url, but=added_by_restoring) != before
    (backup,) = running.settings.backup_folder.iterdir()
    monkeypatch.setattr("feedback.database.migrating.migrations_folder", migrations_folder)

    restored = feedback("restore", str(backup), "--yes")

    assert restored.exit_code == 0, restored.output
    assert contents(running.database.url, but=added_by_restoring) == before


def test_a_database_of_a_newer_version_is_left_alone(
    running: OpenCampaign, newer: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    after = newer(WORKS)
    migrate(running.database.url)
    monkeypatch.setattr("feedback.database.migrating.migrations_folder", migrations_folder)

    refused = feedback("database", "migrate")

    assert refused.exit_code == 1
    assert f"revision {after}, which version" in refused.output
    assert "Install that one" in refused.output


def test_a_revision_that_is_not_there_is_named(running: OpenCampaign) -> None:
    del running

    refused = feedback("database", "migrate", "--revision", "0815")

    assert refused.exit_code == 1
    assert refused.output.startswith("There is no revision '0815'. There are 0001 to ")


def test_a_schema_with_gaps_is_not_said_to_be_up_to_date(running: OpenCampaign) -> None:
    with running.database.writing() as session:
        session.execute(sa.text("ALTER TABLE programme DROP COLUMN points"))
    running.database.dispose()

    refused = feedback("database", "migrate")

    assert refused.exit_code == 1
    assert "yet lacks programme.points" in refused.output


def test_without_room_for_a_backup_nothing_is_begun(
    running: OpenCampaign, newer: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(running.database.url)
    newer(WORKS)
    full = shutil._ntuple_diskusage(10**9, 10**9, 0)
    monkeypatch.setattr("shutil.disk_usage", lambda _: full)

    refused = feedback("database", "migrate")

    folder = running.settings.backup_folder
    assert refused.exit_code == 1
    assert f"no room for a backup in {folder}" in refused.output
    assert list(folder.iterdir()) == []
    assert contents(running.database.url) == before


def test_a_folder_that_cannot_be_written_is_said_in_one_line(
    running: OpenCampaign, newer: Callable[..., str], tmp_path: Path
) -> None:
    before = contents(running.database.url)
    newer(WORKS)
    (tmp_path / "file").write_text("no folder")

    refused = feedback("database", "migrate", "--backups", str(tmp_path / "file" / "inside"))

    assert refused.exit_code == 1
    assert len(refused.output.splitlines()) == 1
    assert contents(running.database.url) == before


def test_whoever_has_another_backup_may_go_without(
    running: OpenCampaign, newer: Callable[..., str]
) -> None:
    newer(WORKS)

    done = feedback("database", "migrate", "--no-backup")

    assert done.exit_code == 0
    assert "No backup was made." in done.output
    assert list(running.settings.backup_folder.iterdir()) == []


@pytest.mark.parametrize("is_new", [False, True])
def test_a_user_who_would_lock_the_owner_out_is_refused(
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    newer: Callable[..., str],
    *,
    is_new: bool,
) -> None:
    newer(WORKS)
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    if is_new:
        file.unlink()
    else:
        file.chmod(0o644)
    sit_down(monkeypatch, test_settings(tmp_path, sqlite_url))
    owner, stranger = user_name(os.geteuid()), os.geteuid() + 4711
    monkeypatch.setattr("os.geteuid", lambda: stranger)

    refused = feedback("database", "migrate")

    assert refused.exit_code == 1
    assert f"belongs to {owner}, and this is {me()}" in refused.output
    assert f"runuser -u {owner} -- feedback database migrate" in refused.output
    assert file.exists() is not is_new


def test_root_is_refused_where_the_keys_are_another_users(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, newer: Callable[..., str]
) -> None:
    newer(WORKS)
    settings = test_settings(tmp_path, sqlite_url)
    settings.link_key_folder.prepare()
    sit_down(monkeypatch, settings)
    if os.geteuid() == 0:
        os.chown(settings.link_key_folder.folder, 4711, 4711)
    else:
        monkeypatch.setattr("os.geteuid", lambda: 0)

    refused = feedback("database", "migrate")

    assert refused.exit_code == 1
    assert "and this is root" in refused.output


def test_a_user_of_the_group_that_shares_the_file_may_migrate(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, newer: Callable[..., str]
) -> None:
    newer(WORKS)
    Path(sqlite_url.removeprefix("sqlite:///")).chmod(0o660)
    sit_down(monkeypatch, test_settings(tmp_path, sqlite_url))
    stranger = os.geteuid() + 4711
    monkeypatch.setattr("os.geteuid", lambda: stranger)

    done = feedback("database", "migrate")

    assert done.exit_code == 0, done.output


def test_a_role_that_does_not_own_the_tables_is_refused(
    postgres_databases: Databases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    newer: Callable[..., str],
) -> None:
    url = postgres_databases.create()
    database = Database(url)
    with database.writing() as session:
        session.execute(sa.text("ALTER TABLE alembic_version OWNER TO pg_monitor"))
    database.dispose()
    newer(WORKS)
    sit_down(monkeypatch, test_settings(tmp_path, url))

    refused = feedback("database", "migrate")

    assert refused.exit_code == 1
    assert "belongs to the role pg_monitor" in refused.output
    postgres_databases.drop(url)


def test_whoever_holds_a_table_keeps_nobody_else_waiting_and_is_named(
    running: OpenCampaign, newer: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(running.database.url)
    newer(WORKS, 'op.execute("ALTER TABLE answered ADD COLUMN more INTEGER")')
    monkeypatch.setattr("feedback.database.waiting.LOCK_SECONDS", 1)
    monkeypatch.setattr("feedback.database.engines._PRAGMAS", ("PRAGMA busy_timeout = 1",))
    # SQLite's readers keep nobody from writing; PostgreSQL's keep tables from being changed.
    is_sqlite = running.database.is_sqlite
    session = running.database.session(writing=is_sqlite)
    with session, session.begin():
        session.execute(sa.text("SELECT count(*) FROM answered"))
        holder = "" if is_sqlite else str(session.scalar(sa.text("SELECT pg_backend_pid()")))

        refused = feedback("database", "migrate")

    assert refused.exit_code == 1
    assert refused.output.startswith("Somebody is using the database, so it was left as it was")
    assert "Stop web and worker" in refused.output
    assert holder in refused.output
    assert len(refused.output.splitlines()) == 1
    assert contents(running.database.url) == before
    assert list(running.settings.backup_folder.iterdir()) == []
