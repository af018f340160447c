"""What a leader's pulse gave, for whoever may read the report that it follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, render_template

from feedback.access import coach_after_sharing
from feedback.coach.pages import blueprint
from feedback.operations.plans.pulses import pulse_for_coach
from feedback.operations.results.reports import release_for_coach
from feedback.reading.perceived import perceived_in
from feedback.requests.sessions import db_session

if TYPE_CHECKING:
    from feedback.models import Subject


@blueprint.get("/<uuid:subject_id>/pulse")
@coach_after_sharing
def pulse(subject: Subject) -> str:
    """Show what others have noticed, once the leader can read it too."""
    followed = pulse_for_coach(db_session(), subject)
    if followed is None:
        abort(404)
    return render_template(
        "coach/pulse.html",
        subject=subject,
        pulse=followed,
        perceived=perceived_in(followed, release_for_coach(db_session(), followed)),
    )
