"""A report that several people read, all from the same moment on: the page of a team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, render_template

from feedback.languages import STAFF_LANGUAGES, current_language
from feedback.operations.results.reports import material_of, release_for_leader
from feedback.operations.subjects import called
from feedback.reading.report_page import report_of_several
from feedback.reading.slides import slides_page
from feedback.requests.sessions import db_session, settings_of, today_here

if TYPE_CHECKING:
    from feedback.models import Subject
    from reports.sections.material import Material


def material_for_recipient(subject: Subject) -> Material:
    """Return what a report is written from for whom it is for, in the page's language."""
    release = release_for_leader(db_session(), subject)
    return material_of(
        db_session(),
        subject,
        release,
        settings=settings_of(current_app),
        language=current_language(),
        today=today_here(),
    )


def slides_together(subject: Subject) -> str:
    """Show the findings of a report that is read together, one a screen."""
    return slides_page(subject, material_for_recipient(subject), title=called(subject))


def together(subject: Subject, material: Material) -> str:
    """Show what a report says of all who read it: agreement first, nothing of anybody's own."""
    return render_template(
        "leader/together.html",
        subject=subject,
        material=material,
        report=report_of_several(material),
        pdf_languages=STAFF_LANGUAGES,
    )
