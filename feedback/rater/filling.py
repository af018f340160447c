"""The pages of one task, and the rater's own list, kept by their wording."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from flask import g, render_template

from feedback.ballot import Part
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import FoundTask, Progress, Task
from feedback.rater.forms import PageState
from feedback.rater.kept_pages import (
    MOST_SUBJECTS,
    PageWording,
    blank,
    blank_choice,
    blank_invitation,
    escaped,
    filled,
    values_of,
    wording_of,
)
from feedback.rater.progress import minutes_of
from feedback.rater.visits import assignment_of
from surveys.form import pages_of
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.operations.answering.facts import Contact, InvitationFacts
    from feedback.rater.visits import Assignment, Visit
    from surveys.form import Page


Words: TypeAlias = "dict[str, Any]"
"""What every wording takes, as `wording_of` returns it."""

_NOTHING_SPECIAL: Final = (("is_empty", False), ("excess", 0), ("was_merged", False))


class View(StrEnum):
    """A page of a task beside its form that is kept: its template, and the end of its address."""

    PROMISE = "promise"
    LOOK_OVER = "look-over"
    RECEIPT = "receipt"

    @property
    def path(self) -> str:
        """What its address has behind that of the task."""
        return {View.PROMISE: "", View.LOOK_OVER: "/look-over", View.RECEIPT: "/submit"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class _TaskWording(PageWording):
    """The wording of a page of a task: a page of its form, or a view beside it."""

    invitation: InvitationFacts
    part: Part
    page: int = 0
    was_merged: bool = False
    view: View | None = None
    told: tuple[tuple[str, int], ...] = ()

    @property
    def path(self) -> str:
        # A page of the form reads the same wherever it is shown.
        if not self.view:
            return ""
        return f"/{self.invitation.subject_id}/{self.part.value}{self.view.path}"

    def render(self, visit: Visit) -> str:
        found = FoundTask(self.invitation, is_answered=False, draft=None)
        task = assignment_of(visit, found, self.part)
        g.promised = blank("promised")  # so that most groups' pages go on reading alike
        if self.view:
            return rendered_view(task, self.view, **dict(self.told))
        state = _BlankState(Answers(), base=blank("base"), started=blank("started"))
        page = task.pages[self.page - 1]
        return rendered_page(task, page, state, was_merged=self.was_merged)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ListWording(PageWording):
    """The wording of a list: how far each task is, and who may be asked."""

    tasks: tuple[Task, ...]
    contact: Contact

    @property
    def path(self) -> str:
        return ""

    def render(self, visit: Visit) -> str:
        return rendered_list(visit, list(self.tasks), self.contact)


class _BlankState(PageState):
    """The state of a page whose fields are filled later."""

    def rating(self, key: str) -> str:
        return blank_choice(key)

    def words(self, key: str) -> str:
        return blank(f"words-{key}")


def filled_page(task: Assignment, page: Page, state: PageState, *, was_merged: bool) -> bytes:
    """Return a page of the form: the kept one, with this rater's values."""
    wording = _wording(task, page=page.number, was_merged=was_merged)
    return filled(wording, values_of(task.invitation) | _values_of_form(page, state))


def filled_view(task: Assignment, view: View, **told: int) -> bytes:
    """Return a page beside the form, told some numbers: the kept one, with this rater's values."""
    wording = _wording(task, view=view, told=tuple(told.items()))
    return filled(wording, values_of(task.invitation))


def filled_list(visit: Visit, tasks: list[Task], contact: Contact) -> bytes | str:
    """Return a rater's list: the kept one with their values, or a long one rendered alone."""
    subjects = list(dict.fromkeys(task.subject.id for task in tasks))
    if len(subjects) > MOST_SUBJECTS:
        return rendered_list(visit, tasks, contact)
    nobodys, values = [], dict[str, str]()
    for task in tasks:
        place = subjects.index(task.subject.id)
        invitation = blank_invitation(task.invitation, place)
        nobodys.append(replace(task, invitation=invitation, subject=invitation.subject))
        values |= values_of(task.invitation, place)
    return filled(_ListWording(**wording_of(visit), tasks=tuple(nobodys), contact=contact), values)


def usual_pages(words: Words, invitation: InvitationFacts, part: Part) -> Iterator[PageWording]:
    """Yield the wordings of one task that most raters read, from the promise to the receipt."""
    survey = survey_from_json(words["survey_json"])
    is_self = survey.group(invitation.group).kind is GroupKind.SELF
    if part is Part.CONDITIONS and not (is_self and survey.conditions):
        return

    def worded(**shown: Any) -> _TaskWording:  # noqa: ANN401 - as _TaskWording names them
        return _TaskWording(**words, invitation=invitation, part=part, **shown)

    pages = pages_of(
        words["survey_json"],
        for_self=is_self,
        of_conditions=part is Part.CONDITIONS,
        name="",
        language="",
    )
    for page in pages:
        yield worded(page=page.number)
    yield worded(view=View.PROMISE, told=(("page", 1), ("is_started", False)))
    for written in range(len(survey.questions) + 1):
        yield worded(view=View.LOOK_OVER, told=(("written", written), *_NOTHING_SPECIAL))
    for undone in range(MOST_SUBJECTS):
        yield worded(view=View.RECEIPT, told=(("undone", undone),))


def usual_lists(
    words: Words, invitation: InvitationFacts, contact: Contact
) -> Iterator[PageWording]:
    """Yield the wordings of the list of who answers about one leader."""
    for progress in Progress:
        task = Task(invitation, invitation.subject, Part.RESPONSE, progress)
        yield _ListWording(**words, tasks=(task,), contact=contact)


def rendered_view(task: Assignment, view: View, **told: object) -> str:
    """Render a page beside the form for one rater alone."""
    return render_template(f"rater/{view.value}.html", task=task, **told)


def rendered_page(
    task: Assignment,
    page: Page,
    state: PageState,
    *,
    was_merged: bool,
    is_changed: bool = False,
) -> str:
    """Render a page of the form for one rater alone."""
    return render_template(
        "rater/page.html",
        task=task,
        page=page,
        state=state,
        options=task.visit.options(),
        was_merged=was_merged,
        is_changed=is_changed,
    )


def rendered_list(visit: Visit, tasks: list[Task], contact: Contact) -> str:
    """Render a list for one rater alone."""
    minutes = minutes_of(visit.survey)
    return render_template(
        "rater/list.html", visit=visit, tasks=tasks, contact=contact, minutes=minutes
    )


def _wording(task: Assignment, **shown: Any) -> _TaskWording:  # noqa: ANN401 - as _TaskWording names them
    invitation = blank_invitation(task.invitation)
    return _TaskWording(**wording_of(task.visit), invitation=invitation, part=task.part, **shown)


def _values_of_form(page: Page, state: PageState) -> dict[str, str]:
    words = {f"words-{question.key}": state.words(question.key) for question in page.questions}
    ratings = state.values.ratings.items()
    marked = {f"checked-{key}-{rating}": " checked" for key, rating in ratings}
    return escaped({"base": state.base, "started": state.started, **words}) | marked
