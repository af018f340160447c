"""Render what several views show: a page of the form, and that a task is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request

from feedback.rater.filling import filled_page, rendered_page

if TYPE_CHECKING:
    from feedback.rater.forms import PageState
    from feedback.rater.visits import Assignment
    from surveys.form import Page


def show_page(
    task: Assignment, page: Page, state: PageState, *, is_changed: bool = False
) -> str | bytes:
    """Show one page of the form; where the promise is another, the page of one says so."""
    # These are rare, and say what no other page says.
    was_merged = "merged" in request.args
    if state.refusal or is_changed:
        return rendered_page(task, page, state, was_merged=was_merged, is_changed=is_changed)
    return filled_page(task, page, state, was_merged=was_merged)


def answered_page(task: Assignment) -> str:
    """Render the page that says that this task is done."""
    return render_template("rater/answered.html", task=task)
