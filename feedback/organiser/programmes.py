"""A programme and its waves: make and change it, follow all of them in one table, begin another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import organiser_of_campaign, organiser_of_programme, organisers_only
from feedback.errors import Fault, InputError
from feedback.languages import STAFF_LANGUAGES, current_language
from feedback.models import CampaignKind
from feedback.operations.campaigns.measurement_points import next_point
from feedback.operations.campaigns.programme_figures import figures_of
from feedback.operations.campaigns.programmes import change_programme, create_programme
from feedback.operations.campaigns.progress_table import progress_table
from feedback.operations.campaigns.purposes import DEVELOPMENT
from feedback.operations.campaigns.waves import (
    Taken,
    begin_wave,
    busiest_of,
    copy_wave,
    make_real,
    waves_of,
)
from feedback.operations.plans.naming import plan_title
from feedback.operations.rights.accounts import departments_of
from feedback.organiser.blueprint import blueprint as campaigns
from feedback.organiser.forms import ProgrammeForm, RealForm, WaveForm, survey_choices
from feedback.organiser.setup import surveys_there
from feedback.organiser.time_line import time_line_of
from feedback.requests.attempt import REFUSED, attempt, me
from feedback.requests.sessions import db_session, settings_of, today_here
from surveys.library import FULLEST

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from feedback.models import Campaign, Department, Programme
    from surveys.model import Survey

blueprint: Final = Blueprint("organiser_programmes", __name__, url_prefix="/programmes")


@blueprint.get("/<uuid:programme_id>")
@organiser_of_programme
def show(programme: Programme) -> str:
    """Show a programme with all its waves."""
    rows = progress_table(db_session(), programme)
    zone = settings_of(current_app).zone
    return render_template(
        "organiser/programme.html",
        programme=programme,
        surveys=_titles_of(programme),
        plan_title=plan_title(programme, current_language()),
        rows=rows,
        figures=figures_of(db_session(), programme),
        time_line=time_line_of(rows, programme.points, today=today_here(), zone=zone),
        busiest=busiest_of(db_session(), programme),
        zone=zone,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@organisers_only
def new() -> ResponseReturnValue:
    """Make a programme."""
    departments = {
        str(department.id): department for department in departments_of(db_session(), current_user)
    }
    form = ProgrammeForm(
        surveys=survey_choices(surveys_there(_ids(departments.values())), current_language()),
        departments=[(key, department.name) for key, department in departments.items()],
        data={"survey_id": FULLEST, "purpose": DEVELOPMENT, "k": "3", "policy": "merge"},
    )
    if form.validate_on_submit() and (done := attempt(lambda: _create(departments, form), form)):
        flash(_("The programme is made. Now begin its first campaign."))
        return redirect(url_for(".show", programme_id=done.made.id))
    return _form_page(form, None)


@blueprint.route("/<uuid:programme_id>/edit", methods=["GET", "POST"])
@organiser_of_programme
def edit(programme: Programme) -> ResponseReturnValue:
    """Change what the programme's next campaigns begin with."""
    form = ProgrammeForm(
        surveys=_offered_to(programme),
        data={
            "name": programme.name,
            "survey_id": programme.survey_id,
            "other_surveys": [one.survey_id for one in programme.instruments[1:]],
            "purpose": programme.purpose,
            "k": str(programme.k),
            "policy": programme.policy,
            "coaches": "\n".join(programme.coaches),
            "points": "\n".join(map(str, programme.points)),
            "plan_name_sv": programme.plan_name_sv,
            "plan_name_en": programme.plan_name_en,
        },
    )
    if form.validate_on_submit() and attempt(lambda: _change(programme, form), form):
        flash(_("The programme is changed. Campaigns that there are stay as they are."))
        return redirect(url_for(".show", programme_id=programme.id))
    return _form_page(form, programme)


@blueprint.route("/<uuid:programme_id>/waves/new", methods=["GET", "POST"])
@organiser_of_programme
def new_wave(programme: Programme) -> ResponseReturnValue:
    """Begin a new campaign of the programme, empty or from another."""
    found = waves_of(db_session(), programme)
    waves = {str(wave.id): wave for wave in found if wave.kind is CampaignKind.FULL}
    surveys = _surveys_of(programme) if len(programme.instruments) > 1 else ()
    form = WaveForm(
        surveys=survey_choices(surveys, current_language()),
        waves=[(key, wave.name) for key, wave in waves.items()],
        source=request.args.get("from", ""),
        data=_planned(programme, {wave.name for wave in found}),
    )
    source = waves.get(form.source.data)
    if form.validate_on_submit() and (
        done := attempt(lambda: _begin(programme, source, form), form)
    ):
        flash(_("The campaign is a draft now. Nobody has heard of it."))
        return redirect(url_for("organiser.show", campaign_id=done.made.id))
    page = render_template("organiser/wave.html", programme=programme, form=form)
    return page, REFUSED if form.is_submitted() else 200


@campaigns.route("/<uuid:campaign_id>/make-real", methods=["GET", "POST"])
@organiser_of_campaign
def real(campaign: Campaign) -> ResponseReturnValue:
    """Begin the campaign that was rehearsed."""
    form = RealForm()
    if form.validate_on_submit() and (done := attempt(lambda: _real(campaign, form), form)):
        flash(_("The campaign is a draft now. Nobody has heard of it."))
        return redirect(url_for("organiser.show", campaign_id=done.made.id))
    page = render_template("organiser/real.html", campaign=campaign, form=form)
    return page, REFUSED if form.is_submitted() else 200


def _planned(programme: Programme, taken: set[str]) -> dict[str, object]:
    point = next_point(programme.points, taken=taken, today=today_here())
    return {"name": point.name, "last_day": point.last_day} if point else {}


def _begin(programme: Programme, source: Campaign | None, form: WaveForm) -> Campaign:
    session, by = db_session(), me()
    name, last_day = form.name.data, form.last_day.data
    rehearsal = by.name if form.is_rehearsal.data else ""
    if source is None:
        return begin_wave(
            session,
            programme,
            _survey_to_begin(programme, form.source.data),
            name=name,
            last_day=last_day,
            rehearsal_address=rehearsal,
            by=by,
        )
    return copy_wave(
        session,
        source,
        name=name,
        last_day=last_day,
        taken=Taken(form.taken.data),
        rehearsal_address=rehearsal,
        by=by,
    )


def _real(rehearsal: Campaign, form: RealForm) -> Campaign:
    name, last_day = form.name.data, form.last_day.data
    return make_real(db_session(), rehearsal, name=name, last_day=last_day, by=me())


def _ids(departments: Iterable[Department]) -> set[UUID]:
    return {one.id for one in departments}


def _create(departments: dict[str, Department], form: ProgrammeForm) -> Programme:
    home = departments[form.department.data]
    wanted = {form.survey_id.data, *form.other_surveys.data}
    if not wanted <= {one.id for one in surveys_there({home.id})}:
        raise InputError([Fault("That survey belongs to another department; choose another one.")])
    return create_programme(
        db_session(),
        home,
        form.name.data,
        form.survey_id.data,
        purpose=form.purpose.data,
        k=int(form.k.data),
        policy=form.policy.data,
        coaches=form.coaches.data or "",
        points=form.points.data or "",
        plan_name_sv=form.plan_name_sv.data or "",
        plan_name_en=form.plan_name_en.data or "",
        other_surveys=form.other_surveys.data,
        by=me(),
    )


def _change(programme: Programme, form: ProgrammeForm) -> None:
    change_programme(
        db_session(),
        programme,
        name=form.name.data,
        survey_id=form.survey_id.data,
        purpose=form.purpose.data,
        k=int(form.k.data),
        policy=form.policy.data,
        coaches=form.coaches.data or "",
        points=form.points.data or "",
        plan_name_sv=form.plan_name_sv.data or "",
        plan_name_en=form.plan_name_en.data or "",
        other_surveys=form.other_surveys.data,
        by=me(),
    )


def _offered_to(programme: Programme) -> list[tuple[str, str]]:
    """Return the surveys there are, and those asked that are gone: saving must not drop them."""
    there = survey_choices(surveys_there({programme.department_id}), current_language())
    known = {survey_id for survey_id, _title in there}
    asked = (one.survey_id for one in programme.instruments)
    return there + [
        (survey_id, _("%(survey)s (not to be had here)", survey=survey_id))
        for survey_id in asked
        if survey_id not in known
    ]


def _surveys_of(programme: Programme) -> list[Survey]:
    """Return the surveys that a programme asks and that are there, the usual one first."""
    there = {one.id: one for one in surveys_there({programme.department_id})}
    asked = (one.survey_id for one in programme.instruments)
    return [there[survey_id] for survey_id in asked if survey_id in there]


def _titles_of(programme: Programme) -> list[str]:
    """Return what each of a programme's surveys is called; one that is not there, by its id."""
    titles = dict(survey_choices(_surveys_of(programme), current_language()))
    return [titles.get(one.survey_id, one.survey_id) for one in programme.instruments]


def _survey_to_begin(programme: Programme, chosen: str) -> Survey:
    wanted = chosen or programme.survey_id
    found = next((one for one in _surveys_of(programme) if one.id == wanted), None)
    if found is None:
        raise InputError([Fault("The programme's survey is not there; choose another one.")])
    return found


def _form_page(form: ProgrammeForm, programme: Programme | None) -> ResponseReturnValue:
    page = render_template(
        "organiser/programme-form.html",
        form=form,
        programme=programme,
        plan_names={language: plan_title(None, language) for language in STAFF_LANGUAGES},
    )
    return page, REFUSED if form.is_submitted() else 200
