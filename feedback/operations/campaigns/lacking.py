"""What the leaders of a campaign lack before launch: a manager who is asked, a group, a coach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from feedback.models import Subject
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.campaigns.tables import LeaderRow, ListedLeader


@dataclass(frozen=True, slots=True)
class EmptyGroup:
    """A group in which nobody is asked about some leaders."""

    group: str
    leaders: tuple[ListedLeader, ...]


@dataclass(frozen=True, slots=True)
class LedCoach:
    """Somebody who coaches in the campaign in which they are a leader themselves."""

    leader: ListedLeader
    coaches: int


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is missing around the leaders of a campaign, each in the order of their names."""

    named: tuple[EmptyGroup, ...]  # groups that are shown by role, such as the own manager
    empty: tuple[EmptyGroup, ...]  # protected groups that are asked about others
    uncoached: tuple[ListedLeader, ...]
    led_coaches: tuple[LedCoach, ...]


def lacking_in(session: Session, campaign: Campaign, rows: Sequence[LeaderRow]) -> Lacking:
    """Return what the leaders of a campaign lack; who is asked is all that it knows.

    `rows` are the campaign's leaders as `leaders_of` gives them.
    """
    groups = survey_from_json(campaign.survey_json).groups
    named = [group.key for group in groups if group.kind is GroupKind.IDENTIFIED]
    # A protected group that nobody at all is asked in was left out on purpose.
    used = [
        group.key
        for group in groups
        if group.kind is GroupKind.PROTECTED and any(row.asked[group.key] for row in rows)
    ]
    return Lacking(
        named=tuple(_empty(rows, named)),
        empty=tuple(_empty(rows, used)),
        uncoached=tuple(row.leader for row in rows if not row.leader.coach),
        led_coaches=tuple(_led_coaches(rows, _coached_by_leaders(session, campaign))),
    )


def _empty(rows: Sequence[LeaderRow], groups: Iterable[str]) -> Iterator[EmptyGroup]:
    for group in groups:
        leaders = tuple(row.leader for row in rows if not row.asked[group])
        if leaders:
            yield EmptyGroup(group, leaders)


def _led_coaches(rows: Sequence[LeaderRow], coached: Mapping[UUID, int]) -> Iterator[LedCoach]:
    for row in rows:
        if number := coached.get(row.leader.subject_id):
            yield LedCoach(row.leader, number)


def _coached_by_leaders(session: Session, campaign: Campaign) -> dict[UUID, int]:
    """Return how many leaders each leader coaches who does."""
    coached = aliased(Subject)
    rows = session.execute(
        select(Subject.id, func.count())
        .join(coached, coached.coach_id == Subject.person_id)
        .where(
            Subject.campaign_id == campaign.id,
            coached.campaign_id == campaign.id,
            ~Subject.is_moved,
            ~coached.is_moved,
        )
        .group_by(Subject.id)
    )
    return {row[0]: row[1] for row in rows}
