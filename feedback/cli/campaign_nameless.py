"""`feedback campaign nameless`: codes for a group without addresses, drawn from a box."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from feedback.cli.running import actor, find_by_word, open_database, settings_for
from feedback.clock import utc_now
from feedback.config import Settings
from feedback.errors import InputError
from feedback.languages import DEFAULT, LANGUAGES
from feedback.operations import audit_log
from feedback.operations.people.nameless import add_nameless, nameless_of, remove_nameless
from feedback.operations.people.register import fold_address
from feedback.operations.results.sharing import subjects_of

if TYPE_CHECKING:
    from feedback.models import Subject


@click.command()
@click.argument("which", metavar="CAMPAIGN")
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
    settings = settings_for(Settings)
    with open_database(settings) as database, database.writing() as session:
        campaign = find_by_word(session, which)
        for subject in _chosen(subjects_of(session, campaign), leaders):
            if count:
                add_nameless(session, subject, group, count, language=language)
            else:
                remove_nameless(session, subject, group)
        audit_log.note(
            session,
            actor=actor(),
            action=f"add {count} nameless codes to {group}" if count else "remove nameless codes",
            object=f"campaign {campaign.id}",
            now=utc_now(),
        )
        for box in nameless_of(session, campaign):
            click.echo(f"{box.leader}, {box.group.key}: {box.count} codes")


def _chosen(subjects: list[Subject], leaders: tuple[str, ...]) -> list[Subject]:
    wanted = {fold_address(address) for address in leaders}
    unknown = sorted(wanted - {str(subject.person.email) for subject in subjects})
    if unknown:
        raise InputError([f"{address} is no leader of this campaign." for address in unknown])
    return [subject for subject in subjects if not wanted or subject.person.email in wanted]
