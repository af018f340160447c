"""`feedback campaign launch`, and what can still be done about a launch afterwards."""

from __future__ import annotations

from datetime import timedelta

import click

from feedback.cli.acting import change_campaign
from feedback.cli.arguments import WHICH
from feedback.operations.campaigns import lifecycle
from feedback.operations.ledger.holding import hold_campaign, release_campaign


@click.command()
@WHICH
@click.option("--now", "at_once", is_flag=True, help="At once, with no way back, all mails too.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def launch(which: str, *, at_once: bool, yes: bool) -> None:
    """Ask the worker to open a campaign and send the invitations, half an hour from now.

    Until then `undo-launch` takes it back. The first 20 mails go alone, the rest an hour later.
    """
    delay = timedelta() if at_once else lifecycle.UNDO
    change_campaign(
        which,
        lambda session, found, by: lifecycle.ask_launch(session, found, by=by, delay=delay),
        ask="Survey, k, policy and purpose are frozen now, and everybody gets mail. Launch?",
        yes=yes,
    )


@click.command("undo-launch")
@WHICH
def undo_launch(which: str) -> None:
    """Put a campaign that has not opened yet back to where it was launched from."""
    change_campaign(which, lambda session, found, by: lifecycle.undo_launch(session, found, by=by))


@click.command("hold-mail")
@WHICH
def hold_mail(which: str) -> None:
    """Keep back what the campaign's queue still holds."""
    change_campaign(which, lambda session, found, by: hold_campaign(session, found, by=by))


@click.command("send-mail")
@WHICH
def send_mail(which: str) -> None:
    """Send now what is held or waits for its hour, in working hours."""
    change_campaign(which, lambda session, found, by: release_campaign(session, found, by=by))
