"""Look a campaign over before launch: whom it reaches, whom not, and what looks like a slip."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from feedback.models import Invitation, Person, Rater, Subject
from feedback.operations.campaigns.asked_again import AskedAgain, asked_again
from feedback.operations.campaigns.lacking import Lacking, lacking_in
from feedback.operations.campaigns.lifecycle import launch_faults
from feedback.operations.campaigns.tables import leaders_of
from feedback.operations.people.load import often_asked
from feedback.operations.people.own_addresses import is_inside
from feedback.text.addresses import is_address, suggestion_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from feedback.errors import Fault
    from feedback.models import Campaign
    from feedback.operations.campaigns.tables import LeaderRow

_RARE: Final = 2  # a slip of the pen is not made more often
_USUAL: Final = 5
_ALIKE: Final = 0.85


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody of a campaign, told apart from others of the name by workplace and address."""

    name: str
    workplace: str
    address: str


@dataclass(frozen=True, slots=True)
class ForecastGroup:
    """A group of one leader with fewer invited than k, and what becomes of it at best."""

    subject_id: UUID
    leader: str
    workplace: str
    group: str
    invited: int
    joins: tuple[str, ...]  # the groups it is shown with; none: it is hidden

    @property
    def is_hidden(self) -> bool:
        """Tell whether nothing of it will be shown."""
        return not self.joins


@dataclass(frozen=True, slots=True)
class OddAddress:
    """An address that looks wrong, and what it was probably meant to be, if one can guess."""

    who: Listed
    guess: str


@dataclass(frozen=True, slots=True)
class Busy:
    """Somebody who is asked about many leaders at the same time."""

    who: Listed
    tasks: int


@dataclass(frozen=True, slots=True)
class LaunchCheck:
    """What an organiser looks over before launch."""

    leaders: int
    people: int
    tasks: int
    faults: tuple[Fault, ...]
    small: tuple[ForecastGroup, ...]
    lacking: Lacking
    without_address: tuple[Listed, ...]
    nameless: int
    odd: tuple[OddAddress, ...]
    namesakes: tuple[tuple[Listed, ...], ...]
    outside: tuple[Listed, ...]
    busy: tuple[Busy, ...]
    again: tuple[AskedAgain, ...]

    @property
    def is_ready(self) -> bool:
        """Tell whether nothing stands against a launch."""
        return not self.faults

    @property
    def hidden(self) -> tuple[ForecastGroup, ...]:
        """Return the small groups of which nothing will be shown."""
        return tuple(group for group in self.small if group.is_hidden)

    @property
    def lone(self) -> tuple[ForecastGroup, ...]:
        """Return the groups in which a single person is asked."""
        return tuple(group for group in self.small if group.invited == 1)


def check_campaign(
    session: Session, campaign: Campaign, *, own_domains: Collection[str], today: date
) -> LaunchCheck:
    """Look over everything that is known before launch; what is a slip, a person decides."""
    session.flush()
    # Twelve thousand rows: as statements, and each taken apart once.
    rows = session.connection().execute(_listed(campaign))
    listed = [(Listed(name, workplace, email or ""), load) for name, workplace, email, load in rows]
    mailed = [who for who, _ in listed if who.address]
    leaders = leaders_of(session, campaign)
    tasks, named = session.execute(
        _tasks(campaign).with_only_columns(func.count(), func.count(Rater.person_id))
    ).one()
    return LaunchCheck(
        leaders=session.scalar(select(func.count()).where(Subject.campaign_id == campaign.id)) or 0,
        people=len(listed),
        tasks=tasks,
        faults=tuple(launch_faults(session, campaign, today=today)),
        small=tuple(_small(leaders)),
        lacking=lacking_in(session, campaign, leaders),
        without_address=tuple(who for who, _ in listed if not who.address),
        nameless=tasks - named,
        odd=tuple(_odd(mailed, own_domains)),
        namesakes=tuple(_namesakes(mailed)),
        outside=tuple(who for who in mailed if not is_inside(who.address, own_domains)),
        busy=tuple(_busy(listed)),
        again=tuple(asked_again(session, campaign, today=today)),
    )


def _tasks(campaign: Campaign) -> Select[Any]:
    return (
        select(Invitation)
        .join(Rater, Invitation.rater_id == Rater.id)
        .where(Rater.campaign_id == campaign.id, ~Invitation.is_withdrawn)
    )


def _small(leaders: Sequence[LeaderRow]) -> Iterator[ForecastGroup]:
    """Yield every group with fewer invited than k, by leader, with what becomes of it."""
    for row in leaders:
        for one in row.small:
            yield ForecastGroup(
                row.leader.subject_id,
                row.leader.name,
                row.leader.workplace,
                one.group,
                one.invited,
                one.joins,
            )


def _listed(campaign: Campaign) -> Select[*tuple[Any, ...]]:
    """Ask for everybody with a task, by name, and how often who is often asked is asked.

    Codes from a box are nobody's.
    """
    # Twelve thousand rows: without their ids, for none of the page's questions needs them.
    # Each looked for by itself: a list of all with a task took twice the time.
    task = select(Invitation.id).where(Invitation.rater_id == Rater.id, ~Invitation.is_withdrawn)
    often = often_asked()
    return (
        select(Person.name, Person.workplace_name, Person.email, often.c.load)
        .join(Rater, Rater.person_id == Person.id)
        .outerjoin(often, often.c.person_id == Person.id)
        .where(Rater.campaign_id == campaign.id, task.exists())
        .order_by(Person.name, Person.email)
    )


def _odd(mailed: Sequence[Listed], own_domains: Collection[str]) -> Iterator[OddAddress]:
    """Yield addresses that no server takes, and rare domains that resemble a usual one."""
    domains = Counter(who.address.partition("@")[2] for who in mailed)
    usual = [domain for domain, count in domains.items() if count >= _USUAL]
    meant = {
        domain: close[0]
        for domain, count in domains.items()
        if count <= _RARE
        if (close := difflib.get_close_matches(domain, usual, n=1, cutoff=_ALIKE))
    }
    for who in mailed:
        local, _, domain = who.address.partition("@")
        if not is_address(who.address):
            yield OddAddress(who, suggestion_for(who.address) or "")
        elif domain in meant and not (own_domains and is_inside(who.address, own_domains)):
            yield OddAddress(who, f"{local}@{meant[domain]}")


def _namesakes(mailed: Sequence[Listed]) -> Iterator[tuple[Listed, ...]]:
    """Yield those who share a name: two people, or one with two addresses."""
    by_name: dict[str, list[Listed]] = {}
    for who in mailed:
        by_name.setdefault(" ".join(who.name.casefold().split()), []).append(who)
    for name in sorted(name for name, same in by_name.items() if len(same) > 1):
        yield tuple(by_name[name])


def _busy(listed: Sequence[tuple[Listed, int | None]]) -> list[Busy]:
    """Return who is often asked, over all campaigns that go on now, the busiest first."""
    often = (Busy(who, load) for who, load in listed if load)
    return sorted(often, key=lambda one: -one.tasks)
