"""One finding on a screen, for coach and leader to look at together in the talk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.access import coach_after_sharing
from feedback.coach.pages import blueprint, material_for_coach
from feedback.reading.slides import slides_page
from reports.sections.material import Material

if TYPE_CHECKING:
    from feedback.models import Subject


@blueprint.get("/<uuid:subject_id>/slides")
@coach_after_sharing
def slides(subject: Subject) -> str:
    """Show the slides, one below the other."""
    return slides_page(subject, material_for_coach(subject, Material))
