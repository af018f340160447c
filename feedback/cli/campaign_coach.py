"""`feedback campaign coach` and `talk`: who coaches a leader, and when the two meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from feedback.cli.acting import act_on_leader
from feedback.cli.arguments import DAY, LEADER, WHICH
from feedback.errors import InputError
from feedback.operations.coaching.naming import Named, end_stand_in, name_coach, name_stand_in
from feedback.operations.coaching.talks import Talk, cancel_talk, set_talk, shared_at
from feedback.operations.rights.coach_access import stand_ins_of
from feedback.operations.subjects import called
from feedback.text.addresses import read_address
from feedback.text.names import read_name

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import StandIn, Subject
    from feedback.operations.acts import Actor

_MOMENT = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])


@click.command()
@WHICH
@LEADER
@click.option("--coach", "email", required=True, help="The address of whoever coaches.")
@click.option("--name", default="", help="Their name, if the register does not know them.")
@click.option("--until", type=DAY, help="The last day; compulsory with --external.")
@click.option("--external", is_flag=True, help="From outside: reads on the web only.")
@click.option("--stand-in-from", "first", type=DAY, help="Stands in from this day, to --until.")
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
    named = Named(
        email=email,
        name=read_name(name, email),
        is_external=external,
        from_day=first.date() if first else None,
        until=until.date() if until else None,
    )

    def name_them(session: Session, subject: Subject, by: Actor) -> str:
        if ends:
            end_stand_in(session, _stand_in(session, subject, email), by=by)
        elif first is None:
            name_coach(session, subject, named, by=by)
        else:
            name_stand_in(session, [subject], named, by=by)
        return called(subject)

    leader_name, address = act_on_leader(which, leader, name_them), read_address(email)
    said = f"{address} stands in no more" if ends else f"coached by {address}"
    click.echo(f"{leader_name}: {said}.")


@click.command()
@WHICH
@LEADER
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

    def set_it(session: Session, subject: Subject, by: Actor) -> str:
        if at is None:
            cancel_talk(session, subject, by=by)
            return f"{called(subject)}: the talk has no date any more."
        wanted = Talk(at.replace(tzinfo=by.zone), place, shares_before=not by_hand)
        set_talk(session, subject, wanted, by=by)
        how = "by hand"
        if subject.shares_before_talk:
            how = f"{shared_at(wanted.at, by.zone):%Y-%m-%d %H:%M}"
        return f"{called(subject)}: talk {wanted.at:%Y-%m-%d %H:%M}, shared {how}."

    click.echo(act_on_leader(which, leader, set_it))


def _stand_in(session: Session, subject: Subject, email: str) -> StandIn:
    address = read_address(email)
    found = [one for one in stand_ins_of(session, subject) if one.person.email == address]
    if not found:
        raise InputError([f"{address} does not stand in for the coach of {called(subject)}."])
    return found[0]
