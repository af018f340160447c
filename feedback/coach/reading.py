"""One leader's page for the coach: where it stands, and once shared self against others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, current_app, render_template, request
from flask_security import current_user

from feedback.access import coach_may_download, coach_of_subject
from feedback.coach.comparing import compare
from feedback.coach.pages import (
    blueprint,
    material_for_coach,
    my_access,
    profile_charts,
    shares_itself,
    since_last_plan,
)
from feedback.coach.sorting import sorting
from feedback.languages import current_language
from feedback.models import CampaignKind
from feedback.operations.coaching.notes import notes_at_items, notes_of
from feedback.operations.coaching.preparing import comments_are_read
from feedback.operations.plans.pulses import pulse_for_coach
from feedback.operations.results.reports import cover_of, release_for_coach, report_pdf
from feedback.operations.results.withholding import withheld_comments
from feedback.operations.results.written_plan import plan_for
from feedback.operations.rights.knowing import coach_reads
from feedback.reading.report_page import pdf_answer, report_of_several
from feedback.requests.appearance import appearance
from feedback.requests.sessions import db_session, settings_of, today_here
from reports.pdf import SUMMARY
from reports.sections.material import Material

if TYPE_CHECKING:
    from werkzeug import Response

    from feedback.models import Subject


@blueprint.get("/<uuid:subject_id>")
@coach_of_subject
def show(subject: Subject) -> str:
    """Show one leader: where it stands, and once shared the compare view."""
    if subject.campaign.kind is not CampaignKind.FULL:
        abort(404)  # a pulse is no report
    zone = settings_of(current_app).zone
    talk_at = subject.talk_at.astimezone(zone) if subject.talk_at else None
    access = my_access(subject)
    if not coach_reads(subject):
        return render_template(
            "coach/waiting.html", subject=subject, talk_at=talk_at, access=access
        )
    withheld = len(withheld_comments(db_session(), subject))
    if subject.person_id is None:
        return render_template(
            "coach/together.html",
            subject=subject,
            talk_at=talk_at,
            access=access,
            withheld=withheld,
            report=report_of_several(material_for_coach(subject, Material)),
        )
    material = material_for_coach(subject)
    order = sorting(request.args.get("sort", ""), request.args.get("dir", ""), material.profile)
    return render_template(
        "coach/leader.html",
        subject=subject,
        talk_at=talk_at,
        shared_at=shares_itself(subject),
        is_read=comments_are_read(db_session(), subject),
        access=access,
        order=order,
        comparison=compare(material, order),
        charts=profile_charts(material),
        withheld=withheld,
        notes=notes_at_items(notes_of(db_session(), subject, access.person)),
        since=since_last_plan(subject, material),
        has_pulse=pulse_for_coach(db_session(), subject) is not None,
    )


@blueprint.get("/<uuid:subject_id>/report.pdf")
@coach_may_download
def pdf(subject: Subject) -> Response:
    """Make the report as PDF, in the language asked for."""
    return _pdf(subject)


@blueprint.get("/<uuid:subject_id>/summary.pdf")
@coach_may_download
def summary_pdf(subject: Subject) -> Response:
    """Make the two pages of the report that stand by themselves."""
    return _pdf(subject, is_summary=True)


def _pdf(subject: Subject, *, is_summary: bool = False) -> Response:
    language, settings = current_language(), settings_of(current_app)
    content = report_pdf(
        db_session(),
        subject,
        release_for_coach(db_session(), subject),
        settings=settings,
        language=language,
        today=today_here(),
        plan=plan_for(db_session(), subject, current_user, language),
        only=SUMMARY if is_summary else None,
    )
    cover = cover_of(subject, appearance(), settings=settings, language=language)
    return pdf_answer(content, cover, is_summary=is_summary)
