"""`feedback report --campaign`: the reports of a closed campaign, for the operator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from feedback.cli.acting import act_on_campaign
from feedback.cli.drawing import cores, draw_all
from feedback.cli.finding import find_by_word
from feedback.cli.running import (
    REFUSED,
    open_database,
    settings_for,
    stop,
)
from feedback.clock import day_of, utc_now
from feedback.config import Settings
from feedback.operations.results.batches import WantedBatch, note_batch, orders_of, wanted_reports
from feedback.operations.subjects import called

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor
    from reports.pdf.orders import Order


def make_reports(
    word: str, folder: Path, *, leader: str | None, language: str | None, is_summary: bool = False
) -> None:
    """Make the reports of a campaign, or one leader's, that are not in the folder yet."""
    settings = settings_for(Settings)

    def found(session: Session, campaign: Campaign) -> list[WantedBatch]:
        return wanted_reports(
            session, campaign, leader=leader, language=language, is_summary=is_summary
        )

    def note(session: Session, campaign: Campaign, by: Actor) -> None:
        note_batch(session, campaign, found(session, campaign), by=by)

    act_on_campaign(word, note)
    with open_database(settings) as database, database.reading() as session:
        wanted = found(session, find_by_word(session, word))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        faults = _drawn(session, wanted, folder, settings)
    click.echo(f"{folder}: {len(wanted) - len(faults)}/{len(wanted)}")
    if faults:
        stop(faults, REFUSED)


def _drawn(
    session: Session, wanted: list[WantedBatch], folder: Path, settings: Settings
) -> list[str]:
    """Draw what is missing under a progress bar; return each fault with its leader's name."""
    waiting = [one for one in wanted if not (folder / one.file_name).exists()]
    faults = []
    with _progress() as progress:
        bar = progress.add_task("PDF", total=len(wanted), completed=len(wanted) - len(waiting))
        orders = _named(session, waiting, folder, settings)
        for name, fault in draw_all(orders, processes=min(cores(), len(waiting) or 1)):
            progress.advance(bar)
            if fault:
                faults.append(f"{name}: {fault}")
    return sorted(faults)


def _named(
    session: Session, waiting: list[WantedBatch], folder: Path, settings: Settings
) -> Iterator[tuple[str, Path, Order]]:
    today = day_of(utc_now(), settings.zone)
    for one, order in orders_of(session, waiting, settings=settings, today=today):
        yield called(one.subject), folder / one.file_name, order


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
