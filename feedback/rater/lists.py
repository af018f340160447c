"""The rater's own list, the promise before each task, and declining."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from feedback.ballot import Part
from feedback.errors import TaskGoneError
from feedback.operations.answering.links import contact_of
from feedback.operations.answering.submitting import (
    FoundTask,
    Progress,
    decline,
    find_task,
    undo_decline,
)
from feedback.rater.addresses import TASK, blueprint
from feedback.rater.fields import fields_of_draft
from feedback.rater.progress import first_gap
from feedback.rater.rendering import PromiseView, render_answered
from feedback.rater.showing import show_list, show_page, show_view
from feedback.rater.visits import (
    assignment_of,
    begins,
    draw_code_word,
    find_assignment,
    open_assignment,
    open_list,
    promise_now,
)
from feedback.requests.sessions import db_session, looking_up

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

_LONGEST_REASON = 500
_REASONS = ("too-little", "other")


@blueprint.get("/")  # as some mail programs end a link
@blueprint.get("")
def tasks() -> ResponseReturnValue:
    """Show whom the rater is asked about; the form itself if it is one page about one person."""
    visit, listed = open_list()
    if begins(listed):
        draw_code_word(visit.access, "rater.tasks")
    if len(listed) == 1 and listed[0].is_undone and not listed[0].is_called_wrong:
        only = listed[0]
        found = FoundTask(only.invitation, is_answered=False, draft=None)
        if only.progress is Progress.STARTED:
            found = find_task(looking_up(), visit.access, only.subject.id, only.part)
        task = assignment_of(visit, found, only.part)
        if task.begins_with_promise:
            promise_now(task)
            return show_page(task, task.pages[0], fields_of_draft(task.pages[0], task.draft()))
    return show_list(visit, listed, contact_of(looking_up(), visit.access.campaign))


@blueprint.get(TASK)
def promise(subject: UUID, part: str) -> ResponseReturnValue:
    """Show who will see the answers and how, before the first page or if that has changed."""
    task = open_assignment(subject, Part(part))
    if task.is_answered:
        return render_answered(task)
    draft, is_changed = task.draft(), task.is_promised_otherwise
    promise_now(task)
    if task.begins_with_promise:
        fields = fields_of_draft(task.pages[0], draft)
        return show_page(task, task.pages[0], fields, is_changed=is_changed)
    page = first_gap(task, draft.answers) if draft.nonce else 1
    view = PromiseView(page=page, is_started=draft.nonce is not None)
    return show_view(task, view, is_changed=is_changed)


@blueprint.route("/<uuid:subject>/decline", methods=["GET", "POST"])
def decline_task(subject: UUID) -> ResponseReturnValue:
    """Let the rater say that they cannot judge this person."""
    task = find_assignment(subject)
    if task.is_self:
        raise TaskGoneError
    if task.is_answered:
        return render_answered(task)
    if request.method == "GET":
        return render_template("rater/decline.html", task=task)
    decline(db_session(), task.invitation, reason=_reason())
    db_session().commit()
    return redirect(url_for(".tasks"), 303)


@blueprint.post("/<uuid:subject>/undo-decline")
def undo(subject: UUID) -> ResponseReturnValue:
    """Take back that the rater cannot judge this person."""
    task = find_assignment(subject)
    undo_decline(db_session(), task.invitation)
    db_session().commit()
    return redirect(url_for(".promise", subject=subject, part=Part.RESPONSE.value), 303)


def _reason() -> str:
    """Return the chosen reason's word and what was written, as organisers read it."""
    chosen = request.form.get("reason", "")
    words = " ".join(request.form.get("words", "").split())[:_LONGEST_REASON]
    known = chosen if chosen in _REASONS else ""
    return ": ".join(part for part in (known, words) if part)
