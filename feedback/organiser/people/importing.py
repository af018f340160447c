"""Take a list of people: read it, show what it would change, apply it when asked."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, Final, cast

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security import current_user

from feedback.access import organiser_of_campaign
from feedback.access.finding import organised_campaign
from feedback.languages import current_language
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations.people.file import (
    NOWHERE,
    TAKE,
    AmbiguousFileError,
    PeopleFileError,
    people_csv,
    people_xlsx,
    read_people_file,
    read_teams,
)
from feedback.operations.people.open_questions import (
    BroughtFile,
    open_question_of,
    waiting_question,
)
from feedback.operations.people.present import people_of
from feedback.operations.people.staged import (
    apply_staged,
    discard_staged,
    stage_people,
    staged_of,
    waiting_list,
)
from feedback.organiser.blueprint import blueprint
from feedback.organiser.people.forms import ListForm
from feedback.organiser.survey_words import labels_of
from feedback.requests.attempt import REFUSED, attempt, me, told
from feedback.requests.body_limits import TAKE_LISTS
from feedback.requests.downloads import download
from feedback.requests.sessions import begin_changing, db_session, look_first
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Campaign
    from feedback.operations.people.difference import Difference
    from feedback.operations.people.open_questions import WaitingFile
    from feedback.operations.people.staged import WaitingList
    from surveys.model import Survey

_SHOWN: Final = 200
_PLACES_A_SECOND: Final = 5_000
"""Measured: 13,000 places take about a second of the processor, which others use as well."""
_WRITERS: Final = {
    "xlsx": (people_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (people_csv, "text/csv"),
}


@blueprint.url_value_preprocessor
def look_before_a_list_is_read(endpoint: str | None, values: dict[str, object] | None) -> None:
    """Let these pages hold no lock while a list arrives and is read."""
    del values
    if endpoint in TAKE_LISTS:
        look_first()


@blueprint.get("/<uuid:campaign_id>/people/list.<any(xlsx, csv):kind>")
@organiser_of_campaign
def download_list(campaign: Campaign, kind: str) -> Response:
    """Give the list as it stands; while it is empty that is the template."""
    write, mimetype = _WRITERS[kind]
    survey, language = survey_from_json(campaign.survey_json), current_language()
    content = write(people_of(db_session(), campaign), survey, language)
    word = _("People")
    return download(content, mimetype, f"{word} {campaign.name}.{kind}")


@blueprint.get("/<uuid:campaign_id>/people/import")
@organiser_of_campaign
def import_people(campaign: Campaign) -> str:
    """Show what a waiting list would change, or take one."""
    return _page(campaign, ListForm(formdata=None))


@blueprint.post("/<uuid:campaign_id>/people/import/list")
@organiser_of_campaign
def read_list(campaign: Campaign) -> ResponseReturnValue:
    """Read a people file or pasted rows; nothing is changed yet."""
    form = ListForm()
    return _stage(campaign, form, _brought(form))


@blueprint.post("/<uuid:campaign_id>/people/import/staff")
@organiser_of_campaign
def read_staff(campaign: Campaign) -> ResponseReturnValue:
    """Build teams from the staff list; nothing is changed yet."""
    form = ListForm()
    leaders = tuple((form.leaders.data or "").split())
    return _stage(campaign, form, replace(_brought(form), is_staff=True, leaders=leaders))


@blueprint.post("/<uuid:campaign_id>/people/import/answer")
@organiser_of_campaign
def answer_question(campaign: Campaign) -> ResponseReturnValue:
    """Read the file that waits as somebody says; nothing is changed yet."""
    waiting = open_question_of(db_session(), campaign)
    form = ListForm(formdata=None)
    if waiting is None or waiting.seen != request.form.get("seen"):
        flash(_("There is no list waiting. Upload it again."), "error")
        return redirect(url_for(".import_people", campaign_id=campaign.id))
    answer = _answer_to(waiting)
    if not answer:
        return _page(campaign, form, faults=[_("Choose an answer.")], asked=waiting), REFUSED
    return _stage(campaign, form, waiting.file.answering(waiting.about, answer), asked=waiting)


@blueprint.post("/<uuid:campaign_id>/people/import/apply")
@organiser_of_campaign
def apply_list(campaign: Campaign) -> ResponseReturnValue:
    """Change the campaign's people to the list that waits."""
    seen = request.form.get("seen", "")
    done = attempt(lambda: apply_staged(db_session(), campaign, seen=seen, by=me()))
    if not done:
        return told(done, "", url_for(".import_people", campaign_id=campaign.id))
    flash(_("Done: %(counts)s.", counts=counted(done.made)))
    return redirect(url_for(".people", campaign_id=campaign.id))


@blueprint.post("/<uuid:campaign_id>/people/import/discard")
@organiser_of_campaign
def discard_list(campaign: Campaign) -> Response:
    """Throw away the list that waits."""
    discard_staged(db_session(), campaign)
    db_session().commit()
    flash(_("The list is thrown away. Nothing was changed."))
    return redirect(url_for(".import_people", campaign_id=campaign.id))


def counted(change: Difference) -> str:
    """Say a difference in numbers: 12 new, 3 changed, 1 gone."""
    return ", ".join(
        (
            ngettext("%(num)s new", "%(num)s new", len(change.added)),
            ngettext("%(num)s changed", "%(num)s changed", len(change.changed)),
            ngettext("%(num)s gone", "%(num)s gone", len(change.removed)),
        )
    )


def _brought(form: ListForm) -> BroughtFile:
    if form.file.data:
        content, source = form.file.data.read(), form.file.data.filename or ""
    else:
        content, source = (form.text.data or "").encode(), _("pasted rows")
    return BroughtFile(content, source, adds_only=form.adds_only)


def _stage(
    campaign: Campaign, form: ListForm, file: BroughtFile, *, asked: WaitingFile | None = None
) -> ResponseReturnValue:
    survey = survey_from_json(campaign.survey_json)
    # Reading a large list takes seconds, in which raters save: no transaction is open meanwhile.
    db_session().commit()
    try:
        waiting = _read(file, survey)
    except PeopleFileError as error:
        notices = [notice.text(current_language()) for notice in error.notices]
        return _page(campaign, form, faults=notices, asked=asked), REFUSED
    begin_changing()
    campaign = _found_anew(campaign)
    done = attempt(lambda: stage_people(db_session(), campaign, waiting, by=me()))
    if not done:
        return _page(campaign, form, faults=done.faults), REFUSED
    return redirect(url_for(".import_people", campaign_id=campaign.id))


def _read(file: BroughtFile, survey: Survey) -> WaitingList:
    """Return what is kept of a file: its list, or the file with the question that it leaves."""
    content, answers = file.content, file.answers
    try:
        if file.is_staff:
            people = read_teams(content, survey, leaders=file.leaders, answers=answers)
        else:
            people = read_people_file(content, survey, leaders_may_be_alone=True, answers=answers)
    except AmbiguousFileError as question:
        return waiting_question(file, question)
    return waiting_list(people, source=file.source, adds_only=file.adds_only)


def _found_anew(campaign: Campaign) -> Campaign:
    """Return the campaign in the session that writes, if it is still the organiser's."""
    found = organised_campaign(current_user, campaign.id)
    if found is None:
        abort(404)
    return cast("Campaign", found["campaign"])


def _page(
    campaign: Campaign,
    form: ListForm,
    *,
    faults: Sequence[str] = (),
    asked: WaitingFile | None = None,
) -> str:
    language = current_language()
    if not faults:
        asked = open_question_of(db_session(), campaign)
    staged = staged_of(db_session(), campaign) if not faults and not asked else None
    return render_template(
        "organiser/people/import.html",
        campaign=campaign,
        can_change=campaign.state in BEFORE_LAUNCH,
        form=form,
        faults=faults,
        asked=asked,
        question=asked.notice.text(language) if asked else "",
        answers=_answers(asked) if asked else [],
        wanted=_wanted(asked, language) if asked else [],
        staged=staged,
        counts=counted(staged.difference) if staged else "",
        advice=[notice.text(language) for notice in staged.advice] if staged else [],
        labels=labels_of(survey_from_json(campaign.survey_json)),
        shown=_SHOWN,
        seconds=ceil(staged.difference.places / _PLACES_A_SECOND) if staged else 0,
    )


def _answer_to(asked: WaitingFile) -> str:
    """Return what was chosen, in words of `Answers`; nothing if something was not."""
    offered = {choice.value for choice in asked.choices}
    if not asked.wanted:
        return one if (one := request.form.get("answer", "")) in offered else ""
    said = {one.column: request.form.get(f"column-{one.column}", "") for one in asked.wanted}
    is_said = {*said.values()} <= offered
    return ",".join(f"{column}={at}" for column, at in said.items()) if is_said else ""


def _wanted(asked: WaitingFile, language: str) -> list[tuple[str, str, str]]:
    """Return name, words and value of the field for each column that is looked for."""
    spoken = "en" if language == "en" else "sv"
    return [
        (
            f"column-{one.column}",
            one.called[spoken],
            request.form.get(f"column-{one.column}", one.guess),
        )
        for one in asked.wanted
    ]


def _answers(asked: WaitingFile) -> list[tuple[str, str]]:
    """Return what may be answered, with our words where the file has none."""
    ours = {TAKE: _("Yes, they are part of the list"), NOWHERE: _("None of them")}
    no = _("No, leave them out")
    if asked.about == "leader_above":
        ours, no = {TAKE: _("Yes, the leader above")}, _("No, show what is missing")
    return [(one.value, one.label or ours.get(one.value, no)) for one in asked.choices]
