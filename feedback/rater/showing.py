"""Render what several views show: a page of the form, and that a task is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request

from feedback.rater.scales import scale

if TYPE_CHECKING:
    from feedback.form_pages import Page
    from feedback.rater.forms import PageState
    from feedback.rater.visits import Assignment


def show_page(task: Assignment, page: Page, state: PageState) -> str:
    """Render one page of the form."""
    return render_template(
        "rater/page.html",
        task=task,
        page=page,
        state=state,
        options=task.visit.options(),
        scale=scale,
        was_merged="merged" in request.args,
    )


def answered_page(task: Assignment) -> str:
    """Render the page that says that this task is done."""
    return render_template("rater/answered.html", task=task)
