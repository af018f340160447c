"""The department's own surveys: copied, changed part by part, checked as files are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import organiser_of_survey, organisers_only
from feedback.languages import current_language, language_in_words
from feedback.operations.campaigns import own_surveys
from feedback.operations.rights.accounts import departments_of
from feedback.organiser.forms import CopyForm
from feedback.organiser.setup import surveys_there
from feedback.organiser.survey_faults import advice_in_words, fault_in_words
from feedback.organiser.survey_parts import (
    PART_WORDS,
    changed_in_words,
    columns,
    field_words,
    kinds,
    rows_of,
)
from feedback.requests.attempt import REFUSED, attempt, me, tell
from feedback.requests.downloads import download
from feedback.requests.listing import Column, listed
from feedback.requests.sessions import db_session, settings_of
from surveys import editing
from surveys.editing import EditedPart, PartOf, PartText

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Department, StoredSurvey
    from surveys.editing import Edited
    from surveys.model import Survey

blueprint: Final = Blueprint("organiser_surveys", __name__, url_prefix="/surveys")

_ALL_PARTS: Final = 500


@dataclass(frozen=True, slots=True)
class _Own:
    """One of the department's own surveys, as a row of their list."""

    stored: StoredSurvey
    title: str

    @property
    def origin(self) -> str:
        """The id of the survey that it was copied from."""
        return self.stored.origin


@blueprint.get("/")
@organisers_only
def index() -> str:
    """List the own surveys of the organiser's departments."""
    stored = own_surveys.own_surveys(db_session(), _departments().keys())
    rows = [_Own(one, title) for one in stored if (title := _title(one))]
    found: list[Column[_Own]] = [
        Column("title", _("Survey"), lambda row: row.title),
        Column("department", _("Department"), lambda row: row.stored.department.name),
        Column("origin", _("Copied from"), lambda row: row.origin),
        Column("changed", _("Last changed"), lambda row: row.stored.newest.at.date()),
    ]
    listing = listed(
        rows, found, request.args, search=lambda row: (row.title, row.origin), usual="title"
    )
    return render_template(
        "organiser/surveys/index.html", listing=listing, zone=settings_of(current_app).zone
    )


@blueprint.route("/new", methods=["GET", "POST"])
@organisers_only
def new() -> ResponseReturnValue:
    """Copy a survey."""
    departments = _departments()
    surveys = {one.id: one for one in surveys_there(departments.keys())}
    titles = {key: one.text(one.title, current_language()) for key, one in surveys.items()}
    form = CopyForm(
        surveys=list(titles.items()),
        departments=[(str(key), one.name) for key, one in departments.items()],
        data={"origin": request.args.get("origin", "")},
    )
    if form.validate_on_submit() and (done := attempt(lambda: _copy(form, surveys), form)):
        flash(_("The survey is copied. Change what you like; nobody is asked anything yet."))
        return redirect(url_for(".show", survey_id=done.made.id))
    page = render_template("organiser/surveys/new.html", form=form)
    return page, REFUSED if form.is_submitted() else 200


@blueprint.get("/<uuid:survey_id>")
@organiser_of_survey
def show(stored: StoredSurvey) -> str:
    """Show everything a survey asks with advice, what is left out, and every version."""
    survey = own_surveys.survey_of(stored)
    rows = rows_of(survey, own_surveys.first_of(stored))
    listing = listed(
        rows,
        columns(),
        request.args,
        search=lambda row: (row.words, row.about, row.within),
        choices=kinds(),
        everything=_("Everything"),
        page_size=_ALL_PARTS,
    )
    return render_template(
        "organiser/surveys/show.html",
        stored=stored,
        title=survey.text(survey.title, current_language()),
        listing=listing,
        versions=[(one, changed_in_words(one.changed)) for one in reversed(stored.versions)],
        zone=settings_of(current_app).zone,
    )


@blueprint.route(
    "/<uuid:survey_id>/<any(survey, group, trait, item, question):of>/<key>",
    methods=["GET", "POST"],
)
@organiser_of_survey
def change(stored: StoredSurvey, of: str, key: str) -> ResponseReturnValue:
    """Change the texts of one part, or leave it out; what is typed can be checked first."""
    survey = own_surveys.survey_of(stored)
    part = _part(of, key)
    texts = _texts_of(survey, part)
    if request.method == "GET":
        return _change_page(stored, survey, part, editing.reworded(survey, part, texts), texts)
    if "leave_out" in request.form:
        return _leave_out(stored, part)
    typed = {field: request.form.get(_name(field), "") for field in texts}
    edited = editing.reworded(survey, part, typed)
    if "check" in request.form or edited.survey is None:
        page = _change_page(stored, survey, part, edited, typed)
        return page, 200 if edited.survey else REFUSED
    outcome = attempt(lambda: own_surveys.reword(db_session(), stored, part, typed, by=me()))
    tell(outcome, _("The survey is changed. Campaigns that there are stay as they are."))
    return redirect(url_for(".show", survey_id=stored.id))


@blueprint.post("/<uuid:survey_id>/<any(item, question):of>/<key>/put-back")
@organiser_of_survey
def put_back(stored: StoredSurvey, of: str, key: str) -> Response:
    """Ask again what was left out, in the words it was copied with."""
    part = _part(of, key)
    _texts_of(own_surveys.first_of(stored), part)
    outcome = attempt(lambda: own_surveys.put_back(db_session(), stored, part, by=me()))
    tell(outcome, _("It is asked again."))
    return redirect(url_for(".show", survey_id=stored.id))


@blueprint.get("/<uuid:survey_id>/versions/<int:number>")
@organiser_of_survey
def version(stored: StoredSurvey, number: int) -> Response:
    """Download a version as the file that it is."""
    found = next((one for one in stored.versions if one.number == number), None)
    if found is None:
        abort(404)
    name = f"{own_surveys.survey_of(stored).id}-{number}.yaml"
    return download(found.text.encode(), "application/yaml", name)


def _departments() -> dict[UUID, Department]:
    return {one.id: one for one in departments_of(db_session(), current_user)}


def _copy(form: CopyForm, surveys: Mapping[str, Survey]) -> StoredSurvey:
    departments = {str(key): one for key, one in _departments().items()}
    return own_surveys.copy_survey(
        db_session(),
        departments[form.department.data],
        surveys[form.origin.data],
        title=form.title.data or "",
        by=me(),
    )


def _title(stored: StoredSurvey) -> str:
    found = own_surveys.readable(stored)
    return found.text(found.title, current_language()) if found else ""


def _part(of: str, key: str) -> EditedPart:
    return EditedPart(PartOf(of), "" if of == PartOf.SURVEY else key)


def _texts_of(survey: Survey, part: EditedPart) -> dict[PartText, str]:
    try:
        return editing.texts_of(survey, part)
    except KeyError:
        abort(404)


def _leave_out(stored: StoredSurvey, part: EditedPart) -> ResponseReturnValue:
    survey = own_surveys.survey_of(stored)
    if part.of not in editing.MAY_BE_LEFT_OUT:
        abort(404)
    edited = editing.left_out(survey, part)
    if edited.survey is None:
        page = _change_page(stored, survey, part, edited, editing.texts_of(survey, part))
        return page, REFUSED
    outcome = attempt(lambda: own_surveys.leave_out(db_session(), stored, part, by=me()))
    tell(outcome, _("It is left out. You can put it back."))
    return redirect(url_for(".show", survey_id=stored.id))


def _change_page(
    stored: StoredSurvey,
    survey: Survey,
    part: EditedPart,
    edited: Edited,
    texts: Mapping[PartText, str],
) -> str:
    faults = {field: fault_in_words(fault) for field, fault in edited.faults if field}
    fields = [
        (
            _name(field),
            field_words(part.of, field.name),
            language_in_words(field.language),
            field.language.partition("-")[0],
            words,
            faults.get(field, ""),
        )
        for field, words in texts.items()
    ]
    advice = [
        (language_in_words(one.language) if one.language else "", advice_in_words(one))
        for one in edited.advice
    ]
    return render_template(
        "organiser/surveys/change.html",
        stored=stored,
        title=survey.text(survey.title, current_language()),
        heading=PART_WORDS[part.of],
        part=part,
        fields=fields,
        faults=[fault_in_words(fault) for field, fault in edited.faults if not field],
        advice=advice,
        may_be_left_out=part.of in editing.MAY_BE_LEFT_OUT,
    )


def _name(field: PartText) -> str:
    return f"{field.name}-{field.language}"
