"""`feedback campaign share`: the coach first, then the leader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from feedback.cli.acting import act_on_campaign
from feedback.cli.arguments import WHICH
from feedback.cli.finding import find_leaders
from feedback.operations.results.sharing import share_with_coach, share_with_leader
from feedback.operations.subjects import called

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor


@click.command()
@WHICH
@click.option("--with", "whom", required=True, type=click.Choice(["coach", "leader"]))
@click.option("--leader", "leaders", multiple=True, help="A leader's address; else all leaders.")
def share(which: str, whom: str, leaders: tuple[str, ...]) -> None:
    """Share reports: with the coach, who talks it through, and then with the leader."""
    share_with = share_with_coach if whom == "coach" else share_with_leader

    def share_all(session: Session, campaign: Campaign, by: Actor) -> list[str]:
        subjects = find_leaders(session, campaign, leaders)
        share_with(session, *subjects, by=by)
        return [called(subject) for subject in subjects]

    for name in act_on_campaign(which, share_all):
        click.echo(f"{name}: shared with the {whom}.")
