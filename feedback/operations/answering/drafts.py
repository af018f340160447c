"""Sealed drafts of a rater's answers: read, save, and merge what two tabs wrote.

A save carries the nonce of the draft it started from. If another save came between, only
the fields that this one changed are taken over; nobody's later answer is undone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from feedback.ballot import (
    DraftPlace,
    DraftTooLargeError,
    Mark,
    Part,
    SealedDraft,
    open_draft,
    seal_draft,
)
from feedback.database import connection_of
from feedback.errors import AlreadyAnsweredError, AnswersTooLongError, DraftLockedError
from feedback.operations.answering import queries
from feedback.operations.answering.open_campaign import box_of, lock_task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from feedback.database import Queried
    from feedback.operations.answering.facts import Invited
    from feedback.operations.answering.links import Access
    from feedback.operations.answering.open_campaign import BallotBox


@dataclass(frozen=True, slots=True)
class Answers:
    """What a rater has answered so far."""

    ratings: dict[str, Mark] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is answered yet."""
        return not self.ratings and not self.comments

    def fingerprints(self, keys: list[str]) -> dict[str, str]:
        """Return a short mark of each field with an answer: what a page started from."""
        return {key: _fingerprint(value) for key in keys if (value := self._value(key))}

    def with_page(self, page: PageAnswers, *, only: set[str] | None = None) -> Answers:
        """Return these answers with a page's fields laid over them (only some of them)."""
        ratings, comments = dict(self.ratings), dict(self.comments)
        for target, source in ((ratings, page.ratings), (comments, page.comments)):
            for key, value in source.items():
                if only is None or key in only:
                    _set_or_remove(target, key, value)
        return Answers(ratings, comments)

    def _value(self, key: str) -> Mark | str | None:
        return self.ratings.get(key, self.comments.get(key))


@dataclass(frozen=True, slots=True)
class PageAnswers:
    """What one page of the form sent: every field of the page, None where it is empty."""

    ratings: dict[str, Mark | None] = field(default_factory=dict)
    comments: dict[str, str | None] = field(default_factory=dict)

    def changed_since(self, fingerprints: dict[str, str]) -> set[str]:
        """Return the fields that differ from what the page started from."""
        fields: dict[str, Mark | str | None] = {**self.ratings, **self.comments}
        return {
            key for key, value in fields.items() if _fingerprint(value) != fingerprints.get(key, "")
        }


@dataclass(frozen=True, slots=True)
class OpenedDraft:
    """A draft as it stands: the answers, when they were saved, and the name of that save."""

    answers: Answers
    nonce: bytes | None = None
    saved_at: datetime | None = None
    was_merged: bool = False
    is_stored: bool = False  # also where it died with an old link
    box: BallotBox | None = None  # where the task is locked


def read_draft(session: Session, access: Access, invitation: Invited, part: Part) -> OpenedDraft:
    """Return the draft of a task; an empty one if there is none, or it died with an old link."""
    _, sealed = _saved(session.execute(queries.FIND_SAVED, _wanted(invitation, part)).first())
    return unseal_draft(access, invitation, part, sealed)


def unseal_draft(
    access: Access, invitation: Invited, part: Part, sealed: SealedDraft | None
) -> OpenedDraft:
    """Open a draft that was looked up; an empty one if there is none, or it died.

    Raises DraftLockedError if the link stands on paper and its code word is not the draft's.
    """
    if sealed is None:
        return OpenedDraft(Answers())
    place = _place(access, invitation, part)
    content = open_draft(access.link_key, place, sealed)
    if content is None and access.code_word:
        # Saved before links on paper had code words.
        content = open_draft(access.link_key, replace(place, code_word=""), sealed)
    if content is None and access.needs_code_word:
        raise DraftLockedError(invitation.subject_id, part.value)
    return _read(content, sealed.nonce) if content else OpenedDraft(Answers())


def discard_draft(session: Session, invitation: Invited, part: Part) -> None:
    """Throw away what is saved of a task; what was sent stays."""
    lock_task(session, invitation)
    session.execute(queries.DELETE_DRAFT, _wanted(invitation, part))


def merged_with_draft(
    source: Queried,
    access: Access,
    invitation: Invited,
    part: Part,
    page: PageAnswers,
    *,
    base: bytes | None,
    started_from: dict[str, str],
) -> OpenedDraft:
    """Return the draft with a page's answers laid over it, without saving; the nonce is the old.

    Raises AlreadyAnsweredError, so that a save that comes late revives no draft.
    """
    # So that no draft outlives the close, and two saves at once see one another.
    connection = connection_of(source)
    box, (is_answered, sealed) = _locked(connection, invitation, part)
    if is_answered:
        raise AlreadyAnsweredError
    current = unseal_draft(access, invitation, part, sealed)
    is_conflict = current.nonce != base
    only = page.changed_since(started_from) if is_conflict else None
    answers = current.answers.with_page(page, only=only)
    return OpenedDraft(
        answers,
        current.nonce,
        current.saved_at,
        was_merged=is_conflict,
        is_stored=sealed is not None,
        box=box,
    )


def save_page(
    source: Queried,
    access: Access,
    invitation: Invited,
    part: Part,
    page: PageAnswers,
    *,
    base: bytes | None,
    started_from: dict[str, str],
    now: datetime,
) -> OpenedDraft:
    """Save a page's answers into the task's draft, merging if another save came between."""
    merged = merged_with_draft(
        source, access, invitation, part, page, base=base, started_from=started_from
    )
    sealed = _seal(access, invitation, part, merged.answers, now)
    draft = {
        "invitation_id": invitation.id,
        "part": part.value,
        "nonce": sealed.nonce,
        "ciphertext": sealed.ciphertext,
    }
    connection = connection_of(source)
    connection.execute(queries.SAVE_DRAFT[connection.dialect.name], draft)
    return OpenedDraft(merged.answers, sealed.nonce, now, was_merged=merged.was_merged)


def _locked(
    connection: Connection, invitation: Invited, part: Part
) -> tuple[BallotBox, tuple[bool, SealedDraft | None]]:
    """Lock a task, and return the ballot box and what is saved of it."""
    wanted = _wanted(invitation, part)
    if connection.dialect.name == "sqlite":
        row = connection.execute(queries.LOCK_AND_FIND_SAVED, wanted).first()
        return box_of(row and row[:2]), _saved(row and row[2:])
    box = lock_task(connection, invitation)
    return box, _saved(connection.execute(queries.FIND_SAVED, wanted).first())


def _saved(row: Sequence[Any] | None) -> tuple[bool, SealedDraft | None]:
    if row is None:
        return False, None
    answered, nonce, ciphertext = row
    return answered is not None, SealedDraft(nonce, ciphertext) if nonce else None


def _wanted(invitation: Invited, part: Part) -> dict[str, Any]:
    return {"invitation_id": invitation.id, "part": part.value}


def _place(access: Access, invitation: Invited, part: Part) -> DraftPlace:
    rater = access.rater
    return DraftPlace(
        rater.number, rater.link_version, invitation.subject_id, part.value, access.code_word
    )


def _seal(
    access: Access, invitation: Invited, part: Part, answers: Answers, now: datetime
) -> SealedDraft:
    content = {
        "format": 1,
        "ratings": answers.ratings,
        "comments": answers.comments,
        "saved_at": now.isoformat(),
    }
    try:
        return seal_draft(access.link_key, _place(access, invitation, part), content)
    except DraftTooLargeError as error:
        raise AnswersTooLongError(error.excess) from error


def _read(content: dict[str, Any], nonce: bytes) -> OpenedDraft:
    answers = Answers(content["ratings"], content["comments"])
    return OpenedDraft(answers, nonce, datetime.fromisoformat(content["saved_at"]))


def _fingerprint(value: Mark | str | None) -> str:
    return "" if value in (None, "") else hashlib.sha256(str(value).encode()).hexdigest()[:8]


def _set_or_remove(target: dict[str, Any], key: str, value: Mark | str | None) -> None:
    if value in (None, ""):
        target.pop(key, None)
    else:
        target[key] = value
