"""Render what several views show: a page of the form, and that a task is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request

from feedback.rater.filling import filled_page, rendered_page

if TYPE_CHECKING:
    from feedback.form_pages import Page
    from feedback.rater.forms import PageState
    from feedback.rater.visits import Assignment


def show_page(task: Assignment, page: Page, state: PageState) -> str | bytes:
    """Show one page of the form."""
    # A refusal is rare, and says what no other page says.
    was_merged = "merged" in request.args
    if state.refusal:
        return rendered_page(task, page, state, was_merged=was_merged)
    return filled_page(task, page, state, was_merged=was_merged)


def answered_page(task: Assignment) -> str:
    """Render the page that says that this task is done."""
    return render_template("rater/answered.html", task=task)
