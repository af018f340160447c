"""The wordings of the pages that are kept: those of a task, and the rater's own list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import g

from feedback.ballot import Part
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import FoundTask, Progress, Task
from feedback.rater.fields import PageFields
from feedback.rater.kept_pages import MOST_SUBJECTS, PageWording, blank, blank_choice
from feedback.rater.rendering import (
    LookOverView,
    PromiseView,
    ReceiptView,
    View,
    render_list,
    render_page,
    render_view,
)
from feedback.rater.visits import assignment_of
from surveys.form import pages_of
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.operations.answering.facts import Contact, InvitationFacts
    from feedback.rater.kept_pages import Readers
    from feedback.rater.visits import Assignment, Visit


@dataclass(frozen=True, slots=True)
class FormWording(PageWording):
    """The wording of a page of a task's form."""

    invitation: InvitationFacts
    part: Part
    page: int
    was_merged: bool = False

    def render(self, visit: Visit) -> str:
        """Render the page with blanks in its fields."""
        task = _nobodys(visit, self.invitation, self.part)
        fields = _BlankFields(Answers(), base=blank("base"), started=blank("started"))
        return render_page(task, task.pages[self.page - 1], fields, was_merged=self.was_merged)


@dataclass(frozen=True, slots=True)
class ViewWording(PageWording):
    """The wording of a page beside a task's form."""

    invitation: InvitationFacts
    part: Part
    view: View

    @property
    def path(self) -> str:
        """What the address of the page has behind the link's."""
        return f"/{self.invitation.subject_id}/{self.part.value}{self.view.path}"

    def render(self, visit: Visit) -> str:
        """Render the page with the numbers that it tells."""
        return render_view(_nobodys(visit, self.invitation, self.part), self.view)


@dataclass(frozen=True, slots=True)
class ListWording(PageWording):
    """The wording of a list: how far each task is, and who may be asked."""

    tasks: tuple[Task, ...]
    contact: Contact

    def render(self, visit: Visit) -> str:
        """Render the list."""
        return render_list(visit, list(self.tasks), self.contact)


class _BlankFields(PageFields):
    """The fields of a page that are filled later."""

    def rating(self, key: str) -> str:
        return blank_choice(key)

    def words(self, key: str) -> str:
        return blank(f"words-{key}")


def usual_pages(readers: Readers, invitation: InvitationFacts, part: Part) -> Iterator[PageWording]:
    """Yield the wordings of one task that most raters read, from the promise to the receipt."""
    survey = survey_from_json(readers.survey_json)
    is_self = survey.group(invitation.group).kind is GroupKind.SELF
    if part is Part.CONDITIONS and not (is_self and survey.conditions):
        return
    pages = pages_of(
        readers.survey_json,
        invitation.group,
        of_conditions=part is Part.CONDITIONS,
        name="",
        language="",
    )
    for page in pages:
        yield FormWording(readers, invitation, part, page.number)
    for view in _usual_views(len(survey.questions)):
        yield ViewWording(readers, invitation, part, view)


def usual_lists(
    readers: Readers, invitation: InvitationFacts, contact: Contact
) -> Iterator[PageWording]:
    """Yield the wordings of the list of who answers about one leader."""
    for progress in Progress:
        task = Task(invitation, invitation.subject, Part.RESPONSE, progress)
        yield ListWording(readers, (task,), contact)


def _usual_views(questions: int) -> Iterator[View]:
    yield PromiseView(page=1, is_started=False)
    for written in range(questions + 1):
        yield LookOverView(written=written)
    for undone in range(MOST_SUBJECTS):
        yield ReceiptView(undone=undone)


def _nobodys(visit: Visit, invitation: InvitationFacts, part: Part) -> Assignment:
    g.promised = blank("promised")  # so that most groups' pages go on reading alike
    return assignment_of(visit, FoundTask(invitation, is_answered=False, draft=None), part)
