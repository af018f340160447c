"""A command says what its database lacks, advises what helps, and boasts of nothing."""

from __future__ import annotations

import errno
import os
import pwd
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from feedback.cli.running import told_as_lines
from feedback.models import State
from tests.feedback.cli.commands import feedback

if TYPE_CHECKING:
    from pathlib import Path

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
    desk: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del desk

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(tmp_path / "x"))

    monkeypatch.setattr("feedback.cli.backup.back_up", refused)

    said = feedback("backup", str(tmp_path / "x"))

    assert said.exit_code == 1
    assert said.output == (
        f"{tmp_path}/x: Permission denied. Name a place that the user "
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
