"""`feedback mail`: hold, release, list, word and correct mail. Reminders are never listed."""

from __future__ import annotations

import click

from feedback.cli import mail_campaign, mail_texts, mail_trouble
from feedback.cli.acting import act
from feedback.cli.columns import PlainTable
from feedback.cli.running import open_database, settings_for
from feedback.clock import told_in, utc_now
from feedback.config import Settings
from feedback.models import MailState
from feedback.operations import ledger
from feedback.operations.ledger import holding


@click.group()
def mail() -> None:
    """Hold, release, list, word, correct and check mail."""


for command in (
    mail_trouble.resend,
    mail_trouble.leave,
    mail_trouble.correct,
    mail_trouble.bounces,
    mail_texts.kinds,
    mail_texts.text,
    mail_campaign.forecast,
    mail_campaign.batches,
    mail_campaign.correct_batch,
    mail_campaign.check,
):
    mail.add_command(command)


@mail.command()
@click.option("--reason", default="by hand", show_default=True, help="Why, for whoever wonders.")
def hold(reason: str) -> None:
    """Stop all mail now; what is queued waits."""
    act(lambda session, by: holding.hold_mail(session, reason, by=by))
    click.echo("All mail is on hold.")


@mail.command()
def release() -> None:
    """Let mail go again."""
    act(lambda session, by: holding.release_mail(session, by=by))
    click.echo("Mail goes again.")


@mail.command("list")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([state.value for state in MailState]),
    help="Only these states; may be repeated.",
)
def list_mails(states: tuple[str, ...]) -> None:
    """List mails by state; reminders are left out, for they tell who has not finished."""
    settings = settings_for(Settings)
    table = PlainTable("id", "to", "kind", "state", "tries", "what the server said")
    with open_database(settings) as database, database.reading() as session:
        held = holding.held_since(session, now=utc_now())
        for row in ledger.listed_mails(session, states=map(MailState, states or MailState)):
            table.add_row(
                str(row.id)[:8],
                row.person.email or "",
                row.kind,
                row.state.value,
                str(row.attempts),
                row.error,
            )
    if held:
        why = " ".join(word for word in (held.reason, held.answer) if word)
        since = told_in(settings.zone, held.since)
        click.echo(f"All mail is on hold since {since}: {why}")
    table.show()
