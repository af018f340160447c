"""A command says what its database lacks, advises what helps, and boasts of nothing."""

from __future__ import annotations

import errno
import os
import pwd
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from feedback.cli.running import told_as_lines
from feedback.models import AuditEntry, State
from tests.feedback.cli.commands import feedback

if TYPE_CHECKING:
    from feedback.database import Database
    from tests.feedback.office import Office


def read_only(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the next commands see the database as somebody who may only read."""
    file = office.database.url.removeprefix("sqlite:///")
    monkeypatch.setenv("FEEDBACK_DATABASE_URL", f"sqlite:///file:{file}?mode=ro&uri=true")


def test_a_database_that_cannot_be_written_needs_no_migration(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign_id = desk.opened()
    read_only(desk, monkeypatch)

    refused = feedback("campaign", "close", "Våg 1", "--yes")

    assert refused.exit_code == 1
    assert "cannot write it" in refused.output
    assert "migrate" not in refused.output
    assert "closing" not in refused.output
    assert desk.state(campaign_id) is State.OPEN


def test_a_file_that_cannot_be_used_is_one_sentence(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = desk.settings.backup_folder / "x"

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))

    monkeypatch.setattr("feedback.cli.backup.back_up", refused)

    said = feedback("backup", str(file))

    assert said.exit_code == 1
    assert said.output == (
        f"{file}: Permission denied. Name a place that the user "
        f"{pwd.getpwuid(os.getuid()).pw_name} may use.\n"
    )


def test_nothing_is_said_to_be_done_whose_commit_failed(desk: Office) -> None:
    # A constraint that is looked at only when the transaction ends, as a full disk would be.
    campaign_id = desk.opened()
    with desk.database.engine.connect() as connection:
        connection.execute(text("CREATE TABLE of (id INTEGER PRIMARY KEY)"))
        connection.execute(
            text("CREATE TABLE late (id INTEGER REFERENCES of (id) DEFERRABLE INITIALLY DEFERRED)")
        )
        connection.execute(
            text(
                "CREATE TRIGGER at_close AFTER UPDATE ON campaign WHEN NEW.state = 'closing' "
                "BEGIN INSERT INTO late VALUES (1); END"
            )
        )
        connection.commit()

    refused = feedback("campaign", "close", "Våg 1", "--yes")

    assert refused.exit_code != 0
    assert "closing" not in refused.output
    assert desk.state(campaign_id) is State.OPEN


def test_a_schema_that_lacks_something_needs_a_migration(desk: Office) -> None:
    desk.opened()
    with desk.database.writing() as session:
        session.execute(text("ALTER TABLE programme DROP COLUMN points"))

    assert "feedback database migrate" in feedback("campaign", "list").output


def test_a_table_that_is_missing_needs_a_migration_on_each_engine(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    database: Database = office.database

    with pytest.raises(SystemExit), told_as_lines(), database.reading() as session:
        session.execute(text("SELECT * FROM nowhere"))

    assert "feedback database migrate" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["doctor", "mail hold", "backup", "keys prepare --yes"])
def test_root_is_refused_where_the_installation_is_another_users(
    desk: Office, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    desk.settings.instance.mkdir()
    _give_away(monkeypatch, desk.settings.instance)
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    refused = feedback(*command.split())

    assert refused.exit_code == 1
    assert f"{desk.settings.instance} belongs to nobody, and this is root" in refused.output
    assert "runuser -u nobody" in refused.output
    assert len(refused.output.splitlines()) == 1
    assert list(desk.settings.instance.iterdir()) == []


def test_a_worker_that_is_another_user_leaves_no_lock_that_keeps_its_owner_out(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    _give_away(monkeypatch, desk.settings.instance)
    monkeypatch.setattr(os, "geteuid", lambda: 4002)  # the web, which may write there

    refused = feedback("worker")

    assert refused.exit_code == 1
    assert "Run it as nobody" in refused.output
    assert not (desk.settings.instance / "worker.lock").exists()


def test_whoever_has_no_name_acts_by_number(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 8402_000)
    monkeypatch.setattr(os, "geteuid", lambda: 8402_000)
    # As in a container, whose folders such a user owns.

    held = feedback("mail", "hold")

    assert held.exit_code == 0, held.output
    with desk.database.reading() as session:
        actors = session.scalars(select(AuditEntry.actor)).all()
    assert actors[-1] == "operator 8402000"


def _give_away(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let a folder belong to nobody, which root alone could do in truth."""
    look = Path.stat

    def stat(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        found = look(path, follow_symlinks=follow_symlinks)
        if path != folder:
            return found
        return os.stat_result((*found[:4], pwd.getpwnam("nobody").pw_uid, *found[5:]))

    monkeypatch.setattr(Path, "stat", stat)
