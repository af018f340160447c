"""Look a campaign over before launch: whom it reaches, whom not, and what looks like a slip."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from feedback.models import Invitation, Person, Rater, Subject
from feedback.operations.campaigns.asked_again import AskedAgain, asked_again
from feedback.operations.campaigns.forecasting import ForecastGroup, small_groups
from feedback.operations.campaigns.lacking import Lacking, lacking_in
from feedback.operations.campaigns.lifecycle import launch_faults
from feedback.operations.people.load import OFTEN, load_of
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

_RARE: Final = 2  # a slip of the pen is not made more often
_USUAL: Final = 5
_ALIKE: Final = 0.85


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody of a campaign, told apart from others of the name by workplace and address."""

    person_id: UUID
    name: str
    workplace: str
    address: str


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
    listed = _listed(session, campaign)
    mailed = [one for one in listed if one.address]
    return LaunchCheck(
        leaders=_number(session, select(func.count()).where(Subject.campaign_id == campaign.id)),
        people=len(listed),
        tasks=_number(session, _tasks(campaign).with_only_columns(func.count())),
        faults=tuple(launch_faults(session, campaign, today=today)),
        small=tuple(small_groups(session, campaign)),
        lacking=lacking_in(session, campaign),
        without_address=tuple(one for one in listed if not one.address),
        nameless=_number(
            session,
            _tasks(campaign).where(Rater.person_id.is_(None)).with_only_columns(func.count()),
        ),
        odd=tuple(_odd(mailed, own_domains)),
        namesakes=tuple(_namesakes(mailed)),
        outside=tuple(one for one in mailed if not is_inside(one.address, own_domains)),
        busy=tuple(_busy(session, listed)),
        again=tuple(asked_again(session, campaign, today=today)),
    )


def _number(session: Session, query: Select[Any]) -> int:
    return session.scalar(query) or 0


def _tasks(campaign: Campaign) -> Select[Any]:
    return (
        select(Invitation)
        .join(Rater, Invitation.rater_id == Rater.id)
        .where(Rater.campaign_id == campaign.id, ~Invitation.is_withdrawn)
    )


def _listed(session: Session, campaign: Campaign) -> list[Listed]:
    """Return everybody with a task, by name; codes from a box are nobody's."""
    rows = session.execute(
        select(Person.id, Person.name, Person.workplace_name, Person.email)
        .join(Rater, Rater.person_id == Person.id)
        .where(Rater.id.in_(_tasks(campaign).with_only_columns(Invitation.rater_id)))
        .order_by(Person.name, Person.email)
    )
    return [Listed(row.id, row.name, row.workplace_name, row.email or "") for row in rows]


def _odd(mailed: Sequence[Listed], own_domains: Collection[str]) -> Iterator[OddAddress]:
    """Yield addresses that no server takes, and rare domains that resemble a usual one."""
    domains = Counter(one.address.partition("@")[2] for one in mailed)
    usual = [domain for domain, count in domains.items() if count >= _USUAL]
    meant = {
        domain: close[0]
        for domain, count in domains.items()
        if count <= _RARE
        if (close := difflib.get_close_matches(domain, usual, n=1, cutoff=_ALIKE))
    }
    for one in mailed:
        local, _, domain = one.address.partition("@")
        if not is_address(one.address):
            yield OddAddress(one, suggestion_for(one.address) or "")
        elif domain in meant and not (own_domains and is_inside(one.address, own_domains)):
            yield OddAddress(one, f"{local}@{meant[domain]}")


def _namesakes(mailed: Sequence[Listed]) -> Iterator[tuple[Listed, ...]]:
    """Yield those who share a name: two people, or one with two addresses."""
    by_name: dict[str, list[Listed]] = {}
    for one in mailed:
        by_name.setdefault(" ".join(one.name.casefold().split()), []).append(one)
    yield from (tuple(same) for name, same in sorted(by_name.items()) if len(same) > 1)


def _busy(session: Session, listed: Sequence[Listed]) -> list[Busy]:
    """Return who is often asked, over all campaigns that go on now, the busiest first."""
    load = load_of(session, [one.person_id for one in listed])
    often = [
        Busy(one, load[one.person_id]) for one in listed if load.get(one.person_id, 0) >= OFTEN
    ]
    return sorted(often, key=lambda busy: (-busy.tasks, busy.who.name))
