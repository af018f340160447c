"""How far a rater has come with one task, and how long a survey takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from feedback.operations.answering.drafts import Answers
    from feedback.rater.visits import Assignment
    from surveys.form import Statement
    from surveys.model import Survey

_SECONDS_AN_ITEM: Final = 8
_SECONDS_A_QUESTION: Final = 60


@dataclass(frozen=True, slots=True)
class Skipped:
    """A statement that was skipped, and the page it stands on."""

    page: int
    statement: Statement


def minutes_of(survey: Survey) -> int:
    """Return about how many minutes one response takes."""
    seconds = _SECONDS_AN_ITEM * len(survey.items) + _SECONDS_A_QUESTION * len(survey.questions)
    return max(1, round(seconds / 60))


def gaps(task: Assignment, answers: Answers) -> list[Skipped]:
    """Return every statement without an answer, in order."""
    return [
        Skipped(page.number, statement)
        for page in task.pages
        for section in page.sections
        for statement in section.statements
        if statement.key not in answers.ratings
    ]


def first_gap(task: Assignment, answers: Answers) -> int:
    """Return the page where a rater who comes back goes on."""
    skipped = gaps(task, answers)
    if skipped:
        return skipped[0].page
    return len(task.pages)
