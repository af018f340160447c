"""The talk guide of one leader, on the page and on one sheet of paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import gettext as _

from feedback.access import coach_after_sharing, coach_may_download
from feedback.coach.pages import blueprint, material_for_coach, my_access
from feedback.requests.downloads import download
from reports.pdf.guide import render_guide
from reports.sections.guide import guide as guide_of

if TYPE_CHECKING:
    from werkzeug import Response

    from feedback.models import Subject
    from reports.sections.material import Material


@blueprint.get("/<uuid:subject_id>/guide")
@coach_after_sharing
def guide(subject: Subject) -> str:
    """Show the talk guide, the leader's own findings filled in."""
    material = material_for_coach(subject)
    return render_template(
        "coach/guide.html",
        subject=subject,
        access=my_access(subject),
        title=material.say("guide.title", name=subject.person.name),
        pieces=guide_of(material),
    )


@blueprint.get("/<uuid:subject_id>/guide.pdf")
@coach_may_download
def guide_as_pdf(subject: Subject) -> Response:
    """Make the talk guide as a PDF of one page."""
    return guide_answer(material_for_coach(subject))


def guide_answer(material: Material) -> Response:
    """Answer with a guide to download."""
    name = _("Talk guide %(name)s", name=material.cover.leader_name)
    return download(render_guide(material), "application/pdf", f"{name}.pdf")
