"""`feedback campaign thank`: one mail to everybody who was asked, once it has closed."""

from __future__ import annotations

import click

from feedback.cli.acting import change_campaign
from feedback.cli.arguments import WHICH
from feedback.operations.campaigns.thanking import thank_everybody


@click.command()
@WHICH
@click.option("--yes", is_flag=True, help="Do not ask.")
def thank(which: str, *, yes: bool) -> None:
    """Thank everybody who was asked, answered or not, by one mail that says the same to all."""
    change_campaign(
        which,
        lambda session, found, by: thank_everybody(session, found, by=by),
        ask="One mail goes to everybody who was asked. Send it?",
        yes=yes,
    )
