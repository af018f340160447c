"""`feedback campaign erase-rehearsal`: all that came of a rehearsal goes at once."""

from __future__ import annotations

import click

from feedback.cli.acting import change_campaign
from feedback.cli.arguments import WHICH
from feedback.operations.retention.rehearsals import erase_rehearsal


@click.command("erase-rehearsal")
@WHICH
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(which: str, *, yes: bool) -> None:
    """Erase a rehearsal that has closed: answers, reports, plans, mails, and who was asked."""
    change_campaign(
        which,
        lambda session, found, by: erase_rehearsal(session, found, by=by),
        ask="Everything that came of it is erased, for good. Erase the rehearsal?",
        yes=yes,
    )
