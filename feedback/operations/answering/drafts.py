"""Sealed drafts of a rater's answers: read, save, and merge what two tabs wrote.

A save carries the nonce of the draft it started from. If another save came between, only
the fields that this one changed are taken over; nobody's later answer is undone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict, TypeVar, cast

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
from feedback.errors import (
    AlreadyAnsweredError,
    AnswersTooLongError,
    ChangedMeanwhileError,
    DraftLockedError,
)
from feedback.operations.answering import queries
from feedback.operations.answering.open_campaign import lock_task, standing_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.database import Queried
    from feedback.operations.answering.facts import Invited
    from feedback.operations.answering.links import Access
    from feedback.operations.answering.open_campaign import Standing


V = TypeVar("V", Mark, str)


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
        answered: dict[str, Mark | str] = {**self.comments, **self.ratings}
        return {key: _fingerprint(answered[key]) for key in keys if answered.get(key)}

    def with_page(self, page: PageAnswers, *, only: set[str] | None = None) -> Answers:
        """Return these answers with a page's fields laid over them (only some of them)."""
        return Answers(
            _laid_over(self.ratings, page.ratings, only),
            _laid_over(self.comments, page.comments, only),
        )


@dataclass(frozen=True, slots=True)
class PageAnswers:
    """What one page of the form sent: every field of the page, None where it is empty.

    With the nonce of the draft that the page started from, and a mark of each field it had.
    """

    ratings: dict[str, Mark | None] = field(default_factory=dict)
    comments: dict[str, str | None] = field(default_factory=dict)
    base: bytes | None = None
    started_from: dict[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> set[str]:
        """The fields that differ from what the page started from."""
        fields: dict[str, Mark | str | None] = {**self.ratings, **self.comments}
        marks = self.started_from
        return {key for key, value in fields.items() if _fingerprint(value) != marks.get(key, "")}


class _Content(TypedDict):
    """What a sealed draft holds, as JSON."""

    format: int
    ratings: dict[str, Mark]
    comments: dict[str, str]
    saved_at: str


@dataclass(frozen=True, slots=True)
class OpenedDraft:
    """A draft as it stands: the answers, when they were saved, and the name of that save."""

    answers: Answers
    nonce: bytes | None = None
    saved_at: datetime | None = None
    was_merged: bool = False


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
    return _read(cast("_Content", content), sealed.nonce) if content else OpenedDraft(Answers())


def discard_draft(session: Session, invitation: Invited, part: Part) -> None:
    """Throw away what is saved of a task; what was sent stays."""
    lock_task(session, invitation)
    session.execute(queries.DELETE_DRAFT, {"invitation_id": invitation.id, "part": part.value})


def merged_with_draft(
    access: Access,
    invitation: Invited,
    part: Part,
    page: PageAnswers,
    *,
    seen: Standing,
) -> OpenedDraft:
    """Return the draft that was seen with a page's answers laid over it; the nonce is the old.

    Raises AlreadyAnsweredError, so that a save that comes late revives no draft.
    """
    if seen.is_answered:
        raise AlreadyAnsweredError
    current = unseal_draft(access, invitation, part, seen.draft)
    is_conflict = current.nonce != page.base
    only = page.changed if is_conflict else None
    answers = current.answers.with_page(page, only=only)
    return replace(current, answers=answers, was_merged=is_conflict)


def save_page(
    source: Queried,
    access: Access,
    invitation: Invited,
    part: Part,
    page: PageAnswers,
    *,
    now: datetime,
    seen: Standing | None = None,
) -> OpenedDraft:
    """Save a page's answers into the task's draft, merging if another save came between.

    Raises ChangedMeanwhileError if the task no longer stands as its caller has seen it; whoever
    has not looked need not fear it.
    """
    connection = connection_of(source)
    seen = seen or standing_of(connection, invitation, part)
    merged = merged_with_draft(access, invitation, part, page, seen=seen)
    sealed = _seal(access, invitation, part, merged.answers, now)
    draft = {"new_nonce": sealed.nonce, "new_ciphertext": sealed.ciphertext}
    save = queries.SAVE_DRAFT[connection.dialect.name]
    if connection.execute(save, seen.condition(invitation, part) | draft).first() is None:
        raise ChangedMeanwhileError
    return replace(merged, nonce=sealed.nonce, saved_at=now)


def _place(access: Access, invitation: Invited, part: Part) -> DraftPlace:
    rater = access.rater
    return DraftPlace(
        rater.number, rater.link_version, invitation.subject_id, part.value, access.code_word
    )


def _seal(
    access: Access, invitation: Invited, part: Part, answers: Answers, now: datetime
) -> SealedDraft:
    content = _Content(
        format=1,
        ratings=answers.ratings,
        comments=answers.comments,
        saved_at=now.isoformat(),
    )
    try:
        return seal_draft(access.link_key, _place(access, invitation, part), {**content})
    except DraftTooLargeError as error:
        raise AnswersTooLongError(error.excess) from error


def _read(content: _Content, nonce: bytes) -> OpenedDraft:
    answers = Answers(content["ratings"], content["comments"])
    return OpenedDraft(answers, nonce, datetime.fromisoformat(content["saved_at"]))


def _fingerprint(value: Mark | str | None) -> str:
    return "" if value in (None, "") else hashlib.sha256(str(value).encode()).hexdigest()[:8]


def _laid_over(
    answered: dict[str, V], fields: dict[str, V | None], only: set[str] | None
) -> dict[str, V]:
    """Return what is answered once these fields (only some of them) are as the page has them."""
    laid = dict(answered)
    for key, value in fields.items():
        if only is not None and key not in only:
            continue
        if value is None or value == "":
            laid.pop(key, None)
        else:
            laid[key] = value
    return laid
