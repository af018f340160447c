"""What becomes of groups with fewer invited than may be shown, told before launch.

So that somebody who would stand alone can be placed elsewhere while that is still possible.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from feedback.models import Invitation, Subject
from feedback.operations.campaigns.forecasting import fate_of_small
from feedback.operations.subjects import policy_of
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Campaign


@dataclass(frozen=True, slots=True)
class SmallGroup:
    """A group about somebody in which too few are asked, and what it is shown with."""

    group: str
    invited: int
    joins: tuple[str, ...]

    @property
    def is_alone(self) -> bool:
        """Whether a single person is asked, who may want to be placed elsewhere."""
        return self.invited == 1

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of it will be shown."""
        return not self.joins


def small_groups_of(
    session: Session, campaign: Campaign, subject_ids: list[UUID]
) -> dict[UUID, tuple[SmallGroup, ...]]:
    """Return the small groups of some leaders; leaders without any are left out."""
    rows = session.execute(
        select(Invitation.subject_id, Invitation.group, func.count())
        .join(Subject, Invitation.subject_id == Subject.id)
        .where(
            Subject.campaign_id == campaign.id,
            Invitation.subject_id.in_(subject_ids),
            ~Invitation.is_withdrawn,
        )
        .group_by(Invitation.subject_id, Invitation.group)
    )
    asked: dict[UUID, dict[str, int]] = defaultdict(dict)
    for subject_id, group, count in rows:
        asked[subject_id][group] = count
    return small_groups_among(campaign, asked)


def small_groups_among(
    campaign: Campaign, asked: Mapping[UUID, Mapping[str, int]]
) -> dict[UUID, tuple[SmallGroup, ...]]:
    """Return the small groups of leaders, from how many are asked in each group about each."""
    survey = survey_from_json(campaign.survey_json)
    in_blocks = [group for group in survey.groups if group.is_in_blocks]
    protected = [group.key for group in in_blocks]
    policy, alike = policy_of(campaign), survey.asked_alike(in_blocks)

    # Of a thousand leaders, hundreds have the same numbers.
    @cache
    def small_of(counts: tuple[int, ...]) -> tuple[SmallGroup, ...]:
        sizes = dict(zip(protected, counts, strict=True))
        fates = fate_of_small(sizes, policy, alike)
        return tuple(SmallGroup(key, sizes[key], joins) for key, joins in fates.items())

    found = {
        subject_id: small_of(tuple(groups.get(key, 0) for key in protected))
        for subject_id, groups in asked.items()
    }
    return {subject_id: small for subject_id, small in found.items() if small}
