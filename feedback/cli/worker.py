"""`feedback worker`: launches, mails, closes; the only process that can open envelopes."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from feedback.ballot import KeyMissingError, KeyUnreadableError
from feedback.cli.running import open_database, settings_for
from feedback.config import WorkerSettings
from feedback.jobs import AnotherWorkerError, JobQueue, Worker, alone_on_machine
from feedback.logs import configure
from feedback.memory import settle
from feedback.models import Campaign
from feedback.queue import make_huey, reach_queue

if TYPE_CHECKING:
    from collections import Counter
    from uuid import UUID

    from feedback.jobs import Duty
    from feedback.operations.letters.outcomes import Outcome


@click.command()
@click.option("--until-idle", "--once", "until_idle", is_flag=True, help="Stop when done.")
@click.option("--nightly", is_flag=True, help="With --until-idle: do the night's work as well.")
@click.option(
    "--threads",
    default=2,
    show_default=True,
    type=click.IntRange(1, 32),
    help="How many jobs at a time.",
)
def worker(threads: int, *, until_idle: bool, nightly: bool) -> None:
    """Run what runs by itself: launch, mail, remind, close, probe keys.

    Reads the private seal keys; run it as a user of its own where there is one. On a host with
    FEEDBACK_SEAL_KEYS=none it sends mail, and does nothing else.
    """
    settings = settings_for(WorkerSettings)
    with open_database(settings) as database:
        running = Worker(database, settings)
        if until_idle:
            _until_idle(running, nightly=nightly)
            return
    with open_database(settings) as database, alone_on_machine(settings):
        running = Worker(database, settings)
        configure(settings.log)
        if settings.metrics:
            from feedback.watch.metrics import serve_metrics  # noqa: PLC0415 - off by default

            serve_metrics(settings)
        settle()
        reach_queue(settings.queue)
        huey = make_huey(settings.queue, mail_only=not settings.has_seal_keys)
        JobQueue(huey, running).run(threads=threads)


def _until_idle(running: Worker, *, nightly: bool) -> None:
    with suppress(AnotherWorkerError), alone_on_machine(running.settings):
        running.beat()  # one that runs already tells of itself
    waiting: set[tuple[Duty, UUID]] = set()
    while due := [one for one in running.due() if one not in waiting]:
        for duty, campaign_id in due:
            with running.database.reading() as session:
                name = session.get_one(Campaign, campaign_id).name
            try:
                with Console(stderr=True).status(f"{name}: {duty}"):
                    running.do(duty, campaign_id)
            except (KeyMissingError, KeyUnreadableError) as error:
                waiting.add((duty, campaign_id))  # the next run tries it again
                click.echo(f"{name}: {duty} waits for a key. {error}", err=True)
                continue
            click.echo(f"{name}: {duty} done.")
    if running.settings.has_seal_keys:
        if nightly:
            running.nightly()
            running.examine()
        running.remind()
        running.forget_lists()
        running.share()
    running.read_bounces()
    for outcome, number in sorted(_send(running).items()):
        click.echo(f"Mails {outcome}: {number}.")


def _send(running: Worker) -> Counter[Outcome]:
    columns = SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("Mails", total=None)
        return running.send(on_mail=lambda: progress.advance(bar))
