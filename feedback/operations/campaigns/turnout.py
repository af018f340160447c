"""What an organiser may know of the answers of a closed campaign: one share, and who has few.

Both are fixed at close, in the transaction that erases who answered. The share is a step of
people, of the whole campaign. How full a report is follows from the last bands, which the
organiser has seen, and from who was asked: never from the release.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from feedback.ballot import Part
from feedback.models import Answered, Invitation, ProgressBand, Subject
from feedback.operations.campaigns.progress import FEW
from reports.policy import AnsweredShare, answered_share

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from feedback.models import Campaign

FULL: Final = "full"
THIN: Final = "thin"
EMPTY: Final = "empty"


def share_at_close(session: Session, campaign: Campaign) -> AnsweredShare | None:
    """Return the step of people who have answered, of all who are asked; before they are erased."""
    people = (
        select(func.count(Invitation.rater_id.distinct()))
        .join(Subject, Subject.id == Invitation.subject_id)
        .where(Subject.campaign_id == campaign.id, ~Subject.is_moved, ~Invitation.is_withdrawn)
    )
    leaders = select(func.count()).where(Subject.campaign_id == campaign.id, ~Subject.is_moved)
    return answered_share(
        leaders=_number(session, leaders),
        asked=_number(session, people),
        answered=_number(
            session,
            people.join(Answered, Answered.invitation_id == Invitation.id).where(
                Answered.part == Part.RESPONSE.value
            ),
        ),
        k=campaign.k,
    )


def note_outlooks(session: Session, campaign: Campaign) -> None:
    """Note how full each report looks by the last bands; before they are erased."""
    bands: dict[UUID, list[str]] = defaultdict(list)
    for subject_id, band in session.execute(
        select(ProgressBand.subject_id, ProgressBand.band)
        .join(Subject, Subject.id == ProgressBand.subject_id)
        .where(Subject.campaign_id == campaign.id)
    ):
        bands[subject_id].append(band)
    for subject in campaign.subjects:
        subject.outlook = outlook_of(bands[subject.id])


def outlook_of(bands: Collection[str]) -> str | None:
    """Return how full a report looks by the bands of its groups; None where there is no band.

    A group in which fewer than k are asked has no band, so whether all of them answered is
    told by nothing here.

    >>> outlook_of(["many", "few"]), outlook_of(["few"]), outlook_of([])
    ('thin', 'empty', None)
    """
    if not bands:
        return None
    few = [band == FEW for band in bands]
    if all(few):
        return EMPTY
    return THIN if any(few) else FULL


def _number(session: Session, query: Select[int]) -> int:
    return session.scalar(query) or 0
