"""`feedback campaign recover` and `give-up`: what the worker does at night, by hand and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from feedback.cli.acting import act_on_campaign, operator
from feedback.cli.arguments import WHICH
from feedback.cli.finding import find_by_word
from feedback.cli.running import open_database, settings_for, stop
from feedback.config import WorkerSettings
from feedback.models import Campaign, State
from feedback.operations.campaigns.key_alarm import tell
from feedback.operations.campaigns.key_folders import HAVING_KEYS
from feedback.operations.campaigns.key_watch import SEAL_KEY, looks_of, watch_keys
from feedback.operations.campaigns.lifecycle import lose
from feedback.operations.ledger import CAMPAIGN_LOST

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.operations.acts import Actor

_NO_KEY = "No folder has the key. Nothing was changed; the answers wait."


@click.command()
@WHICH
def recover(which: str) -> None:
    """Look for a campaign's keys now, say where they are, and bring it back if they are there.

    Copies what a folder lacks from the other. Run it as the worker's user, with the worker's
    settings. Exit code 1 if the key that opens the answers is in no folder.
    """
    settings = settings_for(WorkerSettings)
    with open_database(settings) as database:
        with database.reading() as session:
            found = find_by_word(session, which)
            before, campaign_id, name = found.state, found.id, found.name
        looks = watch_keys(database, settings, campaign_id, by=operator(settings))
        if not looks:
            stop([f"{name} is {before}: it has no keys."], 1)
        for one in looks:
            for look in one.looks:
                click.echo(f"{one.kind} key, {look}")
        with database.reading() as session:
            after = session.get_one(Campaign, campaign_id).state
        click.echo(f"{name}: {after}.")
        if not all(one.is_found for one in looks if one.kind == SEAL_KEY):
            stop([_NO_KEY], 1)


@click.command("give-up")
@WHICH
@click.option("--yes", is_flag=True, help="Do not ask.")
def give_up(which: str, *, yes: bool) -> None:
    """Say that the key of a campaign will not come back, so that raters can be asked anew.

    Erases nothing: if the key does come back, so does the campaign, until it is cancelled.
    """
    settings = settings_for(WorkerSettings)

    def look(_session: Session, found: Campaign) -> str:
        looks = looks_of(settings, found) if found.state in HAVING_KEYS else []
        if any(one.kind == SEAL_KEY and one.is_found for one in looks):
            stop([f"The key of {found.name} is there. Close or cancel it instead."], 1)
        return "nobody can answer any more. Is the key gone?"

    def lose_it(session: Session, campaign: Campaign, by: Actor) -> str:
        lose(session, campaign, by=by)
        tell(session, campaign, CAMPAIGN_LOST, now=by.now)
        return campaign.name

    name = act_on_campaign(which, lose_it, ask=look, yes=yes)
    click.echo(f"{name}: {State.LOST}.")
