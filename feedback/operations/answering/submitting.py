"""Answer: a rater's tasks, sealed drafts, submitting and declining.

Submitting is one transaction: note that the invitation was answered, if the campaign is open
and the task stands as it was seen, and only if that is new add the envelope and delete the
draft. Two transactions lose responses under a crash, and are joined by their numbers just as
well.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from feedback.ballot import Part
from feedback.database import connection_of
from feedback.errors import ChangedMeanwhileError, TaskGoneError
from feedback.models import Declined
from feedback.operations.answering import queries
from feedback.operations.answering.facts import BallotBox, InvitationFacts
from feedback.operations.answering.links import open_link_with
from feedback.operations.answering.open_campaign import (
    Standing,
    lock_open_campaign,
    lock_task,
    standing_of,
)
from feedback.operations.answering.sealing import new_envelope

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from feedback.ballot import KeyFolder, SealedDraft
    from feedback.database import Queried
    from feedback.operations.answering.columns import AnyRow
    from feedback.operations.answering.drafts import Answers
    from feedback.operations.answering.facts import Invited, ProgressFacts, SubjectFacts
    from feedback.operations.answering.links import Access
    from feedback.operations.answering.sealing import NewEnvelope


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

    @property
    def is_undone(self) -> bool:
        """Whether it is still to do: neither answered nor declined."""
        return self.progress in {Progress.UNTOUCHED, Progress.STARTED}


@dataclass(frozen=True, slots=True)
class FoundTask:
    """One task as it stood when it was looked up, with its draft still sealed."""

    invitation: InvitationFacts
    is_answered: bool
    draft: SealedDraft | None
    is_only: bool = False  # the rater is asked about nobody else
    to_change: Standing | None = None  # if it was looked up for that

    @property
    def standing(self) -> Standing:
        """How it stood, where it was looked up to be changed."""
        assert self.to_change is not None  # noqa: S101 - only a POST asks, and looked it up so
        return self.to_change


def open_tasks(source: Queried, link_keys: KeyFolder, code: str) -> tuple[Access, list[Task]]:
    """Open a link and list its rater's tasks, as if the survey asked for conditions.

    Raises as `open_link_with`.
    """
    access, rows = open_link_with(source, link_keys, code, queries.LIST_TASKS)
    return access, _tasks(access, rows)


def open_task(
    source: Queried,
    link_keys: KeyFolder,
    code: str,
    subject_id: UUID,
    part: Part,
    *,
    to_change: bool = False,
) -> tuple[Access, FoundTask | None]:
    """Open a link and the rater's task about a subject, None if there is none.

    To change it: as it stands, on PostgreSQL locked; raises ChangedMeanwhileError if it came only
    after that look, as when the rater was moved to another group. Raises as `open_link_with`.
    """
    wanted = {"subject_id": subject_id, "part": part.value}
    tried = [queries.FIND_TASK]
    if to_change:
        tried.insert(0, queries.FIND_TASK_TO_CHANGE)
    access, rows = open_link_with(source, link_keys, code, *tried, **wanted)
    found = _found_task(access, rows[0], part)
    if to_change and found and not found.to_change:
        raise ChangedMeanwhileError
    return access, found


def tasks_of(source: Queried, access: Access, *, has_conditions: bool) -> list[Task]:
    """Return a rater's tasks: oneself first, then by the subject's name."""
    rows = source.execute(queries.LIST_TASKS, {"number": access.rater.number}).all()
    return without_conditions(_tasks(access, rows), keep=has_conditions)


def without_conditions(tasks: list[Task], *, keep: bool) -> list[Task]:
    """Return the tasks of a survey that may not ask what the leader is given."""
    return [task for task in tasks if keep or task.part is Part.RESPONSE]


def find_task(source: Queried, access: Access, subject_id: UUID, part: Part) -> FoundTask:
    """Return the rater's task about a subject as it stands; raise TaskGoneError if none is."""
    wanted = {"number": access.rater.number, "subject_id": subject_id, "part": part.value}
    row = source.execute(queries.FIND_TASK, wanted).first()
    found = _found_task(access, row, part) if row else None
    if found is None:
        raise TaskGoneError
    return found


def find_tasks(source: Queried, access: Access) -> list[FoundTask]:
    """Return every response that a rater is asked for as it stands, by the subject's name."""
    wanted = {"number": access.rater.number, "part": Part.RESPONSE.value}
    rows = source.execute(queries.FIND_TASKS, wanted)
    found = (_found_task(access, row, Part.RESPONSE) for row in rows)
    return [task for task in found if task is not None]


def is_answered(source: Queried, invitation: Invited, part: Part) -> bool:
    """Tell whether this task was submitted."""
    wanted = {"invitation_id": invitation.id, "part": part.value}
    return source.execute(queries.FIND_ANSWERED, wanted).first() is not None


def submit(
    source: Queried,
    link_keys: KeyFolder,
    invitation: Invited,
    part: Part,
    answers: Answers,
    *,
    seen: Standing | None = None,
) -> bool:
    """Seal and hand in a response; returns whether it was new (a repeat changes nothing).

    Raises ChangedMeanwhileError as `save_page`, and KeyMissingError without the link key.
    """
    connection = connection_of(source)
    seen = seen or standing_of(connection, invitation, part)
    if seen.is_answered:
        return False
    envelope = new_envelope(link_keys, seen.box, invitation, part, answers)
    is_sqlite = connection.dialect.name == "sqlite"
    hand_in = _hand_in_step_by_step if is_sqlite else _hand_in_at_once
    if not hand_in(connection, invitation, part, seen, envelope):
        raise ChangedMeanwhileError
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


def _hand_in_at_once(
    connection: Connection,
    invitation: Invited,
    part: Part,
    seen: Standing,
    envelope: NewEnvelope,
) -> bool:
    new = {f"new_{name}": value for name, value in envelope._asdict().items()}
    given = seen.condition(invitation, part) | new
    return connection.execute(queries.HAND_IN, given).first() is not None


def _hand_in_step_by_step(
    connection: Connection,
    invitation: Invited,
    part: Part,
    seen: Standing,
    envelope: NewEnvelope,
) -> bool:
    given = seen.condition(invitation, part)
    if connection.execute(queries.NOTE_ANSWERED, given).first() is None:
        return False
    connection.execute(queries.ADD_ENVELOPE, envelope._asdict())
    # A decline stays until close: organisers may see it, and one that vanished would tell.
    if seen.draft:
        its_draft = {"invitation_id": invitation.id, "part": part.value}
        connection.execute(queries.DELETE_DRAFT, its_draft)
    return True


def _is_oneself(access: Access, invitation: InvitationFacts) -> bool:
    oneself = access.rater.person_id
    return oneself is not None and invitation.subject.person_id == oneself


def _found_task(access: Access, row: AnyRow, part: Part) -> FoundTask | None:
    invitation = _invitation(row)
    if invitation is None or (part is Part.CONDITIONS and not _is_oneself(access, invitation)):
        return None
    saved, look = queries.SAVED.read(row), queries.LOOK.read(row)
    standing = None
    if look.public_key is not None:
        standing = Standing.of(BallotBox(access.campaign.id, look.public_key), saved)
    is_only = not look.has_others
    return FoundTask(invitation, saved.is_answered, saved.draft, is_only, standing)


def _tasks(access: Access, rows: Iterable[AnyRow]) -> list[Task]:
    found = ((_invitation(row), queries.PROGRESS.read(row)) for row in rows)
    return [
        Task(invitation, invitation.subject, part, progress, told.is_called_wrong)
        for invitation, told in found
        if invitation is not None
        for part, progress in _progress_of(told).items()
        if part is Part.RESPONSE or _is_oneself(access, invitation)
    ]


def _invitation(row: AnyRow) -> InvitationFacts | None:
    """Return the invitation of a row; a link without a task has one row all the same."""
    invited = queries.INVITED.read(row)
    if invited.invitation_id is None:
        return None
    return InvitationFacts(invited.invitation_id, invited.group, queries.SUBJECT.read(row))


def _progress_of(told: ProgressFacts) -> dict[Part, Progress]:
    response = _progress(is_answered=told.is_answered, is_started=told.is_started)
    if told.is_declined and response is not Progress.ANSWERED:
        response = Progress.DECLINED
    conditions = _progress(
        is_answered=told.has_answered_conditions, is_started=told.has_started_conditions
    )
    return {Part.RESPONSE: response, Part.CONDITIONS: conditions}


def _progress(*, is_answered: bool, is_started: bool) -> Progress:
    if is_answered:
        return Progress.ANSWERED
    return Progress.STARTED if is_started else Progress.UNTOUCHED
