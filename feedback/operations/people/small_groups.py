"""What becomes of groups with fewer invited than may be shown, told before launch.

The same rule as at close (docs/disclosure.md), with invitations in the place of answers: so
it is the best that can happen. Fewer may answer than were asked.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import func, select

from feedback.models import Invitation, Subject
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Campaign

Outcome = Literal["joined", "hidden"]


@dataclass(frozen=True, slots=True)
class SmallGroup:
    """A group of a leader in which fewer than k are asked."""

    group: str
    invited: int
    outcome: Outcome

    @property
    def is_alone(self) -> bool:
        """Whether a single person is asked, who may want to be placed elsewhere."""
        return self.invited == 1


def small_groups(invited: Mapping[str, int], *, k: int, policy: str) -> tuple[SmallGroup, ...]:
    """Return the small ones of a leader's protected groups, and what would become of each.

    Small groups are shown together when they are k or more in all; else they join a larger
    group if the policy is to merge and there is one; else they are not shown.
    """
    small = {group: count for group, count in invited.items() if 0 < count < k}
    has_larger = any(count >= k for count in invited.values())
    is_shown = sum(small.values()) >= k or (policy == "merge" and has_larger)
    outcome: Outcome = "joined" if is_shown else "hidden"
    return tuple(SmallGroup(group, count, outcome) for group, count in small.items())


def small_groups_of(
    session: Session, campaign: Campaign, subject_ids: list[UUID] | None = None
) -> dict[UUID, tuple[SmallGroup, ...]]:
    """Return every leader's small groups; leaders without any are left out."""
    groups = survey_from_json(campaign.survey_json).groups
    protected = [group.key for group in groups if group.kind is GroupKind.PROTECTED]
    query = (
        select(Invitation.subject_id, Invitation.group, func.count())
        .join(Subject, Invitation.subject_id == Subject.id)
        .where(
            Subject.campaign_id == campaign.id,
            Invitation.group.in_(protected),
            ~Invitation.is_withdrawn,
        )
        .group_by(Invitation.subject_id, Invitation.group)
    )
    if subject_ids is not None:
        query = query.where(Invitation.subject_id.in_(subject_ids))
    invited: dict[UUID, dict[str, int]] = defaultdict(dict)
    for subject_id, group, count in session.execute(query):
        invited[subject_id][group] = count
    found = {
        subject_id: small_groups(counts, k=campaign.k, policy=campaign.policy)
        for subject_id, counts in invited.items()
    }
    return {subject_id: small for subject_id, small in found.items() if small}
