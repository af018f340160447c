"""The talk guide of one leader, on the page and on one sheet of paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from feedback.access import coach_after_sharing, coach_may_download
from feedback.clock import utc_now
from feedback.coach.forms import QuestionsForm
from feedback.coach.pages import blueprint, material_for_coach, my_access
from feedback.operations.coaching.notes import (
    LONGEST_QUESTION,
    MOST_QUESTIONS,
    keep_questions,
    notes_at_items,
    notes_of,
    own_questions,
)
from feedback.operations.subjects import called
from feedback.requests.attempt import REFUSED, attempt
from feedback.requests.downloads import download
from feedback.requests.sessions import db_session
from reports.pdf.guide import NONE, render_guide
from reports.sections.guide import Prepared, steps
from reports.sections.guide import guide as guide_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Subject
    from reports.sections.material import Material


@blueprint.get("/<uuid:subject_id>/guide")
@coach_after_sharing
def guide(subject: Subject) -> str:
    """Show the talk guide, the leader's own findings filled in, my questions and notes in it."""
    material = material_for_coach(subject)
    kept = notes_of(db_session(), subject, my_access(subject).person)
    prepared = Prepared(own_questions(kept), notes_at_items(kept))
    return render_template(
        "coach/guide.html",
        subject=subject,
        access=my_access(subject),
        title=material.say("guide.title", name=called(subject)),
        pieces=guide_of(material, prepared=prepared),
    )


@blueprint.get("/<uuid:subject_id>/guide/questions")
@coach_after_sharing
def questions(subject: Subject) -> str:
    """Ask for my own questions, step by step."""
    found = own_questions(notes_of(db_session(), subject, my_access(subject).person))
    texts = {step: "\n".join(lines) for step, lines in found.items()}
    return _questions_page(subject, QuestionsForm(formdata=None), texts)


@blueprint.post("/<uuid:subject_id>/guide/questions")
@coach_after_sharing
def keep_own_questions(subject: Subject) -> ResponseReturnValue:
    """Keep my own questions in place of those that stood in the guide."""
    form = QuestionsForm()
    texts = {step: request.form.get(step, "") for step in steps(material_for_coach(subject))}
    person = my_access(subject).person
    if form.validate_on_submit() and attempt(
        lambda: keep_questions(db_session(), subject, person, texts, now=utc_now()), form
    ):
        flash(_("Your questions stand in the guide."))
        return redirect(url_for(".guide", subject_id=subject.id))
    return _questions_page(subject, form, texts), REFUSED


@blueprint.get("/<uuid:subject_id>/guide.pdf")
@coach_may_download
def guide_as_pdf(subject: Subject) -> Response:
    """Make the talk guide as a PDF of one page."""
    kept = notes_of(db_session(), subject, my_access(subject).person)
    return guide_answer(material_for_coach(subject), own_questions(kept))


def guide_answer(material: Material, questions: Mapping[str, tuple[str, ...]] = NONE) -> Response:
    """Answer with a guide to download, a coach's own questions in it."""
    name = _("Talk guide %(name)s", name=material.cover.leader_name)
    return download(render_guide(material, questions), "application/pdf", f"{name}.pdf")


def _questions_page(subject: Subject, form: QuestionsForm, texts: Mapping[str, str]) -> str:
    material = material_for_coach(subject)
    return render_template(
        "coach/questions.html",
        subject=subject,
        form=form,
        steps=[(step, title, texts.get(step, "")) for step, title in steps(material).items()],
        most=MOST_QUESTIONS,
        longest=LONGEST_QUESTION,
    )
