"""The same question about all leaders beside each other: another way through the same drafts.

What is answered here lies in each leader's own draft, as if it had been answered there, and is
sent from there, one leader at a time: envelopes that come in one moment would lie together.
Pages bring along the groups whose promises were shown, as those of one leader do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import abort, current_app, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from feedback.ballot import Part
from feedback.clock import utc_now
from feedback.errors import AlreadyAnsweredError, AnswersTooLongError
from feedback.languages import LANGUAGES, QUERY, clock, current_language, in_language
from feedback.operations.answering.drafts import PageAnswers
from feedback.operations.answering.submitting import find_tasks
from feedback.rater.addresses import PROMISED, blueprint
from feedback.rater.fields import RATING, marks_of, read_started
from feedback.rater.form import save_in_draft
from feedback.rater.progress import gaps
from feedback.rater.visits import (
    assignment_of,
    begins,
    draw_code_word,
    find_assignment,
    looking_again,
    open_list,
)
from feedback.requests.attempt import REFUSED
from feedback.requests.sessions import changing, looking_up, settings_of
from surveys.form import Statement, pages_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from feedback.operations.answering.drafts import OpenedDraft
    from feedback.rater.visits import Assignment, Visit

_FEWEST: Final = 2  # one leader has nobody beside them
_BETWEEN: Final = "."  # groups, as they stand in an address


@dataclass(frozen=True, slots=True)
class SharedStatement:
    """One question as it is asked about everybody: its words, and those above it."""

    key: str
    words: str
    hint: str
    trait: str
    lead: str


@dataclass(frozen=True, slots=True)
class Beside:
    """One leader beside the others, and what is saved about them."""

    task: Assignment
    draft: OpenedDraft
    place: int

    def rating(self, key: str) -> str:
        """Return the value that is marked for a question, or nothing."""
        return str(self.draft.answers.ratings.get(key, ""))

    @property
    def statement(self) -> Statement:
        """What stands where one leader's form has a statement: the leader's name."""
        return Statement(
            str(self.task.invitation.subject_id), f"leader-{self.place}", self.task.name, ""
        )

    @property
    def left(self) -> int:
        """How many questions have no answer yet."""
        return len(gaps(self.task, self.draft.answers))


@blueprint.get("/all")
def beside_promise() -> ResponseReturnValue:
    """Show who will see the answers about each leader, before the first question."""
    visit, leaders, groups = _open()
    is_changed = request.values.get(PROMISED, groups) != groups
    g.promised = groups
    return render_template(
        "rater/beside-promise.html", visit=visit, leaders=leaders, is_changed=is_changed
    )


@blueprint.get("/all/<int:number>")
def beside(number: int) -> ResponseReturnValue:
    """Show one question about every leader, with what is saved of it."""
    visit, leaders, groups = _open()
    if request.values.get(PROMISED) != groups:
        return _promise_again()
    g.promised = groups
    return _show(visit, leaders, number)


@blueprint.post("/all/<int:number>")
@looking_again
def save_beside(number: int) -> ResponseReturnValue:
    """Save what was changed, each in its leader's draft, and go where the button says."""
    visit, leaders, _groups = _open()
    if "code_word" in g and not visit.access.code_word:  # drawn just now: no draft has it yet
        return redirect(url_for(".beside_promise"), 303)
    excess = _save_all(visit, leaders, _asked(visit, number))
    g.promised = request.values.get(PROMISED, "")
    if excess:
        visit, leaders, _groups = _open()
        return _show(visit, leaders, number, excess), REFUSED
    return redirect(_where_next(visit, number), 303)


@blueprint.post("/all/<int:number>/save")
@looking_again
def save_beside_while_answering(number: int) -> ResponseReturnValue:
    """Save for the script of an open page; answers with what the page holds then."""
    visit, leaders, _groups = _open()
    asked = _asked(visit, number)
    excess = _save_all(visit, leaders, asked)
    visit, leaders, _groups = _open()
    now = clock(utc_now().astimezone(settings_of(current_app).zone))
    started = _started(leaders, asked.key)
    return jsonify(saved=now, base="", started=started, merged=False, refused=bool(excess))


@blueprint.get("/all/look-over")
def beside_look_over() -> ResponseReturnValue:
    """Show how far each leader's answers have come, and where each is sent."""
    visit, leaders, groups = _open()
    if request.values.get(PROMISED) != groups:
        return _promise_again()
    g.promised = groups
    last = len(_questions(visit))
    return render_template("rater/beside-look-over.html", visit=visit, leaders=leaders, last=last)


def _open() -> tuple[Visit, list[Beside], str]:
    """Open the link with those whom it asks about beside each other, and their groups."""
    visit, tasks = open_list()
    if begins(tasks):
        draw_code_word(visit.access, str(request.endpoint), **(request.view_args or {}))
    others = [
        task
        for task in tasks
        if task.part is Part.RESPONSE and task.invitation.group != visit.self_key
    ]
    undone = {one.invitation.id for one in others if one.is_undone and not one.is_called_wrong}
    found = [
        assignment_of(visit, one, Part.RESPONSE)
        for one in find_tasks(looking_up(), visit.access)
        if one.invitation.id in undone
    ]
    if len(others) < _FEWEST or not found or not visit.asks_all_alike:
        abort(redirect(url_for(".tasks"), 303))
    leaders = [Beside(task, task.draft(), place) for place, task in enumerate(found, start=1)]
    return visit, leaders, _BETWEEN.join(one.invitation.group for one in others)


def _show(
    visit: Visit, leaders: Sequence[Beside], number: int, excess: dict[str, int] | None = None
) -> str:
    asked = _asked(visit, number)
    unanswered = (one.place for one in leaders if not one.rating(asked.key))
    return render_template(
        "rater/beside.html",
        visit=visit,
        leaders=leaders,
        asked=asked,
        number=number,
        total=len(_questions(visit)),
        options=visit.options(),
        started=_started(leaders, asked.key),
        first=next(unanswered, 0),
        excess=excess or {},
    )


def _questions(visit: Visit) -> list[SharedStatement]:
    """Return every question in the words of nobody in particular."""
    language = visit.foreign_language or current_language()
    with in_language(language):
        whom = _("the leader")
    pages = pages_of(visit.survey_json, name=whom, language=current_language())
    return [
        SharedStatement(
            one.key, _begun(one.words), _begun(one.hint), section.title, _begun(section.lead)
        )
        for page in pages
        for section in page.sections
        for one in section.statements
    ]


def _begun(sentence: str) -> str:
    """Return a sentence with a capital, where it begins with the word for a leader."""
    return sentence[:1].upper() + sentence[1:]


def _asked(visit: Visit, number: int) -> SharedStatement:
    questions = _questions(visit)
    if not 1 <= number <= len(questions):
        abort(404)
    return questions[number - 1]


def _save_all(visit: Visit, leaders: Sequence[Beside], asked: SharedStatement) -> dict[str, int]:
    """Save each mark that differs from what the page started from, and commit.

    Returns by how many characters a leader's draft is too long, by the leader's name.
    """
    before = read_started(request.form.get("started", ""))
    marks, excess = marks_of(visit.survey.scale), {}
    for one in leaders:
        subject = one.task.invitation.subject_id
        chosen = request.form.get(f"{RATING}{subject}", "")
        if chosen == before.get(str(subject), ""):
            continue
        # That it was changed is known, so that its draft takes it, whatever it holds by now.
        posted = PageAnswers({asked.key: marks.get(chosen)}, started_from={asked.key: "changed"})
        if too_many := _save(subject, posted):
            excess[one.task.name] = too_many
    changing().commit()
    return excess


def _save(subject: UUID, posted: PageAnswers) -> int:
    """Save one leader's mark; returns by how many characters the draft is too long."""
    task = find_assignment(subject, to_change=True)
    try:
        save_in_draft(task, posted)
    except AnswersTooLongError as error:
        return error.excess
    except AlreadyAnsweredError:  # sent meanwhile, from another page
        return 0
    return 0


def _started(leaders: Sequence[Beside], key: str) -> str:
    marked = ((one.task.invitation.subject_id, one.rating(key)) for one in leaders)
    return " ".join(f"{subject}:{mark}" for subject, mark in marked if mark)


def _where_next(visit: Visit, number: int) -> str:
    go = request.form.get("go", "next")
    if go == "close":
        return url_for("rater_entry.closed")
    if go == "list":
        return url_for(".tasks")
    told: dict[str, Any] = {}
    if go.startswith("language:") and go.removeprefix("language:") in LANGUAGES:
        told[QUERY] = go.removeprefix("language:")
        return url_for(".beside", number=number, **told)
    number += -1 if go == "back" else 1
    if number < 1:
        return url_for(".beside_promise")
    if number > len(_questions(visit)):
        return url_for(".beside_look_over")
    return url_for(".beside", number=number)


def _promise_again() -> ResponseReturnValue:
    """Lead to the promise, which says that it is another, if one was shown."""
    shown = request.values.get(PROMISED)
    told: dict[str, Any] = {PROMISED: shown} if shown else {}
    return redirect(url_for(".beside_promise", **told), 303)
