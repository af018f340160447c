"""The lock that every change by a rater shares, and that close takes for itself.

A change looks at its task first, and is written on the condition that the task still stands
as it was seen (`Standing`). On PostgreSQL the look takes the locks itself, on SQLite nobody
waits for a lock whose holder only looks: there the condition is all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from feedback.ballot import SealedDraft
from feedback.errors import SurveyEndedError
from feedback.operations.answering import queries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.ballot import Part
    from feedback.database import Queried
    from feedback.operations.answering.facts import Invited


@dataclass(frozen=True, slots=True)
class BallotBox:
    """The open campaign whose envelopes are collected, and the key they are sealed with."""

    campaign_id: UUID
    public_key: bytes


@dataclass(frozen=True, slots=True)
class Standing:
    """How a task of an open campaign stands when somebody looks at it to change it."""

    box: BallotBox
    is_answered: bool
    draft: SealedDraft | None
    link_version: int

    def condition(self, invitation: Invited, part: Part) -> dict[str, Any]:
        """Return what a statement needs that writes only if the task stands as it was seen."""
        return {
            "its_invitation_id": invitation.id,
            "its_part": part.value,
            "seen_group": invitation.group,
            "seen_link_version": self.link_version,
            "seen_nonce": self.draft.nonce if self.draft else None,
        }


def standing_of(source: Queried, invitation: Invited, part: Part) -> Standing:
    """Lock a task and return how it stands; raise SurveyEndedError if its campaign is closed."""
    box = lock_task(source, invitation)
    *saved, link_version = _find_saved(source, invitation, part)
    return Standing(box, *saved_of(saved), link_version)


def saved_of(row: Sequence[Any]) -> tuple[bool, SealedDraft | None]:
    """Return whether a task was answered, and its draft, of the columns that tell."""
    answered, nonce, ciphertext = row
    return answered is not None, SealedDraft(nonce, ciphertext) if nonce else None


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


def _find_saved(source: Queried, invitation: Invited, part: Part) -> Sequence[Any]:
    wanted = {"invitation_id": invitation.id, "part": part.value}
    return source.execute(queries.FIND_SAVED, wanted).one()
