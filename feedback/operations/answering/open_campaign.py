"""The lock that every change by a rater shares, and that close takes for itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, select

from feedback.errors import SurveyEndedError
from feedback.models import Campaign, Invitation, State, Subject

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.operations.answering.facts import Invited


# Close takes this row exclusively: an answer lands wholly before it, or not at all.
_LOCK_CAMPAIGN: Final = (
    select(Campaign.id, Campaign.public_key)
    .join(Campaign.subjects)
    .where(Subject.id == bindparam("subject_id"), Campaign.state == State.OPEN)
    .with_for_update(read=True, of=Campaign)
)
_LOCK_INVITATION: Final = (
    select(Invitation.id)
    .where(Invitation.id == bindparam("invitation_id"))
    .with_for_update(key_share=True)
)


@dataclass(frozen=True, slots=True)
class BallotBox:
    """The open campaign whose envelopes are collected, and the key they are sealed with."""

    campaign_id: UUID
    public_key: bytes


def lock_open_campaign(session: Session, invitation: Invited) -> BallotBox:
    """Share-lock the open campaign of an invitation; raise SurveyEndedError if it is closed."""
    found = session.execute(_LOCK_CAMPAIGN, {"subject_id": invitation.subject_id}).first()
    if found is None:
        raise SurveyEndedError
    campaign_id, public_key = found
    assert public_key is not None  # noqa: S101 - a constraint of the table says so
    return BallotBox(campaign_id, public_key)


def lock_invitation(session: Session, invitation: Invited) -> None:
    """Let one save, submit or decline of a rater finish before the next begins."""
    session.execute(_LOCK_INVITATION, {"invitation_id": invitation.id})
