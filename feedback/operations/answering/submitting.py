"""Answer: a rater's tasks, sealed drafts, submitting and declining.

Submitting is one transaction: share-lock the open campaign, note that the invitation was
answered, and only if that is new add the envelope and delete the draft. Two transactions
lose responses under a crash, and are joined by their numbers just as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload

from feedback.ballot import Ballot, Part, SealedDraft, seal_ballot
from feedback.errors import AnswersTooLongError, TaskGoneError
from feedback.models import (
    Answered,
    Declined,
    Draft,
    Envelope,
    Invitation,
    Person,
    Subject,
)
from feedback.operations.answering.open_campaign import lock_invitation, lock_open_campaign

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.operations.answering.drafts import Answers
    from feedback.operations.answering.links import Access


# Built once: every page of a form begins with it, and building costs as much as asking.
_FIND_TASK: Final = (
    select(Invitation, Answered.part, Draft.nonce, Draft.ciphertext)
    .outerjoin(
        Answered,
        and_(Answered.invitation_id == Invitation.id, Answered.part == bindparam("asked")),
    )
    .outerjoin(Draft, and_(Draft.invitation_id == Invitation.id, Draft.part == bindparam("asked")))
    .where(
        Invitation.rater_id == bindparam("rater_id"),
        Invitation.subject_id == bindparam("subject_id"),
        ~Invitation.is_withdrawn,
    )
    .options(joinedload(Invitation.subject).joinedload(Subject.person))
)


class Progress(StrEnum):
    """How far a rater has come with one task."""

    UNTOUCHED = "untouched"
    STARTED = "started"
    ANSWERED = "answered"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing a rater is asked to do: a response about a subject, or their own conditions."""

    invitation: Invitation
    subject: Subject
    part: Part
    progress: Progress


@dataclass(frozen=True, slots=True)
class FoundTask:
    """One task as it stood when it was looked up, with its draft still sealed."""

    invitation: Invitation
    is_answered: bool
    draft: SealedDraft | None


def tasks_of(session: Session, access: Access, *, has_conditions: bool) -> list[Task]:
    """Return a rater's tasks: oneself first, then by the subject's name."""
    invitations = session.scalars(
        select(Invitation)
        .join(Invitation.subject)
        .join(Subject.person)
        .where(Invitation.rater_id == access.rater.id, ~Invitation.is_withdrawn)
        .options(joinedload(Invitation.subject).joinedload(Subject.person))
        .order_by(Invitation.group != "self", Person.name, Invitation.id)
    ).all()
    progress = _progress_of(session, [invitation.id for invitation in invitations])
    return [
        Task(invitation, invitation.subject, part, progress(invitation.id, part))
        for invitation in invitations
        for part in _parts_asked(access, invitation, has_conditions=has_conditions)
    ]


def find_task(session: Session, access: Access, subject_id: UUID, part: Part) -> FoundTask:
    """Return the rater's task about a subject as it stands; raise TaskGoneError if none is."""
    wanted = {"rater_id": access.rater.id, "subject_id": subject_id, "asked": part.value}
    row = session.execute(_FIND_TASK, wanted).first()
    if row is None or (part is Part.CONDITIONS and not _is_oneself(access, row[0])):
        raise TaskGoneError
    invitation, answered, nonce, ciphertext = row
    draft = SealedDraft(nonce, ciphertext) if nonce else None
    return FoundTask(invitation, answered is not None, draft)


def is_answered(session: Session, invitation: Invitation, part: Part) -> bool:
    """Tell whether this task was submitted."""
    return session.get(Answered, (invitation.id, part.value)) is not None


def submit(session: Session, invitation: Invitation, part: Part, answers: Answers) -> bool:
    """Seal and hand in a response; returns whether it was new (a repeat changes nothing)."""
    campaign = lock_open_campaign(session, invitation)
    lock_invitation(session, invitation)
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
    assert campaign.public_key is not None  # noqa: S101 - a constraint of the table says so
    session.add(Envelope(campaign_id=campaign.id, sealed=seal_ballot(campaign.public_key, ballot)))
    _delete_traces(session, invitation, part)
    session.flush()
    return True


def decline(session: Session, invitation: Invitation, *, reason: str = "") -> None:
    """Note that the rater cannot judge the subject; reminders stop."""
    lock_open_campaign(session, invitation)
    lock_invitation(session, invitation)
    if session.get(Answered, (invitation.id, Part.RESPONSE.value)):
        return
    declined = session.get(Declined, invitation.id) or Declined(invitation_id=invitation.id)
    declined.reason = reason
    session.add(declined)
    session.flush()


def undo_decline(session: Session, invitation: Invitation) -> None:
    """Take back a decline; possible until close."""
    lock_open_campaign(session, invitation)
    session.execute(delete(Declined).where(Declined.invitation_id == invitation.id))


def _note_answered(session: Session, invitation: Invitation, part: Part) -> bool:
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    result = session.execute(
        insert(Answered)
        .values(invitation_id=invitation.id, part=part.value)
        .on_conflict_do_nothing()
        .returning(Answered.part)
    )
    return result.first() is not None


def _delete_traces(session: Session, invitation: Invitation, part: Part) -> None:
    session.execute(
        delete(Draft).where(Draft.invitation_id == invitation.id, Draft.part == part.value)
    )
    if part is Part.RESPONSE:
        session.execute(delete(Declined).where(Declined.invitation_id == invitation.id))


def _is_oneself(access: Access, invitation: Invitation) -> bool:
    return invitation.subject.person_id == access.rater.person_id


def _parts_asked(access: Access, invitation: Invitation, *, has_conditions: bool) -> list[Part]:
    if has_conditions and _is_oneself(access, invitation):
        return [Part.RESPONSE, Part.CONDITIONS]
    return [Part.RESPONSE]


def _progress_of(session: Session, invitation_ids: list[UUID]) -> Callable[[UUID, Part], Progress]:
    answered = _pairs(session, Answered, invitation_ids)
    started = _pairs(session, Draft, invitation_ids)
    declined = set(
        session.scalars(
            select(Declined.invitation_id).where(Declined.invitation_id.in_(invitation_ids))
        )
    )

    def progress(invitation_id: UUID, part: Part) -> Progress:
        if (invitation_id, part.value) in answered:
            return Progress.ANSWERED
        if part is Part.RESPONSE and invitation_id in declined:
            return Progress.DECLINED
        if (invitation_id, part.value) in started:
            return Progress.STARTED
        return Progress.UNTOUCHED

    return progress


def _pairs(
    session: Session, table: type[Answered | Draft], invitation_ids: list[UUID]
) -> set[tuple[UUID, str]]:
    rows = session.execute(
        select(table.invitation_id, table.part).where(table.invitation_id.in_(invitation_ids))
    )
    return {(invitation_id, part) for invitation_id, part in rows}
