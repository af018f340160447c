"""The lock that every change by a rater shares, and that close takes for itself.

A change looks at its task first, and is written on the condition that the task still stands
as it was seen (`Standing`). On PostgreSQL the look takes the locks itself, on SQLite nobody
waits for a lock whose holder only looks: there the condition is all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedback.errors import SurveyEndedError
from feedback.operations.answering import queries

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.ballot import Part, SealedDraft
    from feedback.database import Queried
    from feedback.operations.answering.columns import AnyRow
    from feedback.operations.answering.facts import BallotBox, Invited, SavedFacts


@dataclass(frozen=True, slots=True)
class Standing:
    """How a task of an open campaign stands when somebody looks at it to change it."""

    box: BallotBox
    is_answered: bool
    draft: SealedDraft | None
    link_version: int

    @classmethod
    def of(cls, box: BallotBox, saved: SavedFacts) -> Standing:
        """Return how a task stands of which this is saved."""
        return cls(box, saved.is_answered, saved.draft, saved.link_version)

    def condition(self, invitation: Invited, part: Part) -> dict[str, object]:
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
    return Standing.of(box, saved_of(source, invitation, part))


def saved_of(source: Queried, invitation: Invited, part: Part) -> SavedFacts:
    """Return what is saved of a task."""
    wanted = {"invitation_id": invitation.id, "part": part.value}
    return queries.SAVED.read(source.execute(queries.FIND_SAVED, wanted).one())


def lock_task(source: Queried, invitation: Invited) -> BallotBox:
    """Take both locks, in the order that everybody takes them."""
    return _box_of(source.execute(queries.LOCK_TASK, {"invitation_id": invitation.id}).first())


def lock_open_campaign(session: Session, invitation: Invited) -> BallotBox:
    """Share-lock the open campaign of an invitation; raise SurveyEndedError if it is closed."""
    wanted = {"subject_id": invitation.subject_id}
    return _box_of(session.execute(queries.LOCK_OPEN_CAMPAIGN, wanted).first())


def lock_invitation(session: Session, invitation: Invited) -> None:
    """Let one save, submit or decline of a rater finish before the next begins."""
    if session.get_bind().dialect.name != "sqlite":  # where one writes at a time
        session.execute(queries.LOCK_INVITATION, {"invitation_id": invitation.id})


def _box_of(found: AnyRow | None) -> BallotBox:
    if found is None:
        raise SurveyEndedError
    return queries.BOX.read(found)
