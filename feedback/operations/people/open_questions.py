"""Keep an uploaded file until somebody has said how it is to be read.

It waits in the same place as a list that has been read, no longer than one, and goes as one
goes: when the answer is given, when another file comes, when it is thrown away, after a day.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final

from feedback.models import StagedPeople
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations.people.file import (
    AmbiguousFileError,
    Choice,
    Notice,
    ReadingChoices,
    Wanted,
)
from feedback.operations.people.staged import BROUGHT, WaitingList, is_unread

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Campaign

_NOTHING_SAID: Final = ReadingChoices()


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """A file as it was brought, with how it is to be read so far as anybody has said."""

    content: bytes
    source: str
    is_staff: bool = False
    leaders: tuple[str, ...] = ()
    adds_only: bool = False
    answers: ReadingChoices = _NOTHING_SAID

    def answering(self, about: str, answer: str) -> BroughtFile:
        """Return the file with one more answer."""
        return replace(self, answers=replace(self.answers, **{about: answer}))


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file that waits for an answer, with the question."""

    file: BroughtFile
    about: str
    notice: Notice
    choices: tuple[Choice, ...]
    wanted: tuple[Wanted, ...]
    seen: str


def waiting_question(file: BroughtFile, asked: AmbiguousFileError) -> WaitingList:
    """Return what is kept of a file until the question about it is answered."""
    notice = asked.notice
    kept = {
        BROUGHT: b64encode(file.content).decode(),
        "is_staff": file.is_staff,
        "leaders": file.leaders,
        "adds_only": file.adds_only,
        "answers": asdict(file.answers),
        "about": asked.about,
        "notice": [notice.code, notice.row, notice.column, dict(notice.values)],
        "choices": [[choice.value, choice.label] for choice in asked.choices],
        "wanted": [[one.column, dict(one.called), one.guess] for one in asked.wanted],
    }
    return WaitingList(json.dumps(kept), "[]", file.source)


def open_question_of(session: Session, campaign: Campaign) -> WaitingFile | None:
    """Return the question that waits in a campaign."""
    row = session.get(StagedPeople, campaign.id)
    if row is None or campaign.state not in BEFORE_LAUNCH or not is_unread(row):
        return None
    kept = json.loads(row.content)
    file = BroughtFile(
        b64decode(kept[BROUGHT]),
        row.source,
        is_staff=kept["is_staff"],
        leaders=tuple(kept["leaders"]),
        adds_only=kept["adds_only"],
        answers=ReadingChoices(**kept["answers"]),
    )
    choices = tuple(Choice(*choice) for choice in kept["choices"])
    wanted = tuple(Wanted(*one) for one in kept.get("wanted", ()))
    notice = Notice(*kept["notice"])
    return WaitingFile(file, kept["about"], notice, choices, wanted, row.seen)
