"""Grant the rights that do not follow from a campaign: organisers and administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from feedback.cli.acting import act
from feedback.cli.renamed import RenamedGroup, department_option
from feedback.cli.running import REFUSED, open_database, settings_for, stop
from feedback.config import Settings
from feedback.errors import InputError
from feedback.operations import audit_chain, audit_log
from feedback.operations.people.register import find_or_add_department
from feedback.operations.rights import accounts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Account
    from feedback.operations.acts import Actor


@click.group(cls=RenamedGroup)
def admin() -> None:
    """Grant, revoke and list the rights of staff; leaders and coaches need none."""


@admin.command()
@click.argument("email")
def create(email: str) -> None:
    """Make EMAIL an administrator of this installation."""
    settings = settings_for(Settings)
    way = "with a mailed code" if settings.mailed_codes else "as at work"
    account = act(lambda session, by: accounts.grant_admin(session, email, by=by))
    click.echo(f"{account.email} is an administrator and signs in {way}.")


@admin.command("add-department")
@click.argument("name")
def add_department(name: str) -> None:
    """Make a department, whose organisers may then begin campaigns on the pages."""
    department = act(lambda session, by: find_or_add_department(session, name.strip(), by=by))
    click.echo(
        f"{department.name} is there. "
        f"Next: feedback admin grant EMAIL --department {department.name!r}"
    )


@admin.command()
@click.argument("email")
@department_option(required=True, help="The department whose campaigns EMAIL organises.")
def grant(email: str, department: str) -> None:
    """Make EMAIL an organiser of a department."""
    account = act(lambda session, by: accounts.grant_department(session, email, department, by=by))
    click.echo(f"{account.email} organises the campaigns of {department}.")


@admin.command()
@click.argument("email")
@department_option(default="", help="Only this department; else every right that EMAIL has.")
def revoke(email: str, department: str) -> None:
    """Take EMAIL's granted rights away; they end at once, on every page."""

    def revoke_them(session: Session, by: Actor) -> Account:
        account = accounts.find_account(session, email)
        if account is None:
            raise InputError([f"Nobody has signed in or been granted anything as {email!r}."])
        accounts.revoke(session, account, department_name=department, by=by)
        return account

    account = act(revoke_them)
    click.echo(
        f"{account.email} has lost "
        f"{f'the department {department}' if department else 'every right'}."
    )


@admin.command("list")
def list_accounts() -> None:
    """List every account and what it was granted."""
    with open_database(settings_for(Settings)) as database, database.reading() as session:
        for account in accounts.all_accounts(session):
            rights = [role.name for role in account.roles]
            departments = sorted(grant.department.name for grant in account.grants)
            rights += [f"organiser of {name}" for name in departments]
            click.echo(f"{account.email}: {', '.join(rights) or 'nothing granted'}")


@admin.command("audit-log")
@click.option("--verify", is_flag=True, help="Check the whole chain.")
@click.option("--known", default="", help="NUMBER:SUM from a printed protocol, to compare with.")
@click.option("--count", default=50, show_default=True, help="How many entries to show.")
def show_audit_log(known: str, count: int, *, verify: bool) -> None:
    """Show what staff did, or check that nobody altered it.

    Exit code 1 if the chain is broken. Keep the newest sum somewhere else: it tells later.
    """
    with open_database(settings_for(Settings)) as database, database.reading() as session:
        if not verify and not known:
            for entry in reversed(audit_log.latest(session, count=count)):
                done = f"{entry.action}: {entry.details}" if entry.details else entry.action
                facts = (f"{entry.at:%Y-%m-%d %H:%M}", entry.actor, done, entry.object)
                click.echo(f"{entry.number}  " + "  ".join(facts))
            return
        faults = audit_chain.faults_of(session, known=_link(known) if known else None)
        if faults:
            stop(faults, REFUSED)
        head = audit_chain.head_of(session)
        click.echo(f"Nobody has altered the log. Its newest entry: {head}")


def _link(words: str) -> audit_chain.Link:
    number, _, digest = words.partition(":")
    if not number.isdigit() or len(digest) != len(audit_chain.BEGINNING):
        raise InputError([f"{words!r} is not NUMBER:SUM as protocols print it."])
    return audit_chain.Link(int(number), digest)
