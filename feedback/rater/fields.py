"""The fields of a page: what was posted in them, what is too long, and what they show again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, cast

from flask import request

from feedback.operations.answering.drafts import PageAnswers
from surveys.form import CANNOT_JUDGE

if TYPE_CHECKING:
    from feedback.ballot import Mark
    from feedback.operations.answering.drafts import Answers, OpenedDraft
    from surveys.form import Page
    from surveys.model import Scale

RATING: Final = "rating-"
WORDS: Final = "words-"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was not saved: characters to cut, by question and over all."""

    by_question: dict[str, int] = field(default_factory=dict)
    in_all: int = 0


@dataclass(frozen=True, slots=True)
class PageFields:
    """What a page shows in its fields, and the hidden ones that it brings back."""

    values: Answers
    base: str
    started: str
    refusal: Refusal | None = None

    def rating(self, key: str) -> str:
        """Return the value of the radio that is marked, or nothing."""
        return str(self.values.ratings.get(key, ""))

    def words(self, key: str) -> str:
        """Return what was written."""
        return self.values.comments.get(key, "")


def read_fields(page: Page, scale: Scale) -> PageAnswers:
    """Return what was posted in the fields of a page; a value that is no step is no answer."""
    form, marks = request.form.to_dict(), marks_of(scale)
    ratings = {key: marks.get(form.get(RATING + key, "")) for key in page.item_keys}
    comments = {q.key: _tidy(form.get(WORDS + q.key, "")) for q in page.questions}
    return PageAnswers(
        ratings,
        dict(comments),
        base=_nonce(form.get("base", "")),
        started_from=read_started(form.get("started", "")),
    )


def marks_of(scale: Scale) -> dict[str, Mark]:
    """Return what each value of a radio means; any other is no answer."""
    steps: dict[str, Mark] = {str(step): step for step in scale.steps}
    return steps | {CANNOT_JUDGE: cast("Mark", CANNOT_JUDGE)}


def read_started(value: str) -> dict[str, str]:
    """Return what a page says that its fields held when it was shown, by their keys."""
    return dict(part.split(":", 1) for part in value.split() if ":" in part)


def too_long(page: Page, posted: PageAnswers) -> dict[str, int]:
    """Return, for each open question that takes fewer, how many characters to cut."""
    lengths = {key: len(text or "") for key, text in posted.comments.items()}
    return {
        question.key: lengths[question.key] - question.max_length
        for question in page.questions
        if lengths[question.key] > question.max_length
    }


def fields_of_draft(page: Page, draft: OpenedDraft) -> PageFields:
    """Return the fields of a page with what is saved of it."""
    keys = page.item_keys + [question.key for question in page.questions]
    prints = draft.answers.fingerprints(keys)
    started = " ".join(f"{key}:{mark}" for key, mark in prints.items())
    return PageFields(draft.answers, draft.nonce.hex() if draft.nonce else "", started)


def fields_of_post(
    page: Page, posted: PageAnswers, draft: OpenedDraft, refusal: Refusal | None
) -> PageFields:
    """Return the fields of a page whose post was refused: all of it, as it came."""
    saved = fields_of_draft(page, draft)
    return replace(saved, values=draft.answers.with_page(posted), refusal=refusal)


def _tidy(text: str) -> str | None:
    # Browsers send line ends as two characters, and count them as one.
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip() or None


def _nonce(value: str) -> bytes | None:
    try:
        return bytes.fromhex(value) or None
    except ValueError:
        return None
