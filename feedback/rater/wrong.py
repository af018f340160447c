"""Is something wrong: the wrong person, the wrong group, somebody who left. One POST says so.

The page and what it does are the same before and after an answer, so that nothing here tells
who has answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import redirect, render_template, request, url_for

from feedback.errors import TaskGoneError
from feedback.models import Wrong
from feedback.operations.people.corrections import report_wrong, take_back_wrong
from feedback.rater.addresses import blueprint
from feedback.rater.visits import find_assignment
from feedback.requests.attempt import REFUSED
from feedback.requests.sessions import db_session

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from feedback.rater.visits import Assignment

_LONGEST_WORDS: Final = 500


@blueprint.route("/<uuid:subject>/wrong", methods=["GET", "POST"])
def wrong(subject: UUID) -> ResponseReturnValue:
    """Let the rater say what is wrong about being asked."""
    task = _task(subject)
    if request.method == "GET":
        return render_template("rater/wrong.html", task=task, is_missing=False, words="")
    said = request.form.get("wrong", "")
    words = " ".join(request.form.get("words", "").split())[:_LONGEST_WORDS]
    if said not in set(Wrong):
        page = render_template("rater/wrong.html", task=task, is_missing=True, words=words)
        return page, REFUSED
    report_wrong(db_session(), task.invitation, Wrong(said), words)
    db_session().commit()
    return redirect(url_for(".tasks"), 303)


@blueprint.post("/<uuid:subject>/nothing-wrong")
def nothing_wrong(subject: UUID) -> ResponseReturnValue:
    """Take back that something is wrong."""
    task = _task(subject)
    take_back_wrong(db_session(), task.invitation)
    db_session().commit()
    return redirect(url_for(".tasks"), 303)


def _task(subject: UUID) -> Assignment:
    task = find_assignment(subject)
    if task.is_self or not task.can_be_named:
        raise TaskGoneError
    return task
