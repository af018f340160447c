"""Foretell which groups will be joined or hidden, from who is invited and from bands alone.

The rule is that of disclosure control (docs/disclosure.md, steps 1 and 2) as if everybody
answered: what is foretold is the best that can come of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from feedback.models import Invitation, Person, Subject
from reports.policy import large_enough, plan_blocks
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from reports.policy import DisclosurePolicy


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


def small_groups(session: Session, campaign: Campaign) -> list[ForecastGroup]:
    """Return every group with fewer invited than k, by leader, with what becomes of it."""
    found = []
    for subject, sizes in _sizes(session, campaign):
        fates = fate_of_small(sizes, campaign.disclosure_policy)
        found += [
            ForecastGroup(subject.id, subject.leader, subject.workplace, group, sizes[group], joins)
            for group, joins in fates.items()
        ]
    return found


def fate_of_small(sizes: Mapping[str, int], policy: DisclosurePolicy) -> dict[str, tuple[str, ...]]:
    """Return for each group under k the groups it is shown with; none for a hidden one."""
    groups, plan = list(sizes), plan_blocks(list(sizes.values()), policy)
    shown_with = {
        group: tuple(groups[other] for other in block if other != group)
        for block in plan.blocks
        for group in block
    }
    return {
        key: shown_with.get(place, ())
        for place, key in enumerate(groups)
        if sizes[key] > 0 and not large_enough(sizes[key], policy.k)
    }


@dataclass(frozen=True, slots=True)
class _Leader:
    id: UUID
    leader: str
    workplace: str


def _sizes(session: Session, campaign: Campaign) -> Iterator[tuple[_Leader, dict[str, int]]]:
    """Yield each leader by name with how many are invited in each protected group."""
    survey = survey_from_json(campaign.survey_json)
    groups = [group.key for group in survey.groups if group.kind is GroupKind.PROTECTED]
    counts = {
        (subject_id, group): number
        for subject_id, group, number in session.execute(
            select(Invitation.subject_id, Invitation.group, func.count())
            .join(Subject, Invitation.subject_id == Subject.id)
            .where(Subject.campaign_id == campaign.id, ~Invitation.is_withdrawn)
            .group_by(Invitation.subject_id, Invitation.group)
        )
    }
    for row in session.execute(
        select(Subject.id, Person.name, Subject.workplace_name)
        .join(Person, Subject.person_id == Person.id)
        .where(Subject.campaign_id == campaign.id, ~Subject.is_moved)
        .order_by(Person.name, Subject.id)
    ):
        yield (
            _Leader(row.id, row.name, row.workplace_name),
            {group: counts.get((row.id, group), 0) for group in groups},
        )
