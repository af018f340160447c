"""The doctor finds what is broken, says what to do next, and its exit code tells a script."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from feedback.ballot.marker import TAG
from feedback.clock import utc_now
from feedback.database import Database
from feedback.doctor import Verdict
from feedback.doctor.examination import examine
from feedback.jobs import Worker
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.ledger.holding import put_hold
from tests.acting import by
from tests.factories import test_settings
from tests.feedback.cli.commands import feedback
from tests.feedback.mail.smtp_servers import Inbox, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from feedback.config import WorkerSettings
    from feedback.doctor import Check


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Iterator[WorkerSettings]:
    """Give the settings of an installation in which all is well, its mail server running."""
    with running(Inbox()) as port:
        made = test_settings(
            tmp_path,
            sqlite_url,
            smtp_url=f"smtp://127.0.0.1:{port}",
            seal_keys_mirror=tmp_path / "second" / "seal",
            link_keys_mirror=tmp_path / "second" / "link",
        )
        for keys in (made.link_key_folder, made.seal_key_folder):
            keys.prepare()
        worker_of(made).beat()
        yield made


def test_nothing_is_broken_where_all_is_well(settings: WorkerSettings) -> None:
    found = list(examine(settings))

    assert [check for check in found if check.verdict is Verdict.FAULT] == []
    well = {check.subject for check in found if check.verdict is Verdict.OK}
    assert {"address", "folder", "database", "audit log", "link keys", "seal keys"} <= well
    assert found[0].subject == "version"
    assert {"queue", "worker", "mail", "fonts", "surveys"} <= well


def test_a_mirror_on_the_same_disk_is_no_mirror(settings: WorkerSettings) -> None:
    advice = [check for check in examine(settings) if check.subject == "seal keys, mirror"]

    assert "same disk" in advice[0].found


def test_a_key_folder_that_others_may_read_is_a_fault(settings: WorkerSettings) -> None:
    settings.seal_key_folder.folder.chmod(0o755)

    found = _fault(settings, "seal keys")

    assert found.next_step == f"chmod 700 {settings.seal_key_folder.folder}"


def test_keys_that_a_backup_would_take_along_are_told(settings: WorkerSettings) -> None:
    (settings.link_key_folder.folder / TAG).unlink()

    told = [check for check in examine(settings) if "backups" in check.found]

    assert any(TAG in check.next_step for check in told if check.verdict is Verdict.ADVICE)


def test_a_database_of_an_older_version_is_a_fault(settings: WorkerSettings) -> None:
    with Database(settings.database).writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))

    found = _fault(settings, "database")

    assert found.next_step == "Run: feedback database migrate"


def test_a_database_of_a_newer_version_needs_that_version(settings: WorkerSettings) -> None:
    with Database(settings.database).writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    assert "newer version" in _fault(settings, "database").next_step


def test_a_database_that_is_not_there_is_a_fault(settings: WorkerSettings) -> None:
    away = "postgresql://nobody@127.0.0.1:9/nothing"

    found = _fault(settings.model_copy(update={"database_url": away}), "database")

    assert "FEEDBACK_DATABASE_URL" in found.next_step


def test_an_altered_log_is_a_fault(settings: WorkerSettings) -> None:
    with Database(settings.database).writing() as session:
        audit_log.note(session, by(), Act.GRANT_ADMIN, "account x")
        session.execute(text("DROP TRIGGER audit_entry_never_changes"))
        session.execute(text("UPDATE audit_entry SET actor = 'nobody'"))

    assert "Entry 1 was changed." in _fault(settings, "audit log").found


def test_a_mail_server_that_is_away_is_a_fault(settings: WorkerSettings) -> None:
    away = settings.model_copy(update={"smtp_url": "smtp://127.0.0.1:9"})

    assert "firewall" in _fault(away, "mail").next_step


def test_mail_on_hold_is_told_with_its_reason(settings: WorkerSettings) -> None:
    with Database(settings.database).writing() as session:
        put_hold(session, "restored", now=utc_now())

    told = next(check for check in examine(settings) if check.subject == "mail hold")

    assert (told.verdict, "restored" in told.found) == (Verdict.ADVICE, True)


def test_a_folder_that_is_not_there_is_a_fault(settings: WorkerSettings) -> None:
    shutil.rmtree(settings.instance)

    assert "install -d" in _fault(settings, "folder").next_step


def test_a_survey_file_with_a_fault_is_told_and_the_rest_goes_on(
    settings: WorkerSettings, tmp_path: Path
) -> None:
    (tmp_path / "surveys").mkdir()
    (tmp_path / "surveys" / "own.yaml").write_text("id: [", encoding="utf-8")
    own = settings.model_copy(update={"surveys": tmp_path / "surveys"})

    told = _fault(own, "surveys")

    assert "own.yaml" in told.found
    assert any("can be chosen" in check.found for check in examine(own))


def test_a_folder_of_surveys_that_is_not_there_is_told(
    settings: WorkerSettings, tmp_path: Path
) -> None:
    own = settings.model_copy(update={"surveys": tmp_path / "gone"})

    told = _fault(own, "surveys")

    assert "gone" in told.found
    assert "FEEDBACK_SURVEYS" in told.next_step


def test_the_exit_code_tells_a_script(
    monkeypatch: pytest.MonkeyPatch, settings: WorkerSettings
) -> None:
    given = {
        "BASE_URL": settings.base_url,
        "MAIL_FROM": settings.mail_from,
        "INSTANCE": str(settings.instance),
        "BACKUPS": str(settings.backup_folder),
        "DATABASE_URL": settings.database,
        "SMTP_URL": settings.smtp_url,
    }
    for name, value in given.items():
        monkeypatch.setenv(f"FEEDBACK_{name}", value)

    well = feedback("doctor")
    monkeypatch.setenv("FEEDBACK_BASE_URL", "http://feedback.example.se")
    broken = feedback("doctor")
    monkeypatch.delenv("FEEDBACK_MAIL_FROM")
    without = feedback("doctor")

    assert (well.exit_code, broken.exit_code, without.exit_code) == (0, 1, 2)
    assert "→ Set FEEDBACK_BASE_URL" in broken.output


def worker_of(settings: WorkerSettings) -> Worker:
    """Return a worker of the installation, with the real clock."""
    return Worker(Database(settings.database), settings)


def _fault(settings: WorkerSettings, subject: str) -> Check:
    found = [check for check in examine(settings) if check.subject == subject]
    faults = [check for check in found if check.verdict is Verdict.FAULT]
    assert faults, found
    return faults[0]
