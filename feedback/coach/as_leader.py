"""A leader's page as the leader sees it, for the coach to look at before it is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, url_for

from feedback.access import coach_after_sharing
from feedback.coach.pages import blueprint, material_for_coach, since_last_plan
from feedback.operations.rights.coach_access import people_coaching
from feedback.reading.report_page import web_report
from feedback.requests.sessions import db_session, today_here
from reports.sections.comments import comments
from reports.sections.material import Material

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from feedback.models import Subject


@blueprint.get("/<uuid:subject_id>/as-leader")
@coach_after_sharing
def as_leader(subject: Subject) -> ResponseReturnValue:
    """Show the leader's page, its comments below a heading; nothing on it can be done."""
    if subject.person_id is None:
        return redirect(url_for(".show", subject_id=subject.id))  # it stands there as they read it
    material = material_for_coach(subject, Material)
    return render_template(
        "coach/as-leader.html",
        subject=subject,
        material=material,
        report=web_report(material),
        comments=comments(material),
        since=since_last_plan(subject, material),
        readers=people_coaching(db_session(), subject, today=today_here()),
    )
