"""`feedback mail`: a campaign's forecast, batches and corrections, and a test of the way out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from feedback.cli.acting import act_on_campaign
from feedback.cli.arguments import DAY, WHICH, with_options
from feedback.cli.finding import find_by_word
from feedback.cli.running import REFUSED, open_database, settings_for, stop
from feedback.clock import told_in, utc_now
from feedback.config import Settings
from feedback.mail import Addressing, MailError, RenderedMail, build_message, transport_of
from feedback.mail.advice import advice_for
from feedback.mail.diagnosis import diagnose
from feedback.mail.templates import LetterText
from feedback.operations.letters.correcting import (
    Batch,
    batches_of,
    find_batch,
    require_correction,
    send_correction,
)
from feedback.operations.letters.forecast import forecast as forecast_of
from feedback.organiser.mails.blanks import as_kept
from feedback.text.spoken import DEFAULT, LANGUAGES

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import Campaign

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OTHER_LANGUAGES = [
    click.option(f"--{language}", type=_FILE, help=f"The same for those who read: {name}.")
    for language, name in LANGUAGES.items()
    if language != DEFAULT
]


@click.command()
@WHICH
def forecast(which: str) -> None:
    """Tell when the last invitation leaves, working hours and the server's pace kept."""
    settings = settings_for(Settings)
    with open_database(settings) as database, database.reading() as session:
        campaign = find_by_word(session, which)
        last = forecast_of(session, campaign, settings, now=utc_now())
    click.echo(told_in(settings.zone, last))


@click.command()
@WHICH
def batches(which: str) -> None:
    """List what has left, by kind and day; never reminders."""
    settings = settings_for(Settings)
    table = Table("kind", "day", "mails", box=None)
    with open_database(settings) as database, database.reading() as session:
        for batch in batches_of(session, find_by_word(session, which), settings.zone):
            table.add_row(batch.kind, batch.day.isoformat(), str(batch.count))
    Console().print(table)


@click.command("correct-batch")
@WHICH
@click.argument("kind")
@click.argument("day", type=DAY)
@click.option(f"--{DEFAULT}", type=_FILE, required=True, help="Subject line, then the letter.")
@with_options(*_OTHER_LANGUAGES)
@click.option("--yes", is_flag=True, help="Do not ask.")
def correct_batch(
    which: str, kind: str, day: datetime, *, yes: bool, **written: Path | None
) -> None:
    """Write once to exactly those whom mails of KIND went to on DAY."""
    texts = {language: _letter(written[language.replace("-", "_")]) for language in LANGUAGES}
    zone = settings_for(Settings).zone
    seen: list[Batch] = []

    def look(session: Session, campaign: Campaign) -> str:
        batch = find_batch(session, campaign, kind, day.date(), zone)
        require_correction(session, campaign, batch, texts, zone=zone)
        seen.append(batch)
        return f"Write to {batch.count} people?"

    act_on_campaign(
        which,
        lambda session, campaign, by: send_correction(session, campaign, seen[0], texts, by=by),
        ask=look,
        yes=yes,
    )
    click.echo(f"The correction is queued for {seen[0].count} people.")


@click.command()
@click.option("--to", "address", help="Send a test mail to this address, at once.")
def check(address: str | None) -> None:
    """Say what the sender's domain needs (SPF, DKIM, DMARC), and try the way out."""
    settings = settings_for(Settings)
    click.echo(advice_for(settings.mail_from, settings.smtp_url))
    if settings.smtp_url:
        _let_in(settings)
    if address is None:
        return
    words = "This is a test of the feedback service. Nothing needs to be done."
    mail = RenderedMail("Test", f"{words}\n", f"<p>{words}</p>")
    try:
        with transport_of(settings) as transport:
            transport.send(build_message(Addressing(settings.mail_from, address), mail))
    except MailError as error:
        stop([f"It did not leave: {error}", *_told(error, settings)], REFUSED)
    click.echo(f"A test mail to {address} was handed over. See that it arrives, and where.")


def _let_in(settings: Settings) -> None:
    """Connect, encrypt and sign in, and say how that went."""
    server = settings.smtp(settings.mail_from)
    try:
        way = server.greet()
    except MailError as error:
        stop(_told(error, settings), REFUSED)
    click.echo(f"\n{server.host}:{server.port} lets us in: {way}.")


def _told(error: MailError, settings: Settings) -> list[str]:
    if not settings.smtp_url:
        return []
    diagnosis = diagnose(error, settings.smtp(settings.mail_from))
    return [diagnosis.found, diagnosis.advice]


def _letter(path: Path | None) -> LetterText:
    if path is None:
        return LetterText("", "")
    subject, _, body = path.read_text(encoding="utf-8-sig").partition("\n")
    return as_kept(LetterText(subject, body))
