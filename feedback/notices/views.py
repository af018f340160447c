"""What is kept of whom, by whom and how long, for each department; and how accessible this is.

Open to everybody, without a session: raters come here from their own pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, current_app, render_template

from feedback.access import open_to_all
from feedback.operations import retention
from feedback.operations.people.departments import all_departments, find_department
from feedback.requests.sessions import db_session, settings_of

if TYPE_CHECKING:
    from uuid import UUID

blueprint: Final = Blueprint("notices", __name__)

DIGG: Final = "https://www.digg.se/tdosanmalan"
"""Where anybody reports that a public service is not accessible."""


@blueprint.get("/integritet")
@open_to_all
def privacy() -> str:
    """Say what holds for every department, and lead to each department's own page."""
    return render_template(
        "notices/privacy.html", department=None, departments=all_departments(db_session())
    )


@blueprint.get("/integritet/<uuid:where>")
@open_to_all
def privacy_of(where: UUID) -> str:
    """Say who is responsible in a department, on which ground, and how long what is kept."""
    department = find_department(db_session(), where)
    if department is None:
        abort(404)
    rules = retention.rules_of(db_session(), department)
    return render_template("notices/privacy.html", department=department, rules=rules)


@blueprint.get("/tillganglighet")
@open_to_all
def accessibility() -> str:
    """Tell how far these pages follow the law on accessible public services."""
    settings = settings_of(current_app)
    return render_template(
        "notices/accessibility.html",
        contact=settings.accessibility_contact,
        shortcomings=[line for line in settings.accessibility_shortcomings.split("|") if line],
        assessed_on=settings.accessibility_assessed_on,
        report_to=DIGG,
    )
