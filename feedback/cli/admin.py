"""Grant the rights that do not follow from a campaign: organisers and administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from feedback.cli.running import actor, open_database, settings_for
from feedback.clock import utc_now
from feedback.config import Settings
from feedback.errors import InputError
from feedback.operations import accounts, audit_log

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Account


@click.group()
def admin() -> None:
    """Grant, revoke and list the rights of staff; leaders and coaches need none."""


@admin.command()
@click.argument("email")
def create(email: str) -> None:
    """Make EMAIL an administrator of this installation."""
    with open_database(settings_for(Settings)) as database, database.writing() as session:
        account = accounts.create_account(session, email)
        accounts.grant_admin(session, account)
        _note(session, "grant admin", account)
        click.echo(f"{account.email} is an administrator and signs in with a mailed code.")


@admin.command()
@click.argument("email")
@click.option("--unit", required=True, help="The unit whose campaigns EMAIL organises.")
def grant(email: str, unit: str) -> None:
    """Make EMAIL an organiser of a unit."""
    with open_database(settings_for(Settings)) as database, database.writing() as session:
        account = accounts.create_account(session, email)
        found = accounts.grant_unit(session, account, unit)
        _note(session, f"grant organiser of {found.name}", account)
        click.echo(f"{account.email} organises the campaigns of {found.name}.")


@admin.command()
@click.argument("email")
@click.option("--unit", default="", help="Only this unit; else every right that EMAIL has.")
def revoke(email: str, unit: str) -> None:
    """Take EMAIL's granted rights away; they end at once, on every page."""
    with open_database(settings_for(Settings)) as database, database.writing() as session:
        account = accounts.find_account(session, email)
        if account is None:
            raise InputError([f"Nobody has signed in or been granted anything as {email!r}."])
        accounts.revoke(session, account, unit_name=unit)
        _note(session, f"revoke {unit or 'all rights'}", account)
        click.echo(f"{account.email} has lost {f'the unit {unit}' if unit else 'every right'}.")


@admin.command("list")
def list_accounts() -> None:
    """List every account and what it was granted."""
    with open_database(settings_for(Settings)) as database, database.reading() as session:
        for account in accounts.all_accounts(session):
            rights = [role.name for role in account.roles]
            rights += [f"organiser of {unit.name}" for unit in accounts.units_of(session, account)]
            click.echo(f"{account.email}: {', '.join(rights) or 'nothing granted'}")


def _note(session: Session, action: str, account: Account) -> None:
    thing = f"account {account.email}"
    audit_log.note(session, actor=actor(), action=action, object=thing, now=utc_now())
