"""`feedback mail`: what did not arrive, or perhaps not, and what somebody decides about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedback.cli.acting import act
from feedback.cli.running import FAULTY_INPUT, settings_for, stop
from feedback.config import Settings
from feedback.errors import InputError
from feedback.mail.bounces import BounceFileError, bounces_by_mail
from feedback.models import MailState
from feedback.operations import ledger
from feedback.operations.letters.trouble import (
    leave_uncertain,
    mend_address,
    note_bounces,
    resend_mail,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from feedback.mail.bounces import Bounce
    from feedback.models import Mail
    from feedback.operations.acts import Actor


@click.command()
@click.argument("which", metavar="ID")
def resend(which: str) -> None:
    """Send a failed or uncertain mail again; it may arrive twice."""
    _decide(which, lambda session, mail, by: resend_mail(session, mail, by=by))
    click.echo("Queued again.")


@click.command()
@click.argument("which", metavar="ID")
def leave(which: str) -> None:
    """Take an uncertain mail as sent."""
    _decide(which, lambda session, mail, by: leave_uncertain(session, mail, by=by))
    click.echo("Taken as sent.")


@click.command()
@click.argument("which", metavar="ID")
@click.argument("address")
def correct(which: str, address: str) -> None:
    """Correct the address that a mail did not reach; a new link goes there."""
    _decide(which, lambda session, mail, by: mend_address(session, mail, address, by=by))
    click.echo("Corrected, and queued.")


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def bounces(files: tuple[Path, ...]) -> None:
    """Read returned mail: .eml files, an mbox, a maildir, or folders of files.

    Without FILES the folder of FEEDBACK_BOUNCES is read. Bounces of reminders are passed over:
    they would tell who had not finished.
    """
    settings = settings_for(Settings)
    places = files or ((settings.bounces,) if settings.bounces else ())
    if not places:
        stop(["Name files, or set FEEDBACK_BOUNCES."], FAULTY_INPUT)
    mails = _read(places)
    found = [bounce for mail in mails for bounce in mail]
    noted = act(lambda session, by: note_bounces(session, found, by=by))
    # Of the files alone: how many of them are of reminders is for nobody to count.
    left = sum(not mail for mail in mails)
    click.echo(f"Mails looked at: {len(mails)}. Left, for they report no failure: {left}.")
    click.echo(f"{noted} mails did not reach their address. See: feedback mail list --state failed")


def _read(places: tuple[Path, ...]) -> list[tuple[Bounce, ...]]:
    found: list[tuple[Bounce, ...]] = []
    faults: list[str] = []
    for place in places:
        try:
            found += bounces_by_mail(place)
        except BounceFileError as error:
            faults.append(str(error))
    if faults:
        stop(faults, FAULTY_INPUT)
    return found


def _decide(which: str, decide: Callable[[Session, Mail, Actor], None]) -> None:
    act(lambda session, by: decide(session, _stuck(session, which), by))


def _stuck(session: Session, which: str) -> Mail:
    stuck = ledger.listed_mails(session, states=[MailState.FAILED, MailState.UNCERTAIN])
    found = [row for row in stuck if str(row.id).startswith(which.lower())]
    if len(found) != 1:
        raise InputError([f"There are {len(found)} failed or uncertain mails {which!r}."])
    return found[0]
