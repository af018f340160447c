"""Look over and hand in. The answer to the POST is itself the receipt; repeats show it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, redirect, request, url_for

from feedback.ballot import Part
from feedback.errors import AlreadyAnsweredError, AnswersTooLongError
from feedback.operations.answering.drafts import PageAnswers, merged_with_draft
from feedback.operations.answering.submitting import submit
from feedback.rater.addresses import TASK, blueprint
from feedback.rater.fields import Refusal, fields_of_post, read_fields, too_long
from feedback.rater.form import find_page, save_what_fits
from feedback.rater.progress import gaps
from feedback.rater.rendering import LookOverView, ReceiptView, render_answered
from feedback.rater.showing import show_page, show_view
from feedback.rater.visits import looking_again, open_assignment, promise_again
from feedback.requests.attempt import REFUSED
from feedback.requests.sessions import changing, settings_of

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from feedback.operations.answering.drafts import Answers, OpenedDraft
    from feedback.rater.visits import Assignment


@blueprint.get(f"{TASK}/look-over")
def look_over(subject: UUID, part: str) -> ResponseReturnValue:
    """Show how many are answered and which were skipped."""
    task = open_assignment(subject, Part(part))
    if task.is_answered:
        return render_answered(task)
    if task.is_promised_otherwise:
        return promise_again(task)
    return _show_look_over(task, task.draft().answers)


@blueprint.post(f"{TASK}/submit")
@looking_again
def hand_in(subject: UUID, part: str) -> ResponseReturnValue:
    """Hand in the response and show the receipt."""
    task = open_assignment(subject, Part(part))
    try:
        return _hand_in_page(task) if "page" in request.form else _hand_in_draft(task)
    except AlreadyAnsweredError:
        return _receipt(task)


@blueprint.get(f"{TASK}/submit")
def receipt_again(subject: UUID, part: str) -> ResponseReturnValue:
    """Lead whoever comes back to the receipt's address to where they can go on."""
    return redirect(url_for(".look_over", subject=subject, part=part), 303)


def _hand_in_draft(task: Assignment) -> ResponseReturnValue:
    merged = _merged(task, PageAnswers())
    answers = merged.answers
    if task.is_promised_otherwise:
        return promise_again(task)
    if answers.is_empty:
        return _show_look_over(task, answers, is_empty=True), REFUSED
    try:
        _submit(task, answers)
    except AnswersTooLongError as error:
        return _show_look_over(task, answers, excess=error.excess), REFUSED
    changing().commit()
    return _receipt(task)


def _hand_in_page(task: Assignment) -> ResponseReturnValue:
    """Hand in a form of one page, unless something is too long or was skipped."""
    page = find_page(task, request.form.get("page", 0, type=int))
    posted = read_fields(page, task.visit.survey.scale)
    merged = _merged(task, posted)
    answers = merged.answers
    excess = 0
    is_whole = not too_long(page, posted) and not gaps(task, answers)
    if is_whole and not task.is_promised_otherwise:
        try:
            _submit(task, answers)
            changing().commit()
            return _receipt(task)
        except AnswersTooLongError as error:
            excess = error.excess
    draft, refusal = save_what_fits(task, page, posted)
    if excess and not refusal:
        refusal = Refusal(in_all=excess)
    if refusal:
        return show_page(task, page, fields_of_post(page, posted, draft, refusal)), REFUSED
    return redirect(task.url(".look_over"), 303)


def _submit(task: Assignment, answers: Answers) -> None:
    link_keys = settings_of(current_app).link_key_folder
    seen = task.found.standing
    submit(changing(), link_keys, task.invitation, task.part, answers, seen=seen)


def _merged(task: Assignment, posted: PageAnswers) -> OpenedDraft:
    """Return the draft with the posted page laid over it."""
    access, seen = task.visit.access, task.found.standing
    return merged_with_draft(access, task.invitation, task.part, posted, seen=seen)


def _show_look_over(
    task: Assignment, answers: Answers, *, is_empty: bool = False, excess: int = 0
) -> str | bytes:
    view = LookOverView(
        written=len(answers.comments),
        is_empty=is_empty,
        excess=excess,
        was_merged="merged" in request.args,
    )
    return show_view(task, view, gaps=gaps(task, answers))


def _receipt(task: Assignment) -> str | bytes:
    return show_view(task, ReceiptView(undone=task.count_left()))
