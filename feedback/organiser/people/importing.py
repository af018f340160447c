"""Take a list of people: read it, show what it would change, apply it when asked."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security import current_user

from feedback.access import organiser_of_campaign
from feedback.acting import attempt
from feedback.clock import utc_now
from feedback.downloads import download
from feedback.languages import current_language
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations.people.file import (
    PeopleFileError,
    people_csv,
    people_xlsx,
    read_people_file,
    read_teams,
)
from feedback.operations.people.present import people_of
from feedback.operations.people.staged import (
    apply_staged,
    discard_staged,
    stage_people,
    staged_of,
)
from feedback.organiser.blueprint import blueprint
from feedback.organiser.people.forms import ListForm
from feedback.sessions import db_session
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Campaign
    from feedback.operations.people.difference import Difference
    from feedback.operations.people.file.reading import PeopleFile

MOST_BYTES: Final = 8 * 1024 * 1024
"""How large a list may be; every other page takes a quarter of a megabyte."""

_REFUSED: Final = 422
_SHOWN: Final = 200
_PLACES_A_SECOND: Final = 5_000
"""Measured: 13,000 places are put in within two seconds of processor time; rounded up."""
_LARGE: Final = frozenset({"organiser.read_list", "organiser.read_staff"})
_WRITERS: Final = {
    "xlsx": (people_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (people_csv, "text/csv"),
}


@blueprint.url_value_preprocessor
def allow_large_lists(endpoint: str | None, values: dict[str, object] | None) -> None:
    """Let these two pages, and no other, take a large body; before anything has read it."""
    del values
    if endpoint in _LARGE:
        request.max_content_length = MOST_BYTES
        request.max_form_memory_size = MOST_BYTES


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
    content, source = _content(form)
    survey = survey_from_json(campaign.survey_json)
    return _stage(
        campaign,
        form,
        lambda: read_people_file(content, survey, leaders_may_be_alone=True),
        source,
    )


@blueprint.post("/<uuid:campaign_id>/people/import/staff")
@organiser_of_campaign
def read_staff(campaign: Campaign) -> ResponseReturnValue:
    """Build teams from the staff list; nothing is changed yet."""
    form = ListForm()
    content, source = _content(form)
    survey, leaders = survey_from_json(campaign.survey_json), (form.leaders.data or "").split()
    return _stage(campaign, form, lambda: read_teams(content, survey, leaders=leaders), source)


@blueprint.post("/<uuid:campaign_id>/people/import/apply")
@organiser_of_campaign
def apply_list(campaign: Campaign) -> ResponseReturnValue:
    """Change the campaign's people to the list that waits."""
    done: list[Difference] = []
    seen = request.form.get("seen", "")
    faults = attempt(
        lambda: done.append(apply_staged(db_session(), campaign, seen=seen)),
        action="apply people list",
        thing=f"campaign {campaign.id}",
    )
    if faults:
        for fault in faults:
            flash(fault, "error")
        return redirect(url_for(".import_people", campaign_id=campaign.id))
    flash(_("Done: %(counts)s.", counts=counted(done[0])))
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


def _content(form: ListForm) -> tuple[bytes, str]:
    if form.file.data:
        return form.file.data.read(), form.file.data.filename or ""
    return (form.text.data or "").encode(), _("pasted rows")


def _stage(
    campaign: Campaign, form: ListForm, read: Callable[[], PeopleFile], source: str
) -> ResponseReturnValue:
    try:
        file = read()
    except PeopleFileError as error:
        notices = [notice.text(current_language()) for notice in error.notices]
        return _page(campaign, form, faults=notices), _REFUSED
    faults = attempt(
        lambda: stage_people(
            db_session(),
            campaign,
            file,
            source=source,
            actor=current_user.email,
            adds_only=form.adds_only,
            now=utc_now(),
        ),
        action="upload people list",
        thing=f"campaign {campaign.id}",
    )
    if faults:
        return _page(campaign, form, faults=faults), _REFUSED
    return redirect(url_for(".import_people", campaign_id=campaign.id))


def _page(campaign: Campaign, form: ListForm, *, faults: list[str] | None = None) -> str:
    staged = staged_of(db_session(), campaign) if not faults else None
    survey = survey_from_json(campaign.survey_json)
    return render_template(
        "organiser/people/import.html",
        campaign=campaign,
        can_change=campaign.state in BEFORE_LAUNCH,
        form=form,
        faults=faults or [],
        staged=staged,
        counts=counted(staged.difference) if staged else "",
        advice=[notice.text(current_language()) for notice in staged.advice] if staged else [],
        labels={g.key: survey.text(g.label, current_language()) for g in survey.groups},
        shown=_SHOWN,
        seconds=ceil(staged.difference.places / _PLACES_A_SECOND) if staged else 0,
    )
