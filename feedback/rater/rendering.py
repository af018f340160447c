"""Render what raters read from its templates, for one of them alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from flask import render_template

from feedback.rater.progress import minutes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedback.operations.answering.facts import Contact
    from feedback.operations.answering.submitting import Task
    from feedback.rater.fields import PageFields
    from feedback.rater.progress import Skipped
    from feedback.rater.visits import Assignment, Visit
    from surveys.form import Page


class View:
    """A page of a task beside its form, and what it tells."""

    __slots__ = ()

    template: ClassVar[str]
    path: ClassVar[str]
    """What its address has behind that of the task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseView(View):
    """Who will see the answers, and the page where the rater begins or goes on."""

    template = "rater/promise.html"
    path = ""

    page: int
    is_started: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LookOverView(View):
    """How many questions have words, and what keeps the answers from being sent."""

    template = "rater/look-over.html"
    path = "/look-over"

    written: int
    is_empty: bool = False
    excess: int = 0
    was_merged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView(View):
    """That the answers are sent, and how many tasks are left."""

    template = "rater/receipt.html"
    path = "/submit"

    undone: int


def render_view(
    task: Assignment, view: View, *, is_changed: bool = False, gaps: Sequence[Skipped] = ()
) -> str:
    """Render a page beside the form: after another promise, or with what was skipped."""
    return render_template(view.template, task=task, view=view, is_changed=is_changed, gaps=gaps)


def render_page(
    task: Assignment,
    page: Page,
    fields: PageFields,
    *,
    was_merged: bool,
    is_changed: bool = False,
) -> str:
    """Render a page of the form."""
    return render_template(
        "rater/page.html",
        task=task,
        page=page,
        fields=fields,
        options=task.visit.options(),
        was_merged=was_merged,
        is_changed=is_changed,
    )


def render_list(visit: Visit, tasks: list[Task], contact: Contact) -> str:
    """Render a rater's list."""
    undone = [task for task in tasks if task.is_undone]
    return render_template(
        "rater/list.html",
        visit=visit,
        tasks=tasks,
        undone=undone,
        minutes=minutes_of(visit.survey, tasks),
        minutes_left=minutes_of(visit.survey, undone),
        contact=contact,
    )


def render_answered(task: Assignment) -> str:
    """Render the page that says that this task is done."""
    return render_template("rater/answered.html", task=task)
