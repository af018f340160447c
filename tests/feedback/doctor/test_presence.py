"""Each worker is known by its machine; absent ones, missed nights and old backups are told."""

from __future__ import annotations

import os
from datetime import timedelta
from socket import gethostname
from typing import TYPE_CHECKING

import pytest

from feedback.backups import back_up, restore
from feedback.clock import utc_now
from feedback.doctor.check import Verdict
from feedback.doctor.kept import kept, seen_by_workers
from feedback.doctor.quick import QUICK
from feedback.doctor.recurring import check_recurring
from feedback.doctor.worker import check_worker
from feedback.jobs import JobQueue, Worker, alone_on_machine
from feedback.models import Campaign
from feedback.operations import presence
from feedback.queue import make_huey
from feedback.text.phrases import Phrase
from tests.acting import by
from tests.days import today_in_sweden
from tests.feedback.cli.commands import feedback, sit_down

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from feedback.doctor.check import Check
    from tests.feedback.office import Office

HOUR = timedelta(hours=1)


@pytest.fixture
def today(office: Office) -> Office:
    """Give an office of today."""
    office.now = utc_now()
    return office


@pytest.fixture
def small_today(small_office: Office) -> Office:
    """Give an office of today on SQLite."""
    small_office.now = utc_now()
    return small_office


def worker_on(office: Office, host: str, *, ago: timedelta = timedelta()) -> Worker:
    """Return the worker of a machine, which was last here some time ago."""
    made = Worker(office.database, office.settings, now=lambda: utc_now() - ago, host=host)
    made.beat()
    return made


def told(office: Office) -> list[tuple[Verdict, str]]:
    """Return what is found of workers."""
    found = [check for check in check_worker(office.settings) if check.subject == "worker"]
    return [(check.verdict, check.found) for check in found]


def test_each_of_several_workers_is_known_by_its_machine(today: Office) -> None:
    worker_on(today, "vm1")
    worker_on(today, "vm2", ago=HOUR)

    (first, second) = told(today)

    assert (first[0], "vm1" in first[1]) == (Verdict.OK, True)
    assert (second[0], "vm2" in second[1]) == (Verdict.FAULT, True)


def test_a_beat_is_noted_again_and_again_in_one_row(today: Office) -> None:
    worker = worker_on(today, "vm1")
    worker.beat()

    with today.database.reading() as session:
        (row,) = presence.workers(session)
    assert (row.host, row.is_stopped, bool(row.version)) == ("vm1", False, True)


def test_a_worker_that_was_stopped_is_looked_for_only_if_no_other_runs(small_today: Office) -> None:
    worker_on(small_today, "vm1").leave()
    assert [verdict for verdict, _ in told(small_today)] == [Verdict.ADVICE]

    worker_on(small_today, "vm1", ago=HOUR).leave()
    assert [verdict for verdict, _ in told(small_today)] == [Verdict.FAULT]

    worker_on(small_today, "vm2")
    assert [verdict for verdict, _ in told(small_today)] == [Verdict.OK]


def test_nobody_at_work_is_a_fault_once_there_is_work(small_today: Office) -> None:
    assert [verdict for verdict, _ in told(small_today)] == [Verdict.ADVICE]

    small_today.asked(last_day=today_in_sweden() + timedelta(days=9))

    assert Verdict.FAULT in [verdict for verdict, _ in told(small_today)]


def test_a_clock_that_differs_is_told(small_today: Office) -> None:
    worker_on(small_today, "vm1", ago=-HOUR)

    ((verdict, found),) = told(small_today)

    assert (verdict, "clock" in found) == (Verdict.FAULT, True)


def test_a_worker_that_runs_until_it_is_told_to_stop_says_that_it_stopped(
    small_today: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Consumer:
        def run(self) -> None:
            """Stop at once."""

    huey = make_huey(small_today.settings.queue)
    monkeypatch.setattr(huey, "create_consumer", lambda **_: Consumer())
    JobQueue(huey, small_today.worker).run()
    huey.storage.close()

    with small_today.database.reading() as session:
        (row,) = presence.workers(session)
    assert row.is_stopped


def test_two_workers_under_one_name_are_told(today: Office) -> None:
    first, second = worker_on(today, "vm1"), worker_on(today, "vm1", ago=timedelta(seconds=9))

    first.examine()
    assert "under the name" not in str(kept_findings(today))
    first.beat()
    second.beat()
    second.examine()

    assert "under the name of one machine" in str(kept_findings(today))


def kept_findings(office: Office) -> list[str]:
    """Return the faults that workers kept."""
    with office.database.reading() as session:
        seen = seen_by_workers(session, without=())
    return [one.check.found for one in seen if one.check.verdict is Verdict.FAULT]


def test_a_worker_that_was_killed_and_started_again_is_no_second_one(today: Office) -> None:
    worker_on(today, "vm1", ago=timedelta(seconds=9))
    again = worker_on(today, "vm1")
    again.beat()

    again.examine()

    assert "under the name" not in str(kept_findings(today))


def test_a_second_worker_on_a_machine_is_refused_and_what_is_due_is_done_all_the_same(
    small_today: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_down(monkeypatch, small_today.settings)
    at_work = worker_on(small_today, gethostname())
    with alone_on_machine(small_today.settings):
        refused = feedback("worker")
        once = feedback("worker", "--until-idle")

    assert refused.exit_code == 1
    assert f"runs on this machine already (process {os.getpid()})" in refused.output
    assert len(refused.output.splitlines()) == 1
    assert once.exit_code == 0, once.output
    at_work.beat()
    at_work.examine()
    assert "under the name" not in str(kept_findings(small_today))
    with alone_on_machine(small_today.settings):
        pass  # whoever has left is nobody's second


def test_the_night_forgets_machines_that_are_gone(small_today: Office) -> None:
    worker_on(small_today, "vm2").leave()
    worker_on(small_today, "vm3", ago=timedelta(days=8))
    worker_on(small_today, "vm4", ago=timedelta(days=2))
    at_work = worker_on(small_today, "vm1")

    at_work.nightly()

    with small_today.database.reading() as session:
        assert [worker.host for worker in presence.workers(session)] == ["vm1", "vm4"]


def recurring(office: Office, subject: str) -> Check | None:
    """Return what is found of the night's work or of backups."""
    found = [check for check in check_recurring(office.settings) if check.subject == subject]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("hours", "verdict"), [(1, Verdict.OK), (30, Verdict.ADVICE), (60, Verdict.FAULT)]
)
def test_nights_without_the_nights_work_are_told(
    today: Office, hours: int, verdict: Verdict
) -> None:
    Worker(today.database, today.settings, now=lambda: utc_now() - hours * HOUR).nightly()

    check = recurring(today, "nightly")

    assert check is not None
    assert check.verdict is verdict


def test_nights_are_counted_from_when_the_worker_came(small_today: Office) -> None:
    assert recurring(small_today, "nightly") is None

    worker_on(small_today, "vm1", ago=60 * HOUR)

    check = recurring(small_today, "nightly")
    assert check is not None
    assert check.verdict is Verdict.FAULT


def backed_up(office: Office, at: datetime) -> Verdict:
    """Note a backup, and return how that stands."""
    with office.database.writing() as session:
        presence.note_run(session, presence.BACKUP, now=at)
    check = recurring(office, "backup")
    assert check is not None
    return check.verdict


def test_a_backup_that_is_old_is_a_fault(today: Office) -> None:
    assert backed_up(today, utc_now() - 60 * HOUR) is Verdict.FAULT
    assert backed_up(today, utc_now() - HOUR) is Verdict.OK


def test_no_backup_at_all_is_a_fault_once_a_campaign_is_open(small_today: Office) -> None:
    campaign = small_today.opened(last_day=today_in_sweden() + timedelta(days=9))
    check = recurring(small_today, "backup")
    assert check is not None
    assert check.verdict is Verdict.ADVICE

    with small_today.database.writing() as session:
        session.get_one(Campaign, campaign).launched_at = utc_now() - 60 * HOUR

    check = recurring(small_today, "backup")
    assert check is not None
    assert check.verdict is Verdict.FAULT


def test_who_backs_up_by_other_means_is_not_called(small_today: Office) -> None:
    small_today.settings.backups_elsewhere = True

    assert backed_up(small_today, utc_now() - 60 * HOUR) is Verdict.OK


def test_the_command_notes_that_a_backup_was_made(
    small_today: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = small_today.settings
    monkeypatch.setenv("FEEDBACK_BASE_URL", settings.base_url)
    monkeypatch.setenv("FEEDBACK_MAIL_FROM", settings.mail_from)
    monkeypatch.setenv("FEEDBACK_INSTANCE", str(settings.instance))
    monkeypatch.setenv("FEEDBACK_BACKUPS", str(settings.backup_folder))
    monkeypatch.setenv("FEEDBACK_DATABASE_URL", small_today.database.url)

    result = feedback("backup", str(settings.backup_folder / "today.backup"))

    assert result.exit_code == 0, result.output
    check = recurring(small_today, "backup")
    assert check is not None
    assert check.verdict is Verdict.OK


def test_a_restored_database_knows_no_worker_of_another_time(
    small_today: Office, tmp_path: Path
) -> None:
    worker_on(small_today, "vm1", ago=60 * HOUR).nightly()
    target = tmp_path / "then.backup"
    back_up(small_today.database.url, target, now=utc_now())
    small_today.database.dispose()

    restore(small_today.settings, target, by=by(utc_now(), name="operator anna"))

    assert [verdict for verdict, _ in told(small_today)] == [Verdict.ADVICE]
    assert recurring(small_today, "nightly") is None


def test_what_a_worker_found_is_kept_without_what_people_wrote(today: Office) -> None:
    today.opened(last_day=today_in_sweden() + timedelta(days=9), name="Karins hemliga omgång")
    for folder in today.settings.seal_key_folder.folders:
        for file in folder.glob("*.key"):
            file.unlink()
    worker = worker_on(today, "vm1")

    worker.examine()

    with today.database.reading() as session:
        (row,) = presence.workers(session)
        seen = seen_by_workers(session, without=())
        thorough = seen_by_workers(session, without=QUICK)
    assert "Karins" not in str(row.findings)
    keys = [one.check for one in seen if one.check.part == "keys"]
    assert any(isinstance(check.told, Phrase) and "shows the key" in check.told for check in keys)
    assert {"mail", "fonts", "surveys"} <= {one.check.part for one in thorough}
    assert not {"keys", "worker"} & {one.check.part for one in thorough}


def test_a_check_that_is_kept_comes_back_as_it_was(small_today: Office) -> None:
    checks = list(check_recurring(small_today.settings))
    with small_today.database.writing() as session:
        presence.keep_findings(session, "vm1", kept(checks), now=utc_now())

    with small_today.database.reading() as session:
        back = [seen.check for seen in seen_by_workers(session, without=())]
    assert [(one.verdict, one.told, one.next_step) for one in back] == [
        (one.verdict, one.told, one.next_step) for one in checks
    ]
