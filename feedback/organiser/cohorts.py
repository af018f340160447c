"""The cohorts of a programme and who was put into which: two lists, seen and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext as _

from feedback.access import organiser_of_programme
from feedback.operations.programmes.cohorts import (
    cohorts_as_text,
    cohorts_of,
    put_cohorts,
    sizes_of,
)
from feedback.operations.programmes.memberships import (
    HEADINGS,
    Placing,
    placings_of,
    put_memberships,
)
from feedback.organiser.programmes import blueprint
from feedback.organiser.written_forms import CohortsForm, MembershipsForm
from feedback.organiser.written_page import written_page
from feedback.requests.attempt import me
from feedback.requests.downloads import download
from feedback.requests.listing import Column, listed
from feedback.requests.sessions import db_session
from feedback.text.sheets import semicolon_csv

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Programme


@blueprint.route("/<uuid:programme_id>/cohorts", methods=["GET", "POST"])
@organiser_of_programme
def cohorts(programme: Programme) -> ResponseReturnValue:
    """Show the cohorts with their periods, and take what is written of them."""
    found = cohorts_of(db_session(), programme)
    form = CohortsForm(cohorts=cohorts_as_text(found))
    return written_page(
        "cohorts",
        programme,
        form,
        lambda: put_cohorts(db_session(), programme, form.cohorts.data or "", by=me()),
        said=_("The cohorts are kept."),
        cohorts=found,
        sizes=sizes_of(db_session(), programme),
    )


@blueprint.route("/<uuid:programme_id>/memberships", methods=["GET", "POST"])
@organiser_of_programme
def memberships(programme: Programme) -> ResponseReturnValue:
    """Show who was put into which cohort, and take those who are written."""
    form = MembershipsForm()
    columns: tuple[Column[Placing], ...] = (
        Column("name", _("Name"), lambda row: row.name),
        Column("cohort", _("Cohort"), lambda row: row.cohort),
        Column("team", _("Management team"), lambda row: row.team),
        Column("workplace", _("Workplace"), lambda row: row.workplace),
        Column("level", _("Level"), lambda row: row.level),
    )
    return written_page(
        "memberships",
        programme,
        form,
        lambda: put_memberships(
            db_session(),
            programme,
            form.memberships.data or "",
            is_whole=form.is_whole.data,
            puts_right=form.puts_right.data,
            by=me(),
        ),
        said=_("It is kept who belongs to which cohort."),
        listing=listed(
            placings_of(db_session(), programme),
            columns,
            request.args,
            search=lambda row: (row.name, row.email, row.cohort, row.team, row.workplace),
        ),
    )


@blueprint.get("/<uuid:programme_id>/memberships.csv")
@organiser_of_programme
def memberships_as_csv(programme: Programme) -> Response:
    """Hand out who was put into which cohort, as the page and the command take it."""
    rows = (
        (one.name, one.email, one.cohort, one.team, one.workplace, one.level)
        for one in placings_of(db_session(), programme)
    )
    title = _("Who belongs to which cohort")
    content = semicolon_csv([HEADINGS, *rows])
    return download(content, "text/csv", f"{title} {programme.name}.csv")
