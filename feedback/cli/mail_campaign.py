"""`feedback mail`: a campaign's forecast, batches and corrections, and a test of the way out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from feedback.cli.running import REFUSED, actor, find_by_word, open_database, settings_for, stop
from feedback.clock import utc_now
from feedback.config import Settings
from feedback.mail import Envelope, MailError, RenderedMail, build_message, transport_of
from feedback.mail.advice import advice_for
from feedback.mail.templates import LANGUAGES, LetterText
from feedback.operations import audit_log
from feedback.operations.mail.correcting import Batch, batches_of, send_correction
from feedback.operations.mail.forecast import forecast as forecast_of

if TYPE_CHECKING:
    from datetime import datetime

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("which", metavar="CAMPAIGN")
def forecast(which: str) -> None:
    """Tell when the last invitation leaves, working hours and the server's pace kept."""
    settings = settings_for(Settings)
    with open_database(settings) as database, database.reading() as session:
        campaign = find_by_word(session, which)
        last = forecast_of(session, campaign, settings, now=utc_now())
    click.echo(f"{last.astimezone(settings.zone):%Y-%m-%d %H:%M}")


@click.command()
@click.argument("which", metavar="CAMPAIGN")
def batches(which: str) -> None:
    """List what has left, by kind and day; never reminders."""
    settings = settings_for(Settings)
    table = Table("kind", "day", "mails", box=None)
    with open_database(settings) as database, database.reading() as session:
        for batch in batches_of(session, find_by_word(session, which), settings.zone):
            table.add_row(batch.kind, batch.day.isoformat(), str(batch.count))
    Console().print(table)


@click.command("correct-batch")
@click.argument("which", metavar="CAMPAIGN")
@click.argument("kind")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--sv", type=_FILE, required=True, help="Subject line, then the letter.")
@click.option("--sv-simple", type=_FILE, help="The same in easy Swedish.")
@click.option("--en", type=_FILE, help="The same in English.")
@click.option("--fi", type=_FILE, help="The same in Finnish.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def correct_batch(
    which: str, kind: str, day: datetime, *, yes: bool, **written: Path | None
) -> None:
    """Write once to exactly those whom mails of KIND went to on DAY."""
    settings = settings_for(Settings)
    texts = {language: _letter(written[language.replace("-", "_")]) for language in LANGUAGES}
    with open_database(settings) as database, database.writing() as session:
        campaign, zone, now = find_by_word(session, which), settings.zone, utc_now()
        wanted = Batch(kind, day.date(), 0)
        known = batches_of(session, campaign, zone)
        batch = next((b for b in known if (b.kind, b.day) == (kind, wanted.day)), wanted)
        send_correction(session, campaign, batch, texts, now=now, zone=zone)
        if not yes:
            click.confirm(f"Write to {batch.count} people?", abort=True)
        action = f"send a correction of {kind} of {batch.day}"
        thing = f"campaign {campaign.id}"
        audit_log.note(session, actor=actor(), action=action, object=thing, now=now)
    click.echo(f"The correction is queued for {batch.count} people.")


@click.command()
@click.option("--to", "address", help="Send a test mail to this address, at once.")
def check(address: str | None) -> None:
    """Say what the sender's domain needs (SPF, DKIM, DMARC), and try the way out."""
    settings = settings_for(Settings)
    click.echo(advice_for(settings.mail_from, settings.smtp_url))
    if address is None:
        return
    words = "This is a test of the feedback service. Nothing needs to be done."
    mail = RenderedMail("Test", f"{words}\n", f"<p>{words}</p>")
    try:
        with transport_of(settings) as transport:
            transport.send(build_message(Envelope(settings.mail_from, address), mail))
    except MailError as error:
        stop([f"It did not leave: {error}"], REFUSED)
    click.echo(f"A test mail to {address} was handed over. See that it arrives, and where.")


def _letter(path: Path | None) -> LetterText:
    if path is None:
        return LetterText("", "")
    subject, _, body = path.read_text(encoding="utf-8-sig").partition("\n")
    return LetterText(subject, body)
