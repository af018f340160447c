"""Answer somebody who asks what is kept about them; the address stands in no page's address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, render_template
from flask_babel import gettext as _

from feedback.access import keepers_only
from feedback.languages import current_language
from feedback.operations.people.own_data import look_up
from feedback.records.documents import Office, letter_pdf, own_data_json, own_data_pdf
from feedback.records.forms import PersonForm
from feedback.records.keeping import asked_departments, kept_departments
from feedback.requests.appearance import appearance
from feedback.requests.attempt import REFUSED, attempt, me
from feedback.requests.downloads import download
from feedback.requests.sessions import db_session

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from feedback.operations.people.own_data import OwnData

blueprint: Final = Blueprint("personal", __name__, url_prefix="/records/person")


@blueprint.get("")
@keepers_only
def ask() -> str:
    """Ask whose data is wanted."""
    return render_template("records/person.html", form=PersonForm(), data=None)


@blueprint.post("")
@keepers_only
def show() -> ResponseReturnValue:
    """Show what is kept about somebody."""
    form = PersonForm()
    if not form.validate_on_submit():
        return render_template("records/person.html", form=form, data=None), REFUSED
    data = _found(form)
    return render_template("records/person.html", form=form, data=data)


@blueprint.post("/<any(json, pdf, letter):kind>")
@keepers_only
def hand_out(kind: str) -> ResponseReturnValue:
    """Make a file of it: to read, for another program, or the letter about answers."""
    form = PersonForm()
    if not form.validate_on_submit():
        return render_template("records/person.html", form=form, data=None), REFUSED
    data, word = _found(form, kind), _("Personal data")
    if kind == "json":
        content = own_data_json(data).encode()
        return download(content, "application/json", f"{word}.json")
    draw = letter_pdf if kind == "letter" else own_data_pdf
    name = _("Letter") if kind == "letter" else word
    content = draw(data, office=_office(), language=current_language())
    return download(content, "application/pdf", f"{name}.pdf")


def _found(form: PersonForm, handed_out_as: str = "") -> OwnData:
    return attempt(
        lambda: look_up(
            db_session(),
            form.address.data,
            department_ids=asked_departments(),
            handed_out_as=handed_out_as,
            by=me(),
        )
    ).made


def _office() -> Office:
    departments = kept_departments()
    department = departments[0] if len(departments) == 1 else None
    parts = (
        (department.contact_name, department.contact_phone, department.contact_email)
        if department
        else ()
    )
    return Office(
        organisation=appearance().name,
        contact=", ".join(part for part in parts if part),
        data_protection_contact=department.data_protection_contact if department else "",
    )
