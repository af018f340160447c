"""Find a person from any page, in the campaigns of the organiser's departments alone."""

from __future__ import annotations

from flask import render_template, request
from flask_security import current_user

from feedback.access import organisers_only
from feedback.operations.people.finding import find_people
from feedback.operations.rights.accounts import departments_of
from feedback.organiser.blueprint import blueprint
from feedback.requests.sessions import db_session


@blueprint.get("/people")
@organisers_only
def find() -> str:
    """Show who fits what was typed, with the campaigns they lead or are asked in."""
    words = request.args.get("q", "").strip()
    departments = {one.id for one in departments_of(db_session(), current_user)}
    return render_template(
        "organiser/found.html", words=words, found=find_people(db_session(), departments, words)
    )
