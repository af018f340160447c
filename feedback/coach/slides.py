"""One finding on a screen, for coach and leader to look at together in the talk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, render_template, url_for

from feedback.access import coach_after_sharing
from feedback.coach.pages import blueprint, material_for_coach
from reports.sections.material import Material
from reports.subjects import kind_of

if TYPE_CHECKING:
    from feedback.models import Subject


@blueprint.get("/<uuid:subject_id>/slides")
@coach_after_sharing
def slides(subject: Subject) -> str:
    """Show the slides, one below the other: the page keys and a clicker step."""
    material = material_for_coach(subject, Material)
    slides_of = kind_of(material.survey).slides
    if slides_of is None:
        abort(404)
    return render_template(
        "report/slides.html",
        subject=subject,
        material=material,
        slides=slides_of(material),
        back=url_for(".show", subject_id=subject.id),
    )
