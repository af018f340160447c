"""`feedback campaign nameless`: codes for a group without addresses, drawn from a box."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from feedback.cli.acting import act_on_campaign
from feedback.cli.arguments import WHICH
from feedback.cli.finding import find_leaders
from feedback.languages import DEFAULT, LANGUAGES
from feedback.operations.people.nameless import add_nameless, nameless_of, remove_nameless

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor
    from feedback.operations.people.nameless import NamelessCodes


@click.command()
@WHICH
@click.option("--leader", "leaders", multiple=True, help="A leader's address; else all leaders.")
@click.option("--group", required=True, help="The key of a protected group of the survey.")
@click.option(
    "--count",
    required=True,
    type=click.IntRange(min=0),
    help="How many more codes for each leader; 0 removes them all, before launch only.",
)
@click.option("--language", default=DEFAULT, type=click.Choice(list(LANGUAGES)), show_default=True)
def nameless(which: str, leaders: tuple[str, ...], group: str, count: int, language: str) -> None:
    """Make nameless codes: so many for a leader's group, without name, mail or reminder."""

    def make(session: Session, campaign: Campaign, by: Actor) -> list[NamelessCodes]:
        subjects = find_leaders(session, campaign, leaders)
        if count:
            add_nameless(session, campaign, subjects, group, count, language=language, by=by)
        else:
            remove_nameless(session, campaign, subjects, group, by=by)
        return nameless_of(session, campaign)

    for box in act_on_campaign(which, make):
        click.echo(f"{box.leader}, {box.group.key}: {box.count} codes")
