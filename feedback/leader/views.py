"""A leader's own pages; of a report nothing is here before it is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import (
    leader_after_sharing,
    one_of_several_after_sharing,
    recipient_after_sharing,
    recipients_only,
)
from feedback.clock import utc_now
from feedback.languages import STAFF_LANGUAGES
from feedback.leader.forms import EndAccessForm, MarkForm
from feedback.leader.marks import MARK, mark_words, marked_sections, statements_of
from feedback.leader.together import material_for_recipient, slides_together, together
from feedback.operations.answering.own import lacks_own_answers
from feedback.operations.coaching.ending import end_coach_access, ending_of
from feedback.operations.plans.marking import mark, marks_of
from feedback.operations.plans.planning import plan_about
from feedback.operations.results.reports import (
    cover_of,
    marks_for,
    release_for_leader,
    report_pdf,
)
from feedback.operations.results.since_plan import last_plan
from feedback.operations.results.written_plan import plan_for
from feedback.operations.rights.coach_access import has_coach, named_readers, people_coaching
from feedback.operations.rights.relations import subjects_to_read
from feedback.reading.report_page import pdf_answer, web_report
from feedback.reading.since_plan import since_plan
from feedback.requests.appearance import appearance
from feedback.requests.attempt import act, attempt, me
from feedback.requests.sessions import db_session, settings_of, today_here
from reports.pdf import SUMMARY
from reports.sections.comments import comments as comments_section

if TYPE_CHECKING:
    from werkzeug import Response

    from feedback.models import Subject

blueprint: Final = Blueprint("leader", __name__, url_prefix="/my-reports")


@blueprint.get("/")
@recipients_only
def index() -> str:
    """List the campaigns whose reports are for me, and how far each has come."""
    subjects = subjects_to_read(db_session(), current_user)
    lacking = {one.id for one in subjects if one.person and lacks_own_answers(db_session(), one)}
    today = today_here()
    readers = {
        one.id: ", ".join(
            f"{reader.name} ({reader.email})"
            for reader in named_readers(db_session(), one, today=today)
        )
        for one in subjects
    }
    zone, now = settings_of(current_app).zone, utc_now()
    talks = {
        one.id: one.talk_at.astimezone(zone)
        for one in subjects
        if one.talk_at and one.talk_at > now and has_coach(one)
    }
    return render_template(
        "leader/reports.html", subjects=subjects, lacking=lacking, readers=readers, talks=talks
    )


@blueprint.get("/<uuid:subject_id>")
@recipient_after_sharing
def show(subject: Subject) -> str:
    """Show my report: the summary first, then the profile."""
    material = material_for_recipient(subject)
    if subject.person_id is None:
        return together(subject, material)
    marks = marks_of(db_session(), subject)
    return render_template(
        "leader/report.html",
        subject=subject,
        material=material,
        report=web_report(material),
        pdf_languages=STAFF_LANGUAGES,
        marks=marks,
        marked=marked_sections(material, marks),
        mark_kinds=mark_words(),
        statements=statements_of(material),
        plan=plan_about(db_session(), subject),
        since=since_plan(db_session(), subject, last_plan(db_session(), subject), material.release),
        readers=people_coaching(db_session(), subject, today=today_here()),
        form=MarkForm(),
    )


@blueprint.get("/<uuid:subject_id>/slides")
@one_of_several_after_sharing
def slides(subject: Subject) -> str:
    """Show the findings of a report that is read together, one a screen: with a projector."""
    return slides_together(subject)


@blueprint.post("/<uuid:subject_id>/marks")
@leader_after_sharing
def set_marks(subject: Subject) -> Response:
    """Keep what was marked under one trait."""
    trait = request.form.get("trait", "")
    kinds = {
        name.removeprefix(MARK): kind
        for name, kind in request.form.items()
        if name.startswith(MARK)
    }
    if not attempt(lambda: _mark(subject, kinds)):
        abort(404)
    flash(_("Your marks are saved. Only you see them; they fill in your plan."))
    return redirect(url_for(".show", subject_id=subject.id, _anchor=f"trait-{trait}"))


@blueprint.get("/<uuid:subject_id>/comments")
@leader_after_sharing
def comments(subject: Subject) -> str:
    """Show what others have written, on a page of its own that one chooses to open."""
    return render_template(
        "leader/comments.html",
        subject=subject,
        section=comments_section(material_for_recipient(subject)),
        plan=plan_about(db_session(), subject),
    )


@blueprint.get("/<uuid:subject_id>/coach")
@leader_after_sharing
def confirm_end(subject: Subject) -> str:
    """Ask before the coach can read no more."""
    ending = ending_of(db_session(), subject, now=utc_now())
    return render_template(
        "leader/end-access.html", subject=subject, ending=ending, form=EndAccessForm()
    )


@blueprint.post("/<uuid:subject_id>/coach")
@leader_after_sharing
def end_access(subject: Subject) -> Response:
    """Let the coach read my report no more."""
    keeps_plan = EndAccessForm().keeps_plan.data
    return act(
        lambda: end_coach_access(db_session(), subject, by=me(), keeps_plan=keeps_plan),
        _("Your coach can no longer open the report, nor anything that belongs to it."),
        url_for(".show", subject_id=subject.id),
    )


@blueprint.get("/<uuid:subject_id>/report.<any(sv, en):language>.pdf")
@recipient_after_sharing
def pdf(subject: Subject, language: str) -> Response:
    """Make my report as PDF."""
    return _pdf(subject, language)


@blueprint.get("/<uuid:subject_id>/summary.<any(sv, en):language>.pdf")
@leader_after_sharing
def summary_pdf(subject: Subject, language: str) -> Response:
    """Make the two pages of my report that stand by themselves."""
    return _pdf(subject, language, is_summary=True)


def _mark(subject: Subject, kinds: dict[str, str]) -> None:
    for key, kind in kinds.items():
        mark(db_session(), subject, key, kind)


def _pdf(subject: Subject, language: str, *, is_summary: bool = False) -> Response:
    release, settings = release_for_leader(db_session(), subject), settings_of(current_app)
    content = report_pdf(
        db_session(),
        subject,
        release,
        settings=settings,
        language=language,
        today=today_here(),
        marks=marks_for(db_session(), subject),
        plan=plan_for(db_session(), subject, current_user, language),
        only=SUMMARY if is_summary else None,
    )
    cover = cover_of(subject, appearance(), settings=settings, language=language)
    return pdf_answer(content, cover, is_summary=is_summary)
