"""The page on operation shows what the doctor finds, in both languages, and nothing of raters."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from feedback.clock import utc_now
from feedback.jobs import Worker
from feedback.operations import presence
from feedback.operations.ledger.holding import put_hold
from tests.feedback.world import ADMIN

if TYPE_CHECKING:
    from tests.feedback.world import World


def worker(world: World, *, ago: timedelta = timedelta()) -> Worker:
    """Return the worker of a machine that was last here some time ago."""
    made = Worker(world.database, world.settings, now=lambda: utc_now() - ago, host="vm1")
    made.beat()
    return made


def test_before_a_worker_has_run_it_says_so(world: World) -> None:
    page = world.sign_in(ADMIN).get("/admin/").click("Operation")

    assert "No worker has run yet" in page


def test_what_a_worker_has_found_is_shown_with_times_and_version(world: World) -> None:
    one = worker(world)
    one.examine()
    one.nightly()
    with world.database.writing() as session:
        presence.note_run(session, presence.BACKUP, now=utc_now())
        (row,) = presence.workers(session)

    page = world.sign_in(ADMIN).get("/admin/operation")

    assert "vm1" in page
    assert "Runs" in page
    assert row.version in page
    here = row.at.astimezone(world.settings.zone)
    assert page.text.count(f"{here:%Y-%m-%d}") >= 4
    assert "No mail server is set" in page  # which only the worker has looked at


def test_a_dead_worker_and_a_hold_stand_in_it_in_swedish(world: World) -> None:
    worker(world, ago=timedelta(hours=2))
    with world.database.writing() as session:
        put_hold(session, "Karin bad om det", now=utc_now() - timedelta(days=3))

    page = world.sign_in(ADMIN, language="sv").get("/admin/operation")

    assert "Behöver åtgärdas" in page
    assert "Den var senast här" in page
    assert "Alla mejl väntar sedan" in page
    assert "Inte här" in page
    assert "Karin bad" not in page.text.partition("Behöver åtgärdas")[2]
