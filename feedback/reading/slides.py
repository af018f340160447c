"""One finding on a screen, for those who read a report together: in a room, or in the talk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, render_template, url_for

from reports.subjects import kind_of

if TYPE_CHECKING:
    from feedback.models import Subject
    from reports.sections.material import Material


def slides_page(subject: Subject, material: Material, *, title: str = "") -> str:
    """Show the findings one below the other: the page keys and a clicker step.

    Without a title it is the talk with whom the report is about. Raises `NotFound` for a kind of
    subject of which nothing is shown on a screen.
    """
    slides_of = kind_of(material.survey).slides
    if slides_of is None:
        abort(404)
    return render_template(
        "report/slides.html",
        subject=subject,
        material=material,
        slides=slides_of(material),
        title=title,
        back=url_for(".show", subject_id=subject.id),
    )
