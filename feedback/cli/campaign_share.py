"""`feedback campaign share`: the coach first, then the leader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from feedback.cli.running import actor, find_by_word, open_database, settings_for
from feedback.clock import utc_now
from feedback.config import Settings
from feedback.errors import InputError
from feedback.operations import audit_log
from feedback.operations.people.register import fold_address
from feedback.operations.results.sharing import share_with_coach, share_with_leader, subjects_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import Subject


@click.command()
@click.argument("which", metavar="CAMPAIGN")
@click.option("--with", "whom", required=True, type=click.Choice(["coach", "leader"]))
@click.option("--leader", "leaders", multiple=True, help="A leader's address; else all leaders.")
def share(which: str, whom: str, leaders: tuple[str, ...]) -> None:
    """Share reports: with the coach, who talks it through, and then with the leader."""
    settings = settings_for(Settings)
    with open_database(settings) as database, database.writing() as session:
        now = utc_now()
        subjects = _chosen(subjects_of(session, find_by_word(session, which)), leaders)
        for subject in subjects:
            _share(session, subject, whom, now)
            click.echo(f"{subject.person.name}: shared with the {whom}.")


def _chosen(subjects: list[Subject], leaders: tuple[str, ...]) -> list[Subject]:
    if not leaders:
        return subjects
    by_address = {subject.person.email: subject for subject in subjects}
    wanted = [fold_address(address) for address in leaders]
    unknown = [address for address in wanted if address not in by_address]
    if unknown:
        raise InputError([f"{address} is no leader of this campaign." for address in unknown])
    return [by_address[address] for address in wanted]


def _share(session: Session, subject: Subject, whom: str, now: datetime) -> None:
    if whom == "coach":
        share_with_coach(session, subject, now=now)
    else:
        share_with_leader(session, subject, now=now)
    audit_log.note(
        session,
        actor=actor(),
        action=f"share with {whom}",
        object=f"subject {subject.id}",
        now=now,
    )
