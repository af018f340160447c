"""Show raters their pages: the kept one with their values in it, or one rendered for them alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import request

from feedback.rater.kept_pages import (
    MOST_SUBJECTS,
    Readers,
    blank_invitation,
    escaped,
    fill,
    values_of,
)
from feedback.rater.rendering import render_list, render_page, render_view
from feedback.rater.wordings import FormWording, ListWording, ViewWording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedback.operations.answering.facts import Contact
    from feedback.operations.answering.submitting import Task
    from feedback.rater.fields import PageFields
    from feedback.rater.progress import Skipped
    from feedback.rater.rendering import View
    from feedback.rater.visits import Assignment, Visit
    from surveys.form import Page


def show_page(
    task: Assignment, page: Page, fields: PageFields, *, is_changed: bool = False
) -> str | bytes:
    """Show one page of the form; where the promise is another, the page of one says so."""
    was_merged = "merged" in request.args
    # These are rare, and say what no other page says.
    if fields.refusal or is_changed:
        return render_page(task, page, fields, was_merged=was_merged, is_changed=is_changed)
    wording = FormWording(
        Readers.of(task.visit),
        blank_invitation(task.invitation),
        task.part,
        page.number,
        was_merged,
    )
    return fill(wording, values_of(task.invitation) | _values_of_form(page, fields))


def show_view(
    task: Assignment, view: View, *, is_changed: bool = False, gaps: Sequence[Skipped] = ()
) -> str | bytes:
    """Show a page beside the form; it may say that the promise is another, or what was skipped."""
    if is_changed or gaps:  # there are more of these than can be kept
        return render_view(task, view, is_changed=is_changed, gaps=gaps)
    invitation = blank_invitation(task.invitation)
    wording = ViewWording(Readers.of(task.visit), invitation, task.part, view)
    return fill(wording, values_of(task.invitation))


def show_list(visit: Visit, tasks: list[Task], contact: Contact) -> str | bytes:
    """Show a rater's list; a long one is rendered."""
    subjects = list(dict.fromkeys(task.subject.id for task in tasks))
    if len(subjects) > MOST_SUBJECTS:
        return render_list(visit, tasks, contact)
    nobodys, values = [], dict[str, str]()
    for task in tasks:
        place = subjects.index(task.subject.id)
        invitation = blank_invitation(task.invitation, place)
        nobodys.append(replace(task, invitation=invitation, subject=invitation.subject))
        values |= values_of(task.invitation, place)
    return fill(ListWording(Readers.of(visit), tuple(nobodys), contact), values)


def _values_of_form(page: Page, fields: PageFields) -> dict[str, str]:
    words = {f"words-{question.key}": fields.words(question.key) for question in page.questions}
    ratings = fields.values.ratings.items()
    marked = {f"checked-{key}-{rating}": " checked" for key, rating in ratings}
    return escaped({"base": fields.base, "started": fields.started, **words}) | marked
