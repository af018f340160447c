"""A report as its leader reads it, of an invented leader: for whoever runs campaigns to try."""

from __future__ import annotations

from flask import render_template

from feedback.access import coaches_and_organisers
from feedback.leader.views import blueprint
from feedback.reading.practice import held_in_address, invented
from feedback.reading.report_page import web_report
from reports.sections.comments import comments as comments_section
from reports.sections.material import Material


@blueprint.get("/practice")
@coaches_and_organisers
def practice() -> str:
    """Show the invented leader's report; nothing can be marked, and nothing is kept."""
    material = invented(Material, held_in_address())
    return render_template(
        "leader/practice.html",
        material=material,
        report=web_report(material),
        comments=comments_section(material),
    )
