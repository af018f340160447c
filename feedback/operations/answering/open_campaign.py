"""The lock that every change by a rater shares, and that close takes for itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from feedback.errors import SurveyEndedError
from feedback.operations.answering import queries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.database import Queried
    from feedback.operations.answering.facts import Invited


@dataclass(frozen=True, slots=True)
class BallotBox:
    """The open campaign whose envelopes are collected, and the key they are sealed with."""

    campaign_id: UUID
    public_key: bytes


def lock_task(source: Queried, invitation: Invited) -> BallotBox:
    """Take both locks, in the order that everybody takes them."""
    return box_of(source.execute(queries.LOCK_TASK, {"invitation_id": invitation.id}).first())


def lock_open_campaign(session: Session, invitation: Invited) -> BallotBox:
    """Share-lock the open campaign of an invitation; raise SurveyEndedError if it is closed."""
    wanted = {"subject_id": invitation.subject_id}
    return box_of(session.execute(queries.LOCK_OPEN_CAMPAIGN, wanted).first())


def lock_invitation(session: Session, invitation: Invited) -> None:
    """Let one save, submit or decline of a rater finish before the next begins."""
    if session.get_bind().dialect.name != "sqlite":  # where one writes at a time
        session.execute(queries.LOCK_INVITATION, {"invitation_id": invitation.id})


def box_of(found: Sequence[Any] | None) -> BallotBox:
    """Return the open campaign of a row; raise SurveyEndedError if there is none."""
    if found is None:
        raise SurveyEndedError
    campaign_id, public_key = found
    assert public_key is not None  # noqa: S101 - a constraint of the table says so
    return BallotBox(campaign_id, public_key)
