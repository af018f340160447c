"""`feedback worker`: launches, mails, closes; the only process that can open envelopes."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from feedback.cli.running import open_database, settings_for
from feedback.config import WorkerSettings
from feedback.jobs import JobQueue, Worker, make_huey
from feedback.models import Campaign

if TYPE_CHECKING:
    from collections import Counter

    from feedback.operations.mail.sending import Outcome


@click.command()
@click.option("--until-idle", "--once", "until_idle", is_flag=True, help="Stop when done.")
@click.option("--nightly", is_flag=True, help="With --until-idle: do the night's work as well.")
@click.option("--threads", default=2, show_default=True, help="How many jobs at a time.")
def worker(threads: int, *, until_idle: bool, nightly: bool) -> None:
    """Run what runs by itself: launch, mail, remind, close, probe keys.

    Reads the private seal keys; run it as a user of its own where there is one.
    """
    settings = settings_for(WorkerSettings)
    with open_database(settings) as database:
        running = Worker(database, settings)
        if until_idle:
            _until_idle(running, nightly=nightly)
            return
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
        JobQueue(make_huey(settings.queue), running).run(threads=threads)


def _until_idle(running: Worker, *, nightly: bool) -> None:
    while due := running.due():
        for duty, campaign_id in due:
            with running.database.reading() as session:
                name = session.get_one(Campaign, campaign_id).name
            with Console(stderr=True).status(f"{name}: {duty}"):
                running.do(duty, campaign_id)
            click.echo(f"{name}: {duty} done.")
    if nightly:
        running.nightly()
    running.remind()
    running.share()
    running.read_bounces()
    for outcome, number in sorted(_send(running).items()):
        click.echo(f"Mails {outcome}: {number}.")


def _send(running: Worker) -> Counter[Outcome]:
    columns = SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("Mails", total=None)
        return running.send(on_mail=lambda: progress.advance(bar))
