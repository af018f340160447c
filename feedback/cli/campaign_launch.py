"""`feedback campaign launch`, and what can still be done about a launch afterwards."""

from __future__ import annotations

from datetime import timedelta

import click

from feedback.cli.acting import act
from feedback.cli.running import settings_for
from feedback.config import Settings
from feedback.operations.campaigns import lifecycle
from feedback.operations.mail.holding import hold_campaign, release_campaign


@click.command()
@click.argument("which", metavar="CAMPAIGN")
@click.option("--now", "at_once", is_flag=True, help="At once, with no way back, all mails too.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def launch(which: str, *, at_once: bool, yes: bool) -> None:
    """Ask the worker to open a campaign and send the invitations, half an hour from now.

    Until then `undo-launch` takes it back. The first 20 mails go alone, the rest an hour later.
    """
    zone = settings_for(Settings).zone
    act(
        which,
        "launch campaign",
        "Survey, k, policy and purpose are frozen from now on, and everybody gets mail. Launch?",
        lambda session, found, now: lifecycle.ask_launch(
            session,
            found,
            now=now,
            delay=timedelta() if at_once else lifecycle.UNDO,
            zone=zone,
        ),
        yes=yes,
    )


@click.command("undo-launch")
@click.argument("which", metavar="CAMPAIGN")
def undo_launch(which: str) -> None:
    """Put a campaign that has not opened yet back to where it was launched from."""
    act(
        which,
        "take the launch back",
        "",
        lambda session, found, _: lifecycle.undo_launch(session, found),
        yes=True,
    )


@click.command("hold-mail")
@click.argument("which", metavar="CAMPAIGN")
def hold_mail(which: str) -> None:
    """Keep back what the campaign's queue still holds."""
    act(
        which,
        "hold the campaign's mail",
        "",
        lambda session, found, _: hold_campaign(session, found),
        yes=True,
    )


@click.command("send-mail")
@click.argument("which", metavar="CAMPAIGN")
def send_mail(which: str) -> None:
    """Send now what is held or waits for its hour, in working hours."""
    act(
        which,
        "send the campaign's mail",
        "",
        lambda session, found, now: release_campaign(session, found, now=now),
        yes=True,
    )
