"""`feedback mail`: what did not arrive, or perhaps not, and what somebody decides about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedback.cli.running import FAULTY_INPUT, actor, open_database, settings_for, stop
from feedback.clock import utc_now
from feedback.config import Settings
from feedback.errors import InputError
from feedback.mail.bounces import BounceFileError, bounces_in
from feedback.models import MailState
from feedback.operations import audit_log
from feedback.operations.mail import ledger
from feedback.operations.mail.trouble import leave_uncertain, mend_address, note_bounces

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.mail.bounces import Bounce
    from feedback.models import Mail


@click.command()
@click.argument("which", metavar="ID")
def resend(which: str) -> None:
    """Send a failed or uncertain mail again; it may arrive twice."""
    _decide(which, "resend mail", lambda session, mail, now: ledger.resend(session, mail, now=now))
    click.echo("Queued again.")


@click.command()
@click.argument("which", metavar="ID")
def leave(which: str) -> None:
    """Take an uncertain mail as sent."""
    _decide(
        which,
        "take uncertain mail as sent",
        lambda session, mail, _: leave_uncertain(session, mail),
    )
    click.echo("Taken as sent.")


@click.command()
@click.argument("which", metavar="ID")
@click.argument("address")
def correct(which: str, address: str) -> None:
    """Correct the address that a mail did not reach; a new link goes there."""
    _decide(
        which,
        "correct the address of a mail",
        lambda session, mail, now: mend_address(session, mail, address, now=now),
    )
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
    found = _read(places)
    with open_database(settings) as database, database.writing() as session:
        now = utc_now()
        noted = note_bounces(session, found, now=now, zone=settings.zone)
        if noted:
            audit_log.note(session, actor=actor(), action="note bounces", object="all", now=now)
    click.echo(f"{noted} mails did not reach their address. See: feedback mail list --state failed")


def _read(places: tuple[Path, ...]) -> list[Bounce]:
    found: list[Bounce] = []
    faults: list[str] = []
    for place in places:
        try:
            found += bounces_in(place)
        except BounceFileError as error:
            faults.append(str(error))
    if faults:
        stop(faults, FAULTY_INPUT)
    return found


def _decide(which: str, action: str, act: Callable[[Session, Mail, datetime], None]) -> None:
    settings = settings_for(Settings)
    with open_database(settings) as database, database.writing() as session:
        stuck = ledger.listed_mails(session, states=[MailState.FAILED, MailState.UNCERTAIN])
        found = [row for row in stuck if str(row.id).startswith(which.lower())]
        if len(found) != 1:
            raise InputError([f"There are {len(found)} failed or uncertain mails {which!r}."])
        (mail,), now = found, utc_now()
        thing = f"campaign {mail.campaign_id}" if mail.campaign_id else f"mail {mail.id}"
        act(session, mail, now)
        audit_log.note(session, actor=actor(), action=action, object=thing, now=now)
