"""Ask some of a large group, drawn by lot; the others stay on the list and are not asked.

Whoever was left out keeps the place beside the leader: the same file uploaded again
changes nothing, and somebody may be asked after all.
"""

from __future__ import annotations

from collections import defaultdict
from random import SystemRandom
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, update

from feedback.database.many_rows import in_chunks
from feedback.errors import Fault, InputError, StateError
from feedback.models import Invitation, Rater, Subject
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations import audit_log
from feedback.operations.acts import Act
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor

    Choose = Callable[[Sequence[UUID], int], list[UUID]]


_BY_LOT: Final = SystemRandom().sample


def draw_raters(
    session: Session,
    campaign: Campaign,
    group: str,
    count: int,
    *,
    by: Actor,
    subjects: Sequence[Subject] | None = None,
    choose: Choose = _BY_LOT,
) -> tuple[int, int]:
    """Draw who is asked of a group, for these leaders or for each; return how many are, or not.

    Everybody takes part in the draw again, also who was left out by an earlier one.
    """
    if campaign.state not in BEFORE_LAUNCH:
        raise StateError("Lots are drawn before launch.")
    _refuse_faulty(campaign, group, count)
    asked: list[UUID] = []
    left_out: list[UUID] = []
    for pool in _pools(session, campaign, group, subjects).values():
        drawn = set(choose(pool, min(count, len(pool))))
        asked += drawn
        left_out += [one for one in pool if one not in drawn]
    _mark(session, asked, is_left_out=False)
    _mark(session, left_out, is_left_out=True)
    session.expire_all()
    things = [campaign] if subjects is None else subjects
    audit_log.note(session, by, Act.DRAW_RATERS, *things, details=f"{group} {count}")
    return len(asked), len(left_out)


def _refuse_faulty(campaign: Campaign, group: str, count: int) -> None:
    groups = survey_from_json(campaign.survey_json).groups
    faults = []
    if group not in {one.key for one in groups if one.kind is GroupKind.PROTECTED}:
        faults.append(Fault("Choose the group to draw from."))
    if count < campaign.k:
        faults.append(
            Fault("Draw at least %(k)s: fewer answers than that are never shown.", k=campaign.k)
        )
    if faults:
        raise InputError(faults)


def _pools(
    session: Session, campaign: Campaign, group: str, subjects: Sequence[Subject] | None
) -> dict[UUID, list[UUID]]:
    query = (
        select(Invitation.subject_id, Invitation.id)
        .join(Subject, Invitation.subject_id == Subject.id)
        .join(Rater, Invitation.rater_id == Rater.id)
        .where(
            Subject.campaign_id == campaign.id,
            Invitation.group == group,
            Rater.person_id.is_not(None),
        )
    )
    if subjects is not None:
        query = query.where(Subject.id.in_([one.id for one in subjects]))
    pools: dict[UUID, list[UUID]] = defaultdict(list)
    for subject_id, invitation_id in session.execute(query):
        pools[subject_id].append(invitation_id)
    return pools


def _mark(session: Session, invitation_ids: list[UUID], *, is_left_out: bool) -> None:
    for chunk in in_chunks(invitation_ids):
        session.execute(
            update(Invitation).where(Invitation.id.in_(chunk)).values(is_withdrawn=is_left_out),
            execution_options={"synchronize_session": False},
        )
