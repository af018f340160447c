"""`feedback campaign coach` and `talk`: who coaches a leader, and when the two meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from feedback.cli.running import actor, find_by_word, open_database, settings_for
from feedback.clock import utc_now
from feedback.config import Settings
from feedback.errors import InputError
from feedback.operations.coaching.access import stand_ins_of
from feedback.operations.coaching.naming import Named, end_stand_in, name_coach, name_stand_in
from feedback.operations.coaching.talks import Talk, cancel_talk, set_talk, shared_at
from feedback.operations.people.register import fold_address
from feedback.operations.results.sharing import subjects_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import StandIn, Subject

_DAY = click.DateTime(["%Y-%m-%d"])
_MOMENT = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])


@click.command()
@click.argument("which", metavar="CAMPAIGN")
@click.option("--leader", required=True, help="The leader's address.")
@click.option("--coach", "email", required=True, help="The address of whoever coaches.")
@click.option("--name", default="", help="Their name, if the register does not know them.")
@click.option("--until", type=_DAY, help="The last day; compulsory with --external.")
@click.option("--external", is_flag=True, help="From outside: reads on the web only.")
@click.option("--stand-in-from", "first", type=_DAY, help="Stands in from this day, to --until.")
@click.option("--end-stand-in", "ends", is_flag=True, help="Stands in no more.")
def coach(
    *,
    which: str,
    leader: str,
    email: str,
    name: str,
    until: datetime | None,
    external: bool,
    first: datetime | None,
    ends: bool,
) -> None:
    """Name the coach of a leader, or who stands in for a while; the leader is told."""
    settings = settings_for(Settings)
    named = Named(
        email=email,
        name=name,
        is_external=external,
        from_day=first.date() if first else None,
        until=until.date() if until else None,
    )
    now = utc_now()
    today = now.astimezone(settings.zone).date()
    with open_database(settings) as database, database.writing() as session:
        subject = _subject(session, which, leader)
        if ends:
            end_stand_in(session, _stand_in(session, subject, email), actor=actor(), now=now)
            click.echo(f"{subject.person.name}: {fold_address(email)} stands in no more.")
            return
        if first is None:
            name_coach(session, subject, named, actor=actor(), today=today, now=now)
        else:
            zone = settings.zone
            name_stand_in(session, [subject], named, actor=actor(), today=today, now=now, zone=zone)
        click.echo(f"{subject.person.name}: coached by {fold_address(email)}.")


@click.command()
@click.argument("which", metavar="CAMPAIGN")
@click.option("--leader", required=True, help="The leader's address.")
@click.option("--at", type=_MOMENT, help="When, in local time: 2026-12-17T10:00.")
@click.option("--place", default="", help="Where.")
@click.option("--by-hand", is_flag=True, help="Do not share the report by itself before.")
@click.option("--cancel", is_flag=True, help="Take the date back.")
def talk(
    *, which: str, leader: str, at: datetime | None, place: str, by_hand: bool, cancel: bool
) -> None:
    """Set the talk between coach and leader, or take its date back; both are told by mail."""
    if (at is None) is not cancel:
        raise click.UsageError("Give either --at or --cancel.")
    settings = settings_for(Settings)
    zone, now = settings.zone, utc_now()
    with open_database(settings) as database, database.writing() as session:
        subject = _subject(session, which, leader)
        if at is None:
            cancel_talk(session, subject, actor=actor(), now=now, zone=zone)
            click.echo(f"{subject.person.name}: the talk has no date any more.")
            return
        wanted = Talk(at.replace(tzinfo=zone), place, shares_before=not by_hand)
        set_talk(session, subject, wanted, actor=actor(), now=now, zone=zone)
        how = "by hand"
        if subject.shares_before_talk:
            how = f"{shared_at(wanted.at, zone):%Y-%m-%d %H:%M}"
        click.echo(f"{subject.person.name}: talk {wanted.at:%Y-%m-%d %H:%M}, shared {how}.")


def _stand_in(session: Session, subject: Subject, email: str) -> StandIn:
    address = fold_address(email)
    found = [one for one in stand_ins_of(session, subject) if one.person.email == address]
    if not found:
        raise InputError([f"{address} does not stand in for the coach of {subject.person.name}."])
    return found[0]


def _subject(session: Session, which: str, leader: str) -> Subject:
    subjects = subjects_of(session, find_by_word(session, which))
    found = [one for one in subjects if one.person.email == fold_address(leader)]
    if not found:
        raise InputError([f"{leader} is no leader of this campaign."])
    return found[0]
