"""The pages of the form: show one, save it, and go on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from flask import abort, current_app, jsonify, redirect, request, url_for

from feedback.ballot import Part
from feedback.clock import utc_now
from feedback.errors import AnswersTooLongError
from feedback.languages import LANGUAGES, QUERY, clock
from feedback.operations.answering.drafts import OpenedDraft, PageAnswers, save_page
from feedback.rater.addresses import TASK, blueprint
from feedback.rater.fields import Refusal, fields_of_draft, fields_of_post, read_fields, too_long
from feedback.rater.rendering import render_answered
from feedback.rater.showing import show_page
from feedback.rater.visits import looking_again, open_assignment, promise_again
from feedback.requests.attempt import REFUSED
from feedback.requests.sessions import changing, settings_of

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from feedback.rater.visits import Assignment
    from surveys.form import Page

_LANGUAGE: Final = "language:"


@blueprint.get(f"{TASK}/<int:number>")
def page(subject: UUID, part: str, number: int) -> ResponseReturnValue:
    """Show one page of the form, with what is saved of it."""
    task = open_assignment(subject, Part(part))
    asked = find_page(task, number)
    if task.is_answered:
        return render_answered(task)
    if task.is_promised_otherwise:
        return promise_again(task)
    return show_page(task, asked, fields_of_draft(asked, task.draft()))


@blueprint.post(f"{TASK}/<int:number>")
@looking_again
def save(subject: UUID, part: str, number: int) -> ResponseReturnValue:
    """Save one page and go where its button says."""
    task = open_assignment(subject, Part(part))
    asked = find_page(task, number)
    posted = read_fields(asked, task.visit.survey.scale)
    draft, refusal = save_what_fits(task, asked, posted)
    if refusal:
        return show_page(task, asked, fields_of_post(asked, posted, draft, refusal)), REFUSED
    return redirect(_where_next(task, asked, was_merged=draft.was_merged), 303)


@blueprint.post(f"{TASK}/save")
@looking_again
def save_while_typing(subject: UUID, part: str) -> ResponseReturnValue:
    """Save one page for the script of an open page; answers with what changed under it."""
    task = open_assignment(subject, Part(part))
    asked = find_page(task, request.form.get("page", 0, type=int))
    posted = read_fields(asked, task.visit.survey.scale)
    draft, refusal = save_what_fits(task, asked, posted)
    fields = fields_of_draft(asked, draft)
    answer: dict[str, Any] = {
        "saved": clock(utc_now().astimezone(settings_of(current_app).zone)),
        "base": fields.base,
        "started": fields.started,
        "merged": draft.was_merged,
        "refused": bool(refusal),
    }
    if draft.was_merged:
        answer["ratings"] = {key: fields.rating(key) for key in asked.item_keys}
        answer["words"] = {q.key: fields.words(q.key) for q in asked.questions}
    return jsonify(answer)


def find_page(task: Assignment, number: int) -> Page:
    """Return a page of the task's form by its number; there are no others."""
    if not 1 <= number <= len(task.pages):
        abort(404)
    return task.pages[number - 1]


def save_what_fits(
    task: Assignment, page: Page, posted: PageAnswers
) -> tuple[OpenedDraft, Refusal | None]:
    """Save all of a page but the words that are too long, commit, and say what was refused."""
    excess = too_long(page, posted)
    kept = {key: text for key, text in posted.comments.items() if key not in excess}
    refusal = Refusal(excess) if excess else None
    try:
        draft = save_in_draft(task, replace(posted, comments=kept))
    except AnswersTooLongError as error:
        draft, refusal = _save_ratings(task, posted), Refusal(excess, error.excess)
    changing().commit()
    return draft, refusal


def save_in_draft(task: Assignment, posted: PageAnswers) -> OpenedDraft:
    """Lay what was posted over a draft that was looked up to be changed; the caller commits."""
    return save_page(
        changing(),
        task.visit.access,
        task.invitation,
        task.part,
        posted,
        now=utc_now(),
        seen=task.found.standing,
    )


def _save_ratings(task: Assignment, posted: PageAnswers) -> OpenedDraft:
    try:
        return save_in_draft(task, replace(posted, comments={}))
    except AnswersTooLongError:  # other pages' words fill the draft to the brim
        return task.draft()


def _where_next(task: Assignment, page: Page, *, was_merged: bool) -> str:
    go = request.form.get("go", "next")
    if go == "close":
        return url_for("rater_entry.closed")
    if go == "list":
        return url_for(".tasks")
    told: dict[str, Any] = {"merged": 1} if was_merged else {}
    if go.startswith(_LANGUAGE) and go.removeprefix(_LANGUAGE) in LANGUAGES:
        told[QUERY] = go.removeprefix(_LANGUAGE)
        return task.url(".page", number=page.number, **told)
    number = page.number - 1 if go == "back" else page.number + 1
    if number < 1:
        return task.url(".promise")
    if go == "look-over" or number > len(task.pages):
        return task.url(".look_over", **told)
    return task.url(".page", number=number, **told)
