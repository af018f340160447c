"""The workplaces of a programme: seen as a tree, and taken from a list of who works where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import organiser_of_programme
from feedback.access.finding import found_anew, organised_programme
from feedback.languages import current_language
from feedback.operations.people.file import PeopleFileError, ReadingChoices, read_staff_file
from feedback.operations.people.workplaces import WorkplaceRow, put_staff, workplaces_of
from feedback.organiser.people.forms import StaffForm
from feedback.organiser.programmes import blueprint
from feedback.requests.attempt import REFUSED, attempt, me
from feedback.requests.listing import Column, listed
from feedback.requests.sessions import begin_changing, db_session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from feedback.models import Programme

_SHOWN: Final = 200


@blueprint.get("/<uuid:programme_id>/workplaces")
@organiser_of_programme
def workplaces(programme: Programme) -> str:
    """Show the tree of workplaces, and ask for a list."""
    return _page(programme, StaffForm(formdata=None))


@blueprint.post("/<uuid:programme_id>/workplaces/list")
@organiser_of_programme
def take_staff(programme: Programme) -> ResponseReturnValue:
    """Take a list of who works where, or say all that is wrong with it."""
    form = StaffForm()
    content = form.file.data.read() if form.file.data else (form.text.data or "").encode()
    choices = ReadingChoices(
        sheet=form.sheet.data or "",
        hidden_rows=form.hidden.data or "",
        hidden_columns=form.hidden.data or "",
    )
    # Reading a large list takes seconds, in which raters save: no transaction is open meanwhile.
    db_session().commit()
    try:
        file = read_staff_file(content, answers=choices)
    except PeopleFileError as error:
        faults = [notice.text(current_language()) for notice in error.notices]
        return _page(programme, form, faults=faults), REFUSED
    begin_changing()
    programme = found_anew(organised_programme, current_user, programme)
    done = attempt(
        lambda: put_staff(db_session(), programme, file, is_whole=not form.adds_only, by=me())
    )
    if not done:
        return _page(programme, form, faults=done.faults), REFUSED
    change = done.made
    flash(
        _(
            "The list is taken: %(people)s people with names and %(unnamed)s without. "
            "%(added)s are new, %(moved)s have moved, %(gone)s are gone.",
            people=change.people,
            unnamed=change.unnamed,
            added=change.added,
            moved=change.moved,
            gone=change.gone,
        )
    )
    for notice in file.advice:
        flash(notice.text(current_language()))
    return redirect(url_for(".workplaces", programme_id=programme.id))


def _page(programme: Programme, form: StaffForm, *, faults: Sequence[str] = ()) -> str:
    rows = workplaces_of(db_session(), programme)
    columns: list[Column[WorkplaceRow]] = [
        Column("name", _("Workplace"), lambda row: row.path),
        Column("head", _("Head"), lambda row: row.head),
        Column("staff", _("Work here"), lambda row: row.staff, is_number=True),
        Column("below", _("With all below"), lambda row: row.below, is_number=True),
    ]
    return render_template(
        "organiser/workplaces.html",
        programme=programme,
        form=form,
        faults=faults,
        shown=_SHOWN,
        unnamed=sum(row.unnamed for row in rows),
        listing=listed(
            rows, columns, request.args, search=lambda row: (row.path, row.code, row.head)
        ),
    )
