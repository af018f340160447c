"""The lock that every change by a rater shares, and that close takes for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.errors import SurveyEndedError
from feedback.models import Campaign, Invitation, State, Subject

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def lock_open_campaign(session: Session, invitation: Invitation) -> Campaign:
    """Return the open campaign of an invitation, share-locked; raise SurveyEndedError if closed."""
    # Close takes this row exclusively: an answer lands wholly before it, or not at all.
    campaign = session.scalar(
        select(Campaign)
        .join(Campaign.subjects)
        .where(Subject.id == invitation.subject_id, Campaign.state == State.OPEN)
        .with_for_update(read=True, of=Campaign)
    )
    if campaign is None:
        raise SurveyEndedError
    return campaign


def lock_invitation(session: Session, invitation: Invitation) -> None:
    """Let one save, submit or decline of a rater finish before the next begins."""
    session.execute(
        select(Invitation.id).where(Invitation.id == invitation.id).with_for_update(key_share=True)
    )
