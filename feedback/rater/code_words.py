"""The code word of a link on paper: asked for where nobody has shown it yet, or start over.

A slip may lie where others read it, so its link alone opens no draft. The word is drawn when
the form is first opened, stands in the address of every page from there on, and is shown on
the page; nothing is kept in the browser. The draft is sealed with it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flask import g, redirect, render_template, request

from feedback.ballot import Part, read_code_word
from feedback.errors import DraftLockedError
from feedback.operations.answering.drafts import discard_draft, unseal_draft
from feedback.rater.addresses import TASK, blueprint
from feedback.rater.visits import find_assignment
from feedback.requests.attempt import REFUSED
from feedback.requests.sessions import db_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask
    from flask.typing import ResponseReturnValue

_FORBIDDEN: Final = 403


def install(app: Flask) -> None:
    """Register the page that asks for the word."""
    app.register_error_handler(DraftLockedError, _ask)


@blueprint.post(f"{TASK}/code-word")
def give_code_word(subject: UUID, part: str) -> ResponseReturnValue:
    """Open the draft with the word that was typed, and go on from there."""
    task = find_assignment(subject, Part(part))
    typed = request.form.get("word", "")
    access = replace(task.visit.access, code_word=read_code_word(typed) or "")
    try:
        unseal_draft(access, task.invitation, task.part, task.found.draft)
    except DraftLockedError:
        return _page(subject, part, typed=typed), REFUSED
    g.code_word = access.code_word
    return redirect(task.url(".promise"), 303)


@blueprint.post(f"{TASK}/start-over")
def start_over(subject: UUID, part: str) -> ResponseReturnValue:
    """Throw away what is saved, and begin with a word of one's own."""
    task = find_assignment(subject, Part(part))
    discard_draft(db_session(), task.invitation, task.part)
    db_session().commit()
    g.pop("code_word", None)
    return redirect(task.url(".promise"), 303)


def _ask(error: DraftLockedError) -> ResponseReturnValue:
    g.pop("code_word", None)  # it does not fit, and would follow along
    return _page(error.subject_id, error.part), _FORBIDDEN


def _page(subject: UUID, part: str, *, typed: str | None = None) -> str:
    return render_template("rater/code-word.html", subject=subject, part=part, typed=typed)
