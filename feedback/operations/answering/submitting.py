"""Answer: a rater's tasks, sealed drafts, submitting and declining.

Submitting is one transaction: share-lock the open campaign, note that the invitation was
answered, and only if that is new add the envelope and delete the draft. Two transactions
lose responses under a crash, and are joined by their numbers just as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from feedback.ballot import Ballot, Part, SealedDraft, seal_ballot
from feedback.errors import AnswersTooLongError, TaskGoneError
from feedback.models import Declined
from feedback.operations.answering import queries
from feedback.operations.answering.facts import InvitationFacts, SubjectFacts
from feedback.operations.answering.open_campaign import lock_open_campaign, lock_task

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from feedback.operations.answering.drafts import Answers
    from feedback.operations.answering.facts import Invited
    from feedback.operations.answering.links import Access
    from feedback.operations.answering.open_campaign import BallotBox


class Progress(StrEnum):
    """How far a rater has come with one task."""

    UNTOUCHED = "untouched"
    STARTED = "started"
    ANSWERED = "answered"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing a rater is asked to do: a response about a subject, or their own conditions."""

    invitation: InvitationFacts
    subject: SubjectFacts
    part: Part
    progress: Progress
    is_called_wrong: bool = False


@dataclass(frozen=True, slots=True)
class FoundTask:
    """One task as it stood when it was looked up, with its draft still sealed."""

    invitation: InvitationFacts
    is_answered: bool
    draft: SealedDraft | None


def tasks_of(session: Session, access: Access, *, has_conditions: bool) -> list[Task]:
    """Return a rater's tasks: oneself first, then by the subject's name."""
    rows = session.execute(queries.LIST_TASKS, {"rater_id": access.rater.id}).all()
    return [
        Task(invitation, invitation.subject, part, progress, is_called_wrong=is_called_wrong)
        for invitation, is_called_wrong, progress_of in map(_listed, rows)
        for part, progress in progress_of.items()
        if part is Part.RESPONSE or (has_conditions and _is_oneself(access, invitation))
    ]


def find_task(session: Session, access: Access, subject_id: UUID, part: Part) -> FoundTask:
    """Return the rater's task about a subject as it stands; raise TaskGoneError if none is."""
    wanted = {"rater_id": access.rater.id, "subject_id": subject_id, "part": part.value}
    row = session.execute(queries.FIND_TASK, wanted).first()
    if row is None:
        raise TaskGoneError
    invitation = _invitation(row)
    if part is Part.CONDITIONS and not _is_oneself(access, invitation):
        raise TaskGoneError
    answered, nonce, ciphertext = row[len(queries.INVITATION_COLUMNS) :]
    draft = SealedDraft(nonce, ciphertext) if nonce else None
    return FoundTask(invitation, answered is not None, draft)


def is_answered(session: Session, invitation: Invited, part: Part) -> bool:
    """Tell whether this task was submitted."""
    wanted = {"invitation_id": invitation.id, "part": part.value}
    return session.execute(queries.FIND_ANSWERED, wanted).first() is not None


def submit(
    session: Session,
    invitation: Invited,
    part: Part,
    answers: Answers,
    *,
    box: BallotBox | None = None,
) -> bool:
    """Seal and hand in a response; returns whether it was new (a repeat changes nothing).

    Whoever has locked the task already gives the ballot box that came with the lock.
    """
    box = box or lock_task(session, invitation)
    ballot = Ballot(
        subject_id=invitation.subject_id,
        group=invitation.group,
        part=part,
        ratings=answers.ratings,
        comments={key: text for key, text in answers.comments.items() if text.strip()},
    )
    if ballot.excess:
        raise AnswersTooLongError(ballot.excess)
    if not _note_answered(session, invitation, part):
        return False
    sealed = seal_ballot(box.public_key, ballot)
    session.execute(queries.ADD_ENVELOPE, {"campaign_id": box.campaign_id, "sealed": sealed})
    # A decline stays until close: organisers may see it, and one that vanished would tell.
    session.execute(queries.DELETE_DRAFT, {"invitation_id": invitation.id, "part": part.value})
    return True


def decline(session: Session, invitation: Invited, *, reason: str = "") -> None:
    """Note that the rater cannot judge the subject; reminders stop."""
    lock_task(session, invitation)
    if is_answered(session, invitation, Part.RESPONSE):
        return
    declined = session.get(Declined, invitation.id) or Declined(invitation_id=invitation.id)
    declined.reason = reason
    session.add(declined)
    session.flush()


def undo_decline(session: Session, invitation: Invited) -> None:
    """Take back a decline; possible until close."""
    lock_open_campaign(session, invitation)
    session.execute(queries.DELETE_DECLINE, {"invitation_id": invitation.id})


def _note_answered(session: Session, invitation: Invited, part: Part) -> bool:
    note = queries.NOTE_ANSWERED[session.get_bind().dialect.name]
    noted = session.execute(note, {"invitation_id": invitation.id, "part": part.value})
    return noted.first() is not None


def _is_oneself(access: Access, invitation: InvitationFacts) -> bool:
    return invitation.subject.person_id == access.rater.person_id


def _invitation(row: Row[*tuple[Any, ...]]) -> InvitationFacts:
    invitation_id, group, *subject = row[: len(queries.INVITATION_COLUMNS)]
    return InvitationFacts(invitation_id, group, SubjectFacts(*subject))


def _listed(row: Row[*tuple[Any, ...]]) -> tuple[InvitationFacts, bool, dict[Part, Progress]]:
    is_called_wrong, has_declined, *found = row[len(queries.INVITATION_COLUMNS) :]
    progress = {
        part: _progress(is_answered=answered, is_started=started)
        for part, answered, started in zip(Part, found[::2], found[1::2], strict=True)
    }
    if has_declined and progress[Part.RESPONSE] is not Progress.ANSWERED:
        progress[Part.RESPONSE] = Progress.DECLINED
    return _invitation(row), is_called_wrong, progress


def _progress(*, is_answered: bool, is_started: bool) -> Progress:
    if is_answered:
        return Progress.ANSWERED
    return Progress.STARTED if is_started else Progress.UNTOUCHED
