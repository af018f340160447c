"""The doctor tells of keys, disks, databases and workers that are not well, and of nothing else."""

from __future__ import annotations

import resource
import shutil
import sys
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from feedback.ballot.marker import MARKER
from feedback.clock import utc_now
from feedback.database.files import FULL_BELOW_BYTES
from feedback.doctor import Verdict
from feedback.doctor.examination import examine
from feedback.doctor.machine import check_instance
from feedback.models import Campaign, MailHold, StagedPeople, State
from feedback.operations.ledger import INVITATION
from feedback.queue import make_huey
from tests.days import today_in_sweden
from tests.feedback.operations.campaigns.key_disk import key_path, unmount

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from feedback.config import WorkerSettings
    from tests.feedback.office import Office

FAR = today_in_sweden() + timedelta(days=300)


@pytest.fixture
def running(small_office: Office, tmp_path: Path) -> Office:
    """Give an office of today with mirrors and an open campaign."""
    small_office.now = utc_now()
    small_office.settings.seal_keys_mirror = tmp_path / "second" / "seal"
    small_office.settings.link_keys_mirror = tmp_path / "second" / "link"
    small_office.opened(last_day=FAR)
    small_office.worker.beat()
    return small_office


def campaign_of(office: Office) -> Campaign:
    with office.database.reading() as session:
        return session.query(Campaign).one()


def faults(settings: WorkerSettings, *subjects: str) -> list[str]:
    """Return the faults of these subjects, in words."""
    return [
        f"{check.subject}: {check.found}"
        for check in examine(settings)
        if check.verdict is Verdict.FAULT and check.subject.startswith(subjects)
    ]


WATCHED = ("link keys", "seal keys", "database", "queue", "worker", "folder")


def test_what_the_program_made_itself_is_no_fault(running: Office) -> None:
    assert faults(running.settings, *WATCHED) == []


def test_a_fresh_installation_has_no_fault_of_keys_or_worker(small_office: Office) -> None:
    small_office.settings.instance.mkdir(parents=True)

    assert faults(small_office.settings, *WATCHED) == []


def test_a_folder_as_an_earlier_version_made_it_is_no_fault(running: Office) -> None:
    running.settings.seal_key_folder.folder.chmod(0o750)

    assert faults(running.settings, "seal keys") == []


@pytest.mark.parametrize("kind", ["link", "seal"])
def test_each_mirror_is_looked_into(running: Office, kind: str) -> None:
    campaign = campaign_of(running)
    for folder in getattr(running.settings, f"{kind}_key_folder").folders:
        path = folder / f"{campaign.id}.key"
        key = path.read_bytes()
        for damage in (b"", b"half", bytes(32)):
            path.write_bytes(damage) if damage else path.unlink()
            (told,) = faults(running.settings, "link keys", "seal keys")
            assert told.startswith(f"{kind} keys: ")
        path.write_bytes(key)
    assert faults(running.settings, "link keys", "seal keys") == []


def test_a_key_disk_that_is_absent_is_told(running: Office) -> None:
    unmount(running)

    told = faults(running.settings, "link keys", "seal keys")

    assert [line.endswith("whether it is the folder itself.") for line in told] == [True, True]


def test_keys_that_no_folder_shows_are_told_with_what_that_means(running: Office) -> None:
    for folder in (*running.settings.seal_key_folder.folders,):
        shutil.rmtree(folder)

    told = faults(running.settings, "seal keys")

    assert "its answers cannot be opened" in told[-1]
    assert len(told) == 3


def test_a_lost_campaign_is_told(running: Office) -> None:
    with running.database.writing() as session:
        session.get_one(Campaign, campaign_of(running).id).state = State.LOST

    assert any("is lost" in line for line in faults(running.settings, "seal keys"))


def test_an_unmarked_folder_is_told_even_between_campaigns(running: Office) -> None:
    with running.database.writing() as session:
        session.get_one(Campaign, campaign_of(running).id).state = State.CANCELLED
    path = key_path(running, campaign_of(running).id)
    (path.parent / MARKER).unlink()

    assert len(faults(running.settings, "seal keys")) == 1


@pytest.mark.parametrize(
    "change", ["ALTER TABLE programme DROP COLUMN points", "DROP TABLE key_trouble"]
)
def test_a_schema_other_than_the_models_is_told(running: Office, change: str) -> None:
    with running.database.writing() as session:
        session.execute(text(change))

    assert "yet lacks" in faults(running.settings, "database")[0]


def test_a_database_that_cannot_be_written_is_told_with_owner_and_mode(running: Office) -> None:
    file = running.database.url.removeprefix("sqlite:///")
    away = running.settings.model_copy(
        update={"database_url": f"sqlite:///file:{file}?mode=ro&uri=true"}
    )

    (told,) = faults(away, "database, writing")

    assert "readonly" in told
    assert f"{file} -rw" in told


@contextmanager
def small_files() -> Iterator[None]:
    """Let no file grow beyond a few kilobytes, as a full disk would."""
    before, kept = resource.getrlimit(resource.RLIMIT_FSIZE), sys.dont_write_bytecode
    sys.dont_write_bytecode = True  # a compiled module would be cut off as well
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        sys.dont_write_bytecode = kept


def test_a_disk_that_takes_no_more_is_told(running: Office) -> None:
    with small_files():
        told = list(check_instance(running.settings))

    assert [check.verdict for check in told] == [Verdict.FAULT]


def test_too_little_room_is_told(running: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")._replace(free=FULL_BELOW_BYTES - 1)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)

    assert len(faults(running.settings, "folder", "database, writing")) == 2


def test_a_queue_that_cannot_be_written_is_told_and_none_is_made(running: Office) -> None:
    file = running.settings.instance / "queue.db"
    assert faults(running.settings, "queue") == []
    assert not file.exists()
    make_huey(running.settings.queue).storage.close()
    assert faults(running.settings, "queue") == []
    file.unlink()
    file.mkdir()

    assert len(faults(running.settings, "queue")) == 1


def test_a_worker_that_was_not_here_for_long_is_told(running: Office) -> None:
    running.now = utc_now() - timedelta(hours=1)
    running.worker.beat()

    assert "It was last here at" in faults(running.settings, "worker")[0]


def test_mail_that_waits_for_hours_is_told_unless_it_goes(running: Office) -> None:
    always = running.settings.model_copy(update={"mail_hours": "always"})
    with running.database.writing() as session:
        session.execute(text("UPDATE mail SET due_at = '2026-01-01 09:00:00.000000'"))
    assert {mail.kind for mail in running.mails()} == {INVITATION}
    assert "Mail has waited" in faults(always, "worker")[0]

    with running.database.writing() as session:
        session.execute(
            text("INSERT INTO latest_claim (id, at) VALUES (1, :now)"),
            {"now": f"{utc_now():%Y-%m-%d %H:%M:%S}.000000"},
        )
    assert faults(always, "worker") == []


def test_a_list_that_outlives_its_day_is_told_and_the_worker_erases_it(running: Office) -> None:
    with running.database.writing() as session:
        session.add(
            StagedPeople(
                campaign_id=campaign_of(running).id,
                staged_by="hr@example.se",
                file=b"",
                content=b"",
                seen="",
                staged_at=utc_now() - timedelta(hours=30),
            )
        )
    told = faults(running.settings, "worker")

    running.now = utc_now()
    running.worker.forget_lists()

    assert told == ["worker: A list of people that waits has not been erased within its day."]
    assert faults(running.settings, "worker") == []


def test_a_list_that_waits_for_less_than_a_day_stays(running: Office) -> None:
    with running.database.writing() as session:
        session.add(
            StagedPeople(
                campaign_id=campaign_of(running).id,
                staged_by="hr@example.se",
                file=b"",
                content=b"",
                seen="",
                staged_at=utc_now() - timedelta(hours=23),
            )
        )

    running.worker.forget_lists()

    assert faults(running.settings, "worker") == []
    with running.database.reading() as session:
        assert session.query(StagedPeople).count() == 1


def test_a_campaign_that_should_have_closed_is_told(running: Office) -> None:
    with running.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_of(running).id)
        campaign.last_day = today_in_sweden() - timedelta(days=3)

    assert "should have been closed" in faults(running.settings, "worker")[0]


def test_a_hold_of_more_than_a_day_is_a_fault(running: Office) -> None:
    with running.database.writing() as session:
        session.add(MailHold(id=1, reason="restored", since=utc_now() - timedelta(days=2)))

    assert len(faults(running.settings, "mail hold")) == 1
