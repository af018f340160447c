"""How far a rater has come with one task, and how long tasks take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from feedback.ballot import Part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feedback.operations.answering.drafts import Answers
    from feedback.operations.answering.submitting import Task
    from feedback.rater.visits import Assignment
    from surveys.form import Statement
    from surveys.model import Survey

_SECONDS_AN_ITEM: Final = 8
_SECONDS_A_QUESTION: Final = 60
_MINUTES_BY_FIVE: Final = 20  # of a longer time nobody knows the minute


@dataclass(frozen=True, slots=True)
class Skipped:
    """A statement that was skipped, and the page it stands on."""

    page: int
    statement: Statement


def minutes_of(survey: Survey, tasks: Iterable[Task]) -> int:
    """Return about how many minutes tasks take together: from twenty on in steps of five."""
    minutes = sum(_seconds_of(survey, task.part) for task in tasks) / 60
    return max(1, round(minutes)) if minutes < _MINUTES_BY_FIVE else 5 * round(minutes / 5)


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


def _seconds_of(survey: Survey, part: Part) -> int:
    if part is Part.CONDITIONS:
        return _SECONDS_AN_ITEM * len(survey.conditions.items if survey.conditions else ())
    return _SECONDS_AN_ITEM * len(survey.items) + _SECONDS_A_QUESTION * len(survey.questions)
