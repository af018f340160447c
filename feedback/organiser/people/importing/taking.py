"""The first step: take a file or pasted rows, and read what stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import flash, render_template
from flask_babel import gettext as _

from feedback.access import organiser_of_campaign
from feedback.languages import current_language
from feedback.models import State
from feedback.operations.people.adding import MOST_ADDED
from feedback.operations.people.asking import CHANGEABLE
from feedback.operations.people.file import PeopleFileError, people_csv, people_xlsx
from feedback.operations.people.file.uploads import Upload, read_upload
from feedback.operations.people.present import people_of
from feedback.operations.people.staged import discard_staged
from feedback.organiser.blueprint import blueprint
from feedback.organiser.people.forms import ListForm
from feedback.organiser.people.importing.steps import (
    FILE,
    Waiting,
    keep,
    own_domains,
    to_step,
    told,
    waiting_in,
)
from feedback.requests.attempt import REFUSED, me
from feedback.requests.downloads import download
from feedback.requests.sessions import db_session
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Campaign

_SHOWN: Final = 200
_WRITERS: Final = {
    "xlsx": (people_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (people_csv, "text/csv"),
}


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
def import_people(campaign: Campaign) -> ResponseReturnValue:
    """Take a list, or go on with the one that waits."""
    waiting = waiting_in(campaign)
    return to_step(campaign, waiting.step) if waiting else _page(campaign, ListForm(formdata=None))


@blueprint.post("/<uuid:campaign_id>/people/import/list")
@organiser_of_campaign
def read_list(campaign: Campaign) -> ResponseReturnValue:
    """Read a file or pasted rows; nothing is changed yet."""
    form, survey = ListForm(), survey_from_json(campaign.survey_json)
    content, source = _brought(form)
    # Reading a large list takes seconds, in which raters save: no transaction is open meanwhile.
    db_session().commit()
    upload = Upload(source, adds_only=form.adds_only or campaign.state is State.OPEN)
    try:
        read = read_upload(content, upload, survey, own_domains=own_domains())
    except PeopleFileError as error:
        return _page(campaign, form, faults=told(error.notices)), REFUSED
    done = keep(campaign, read, file=content)
    if not done:
        return _page(campaign, form, faults=done.faults), REFUSED
    return to_step(campaign, Waiting(read, "").step)


@blueprint.post("/<uuid:campaign_id>/people/import/discard")
@organiser_of_campaign
def discard_list(campaign: Campaign) -> Response:
    """Throw away the list that waits."""
    discard_staged(db_session(), campaign, me().name)
    db_session().commit()
    flash(_("The list is thrown away. Nothing was changed."))
    return to_step(campaign, FILE)


def _brought(form: ListForm) -> tuple[bytes, str]:
    if form.file.data:
        return form.file.data.read(), form.file.data.filename or ""
    return (form.text.data or "").encode(), _("pasted rows")


def _page(campaign: Campaign, form: ListForm, *, faults: Sequence[str] = ()) -> str:
    return render_template(
        "organiser/import/file.html",
        campaign=campaign,
        can_change=campaign.state in CHANGEABLE,
        is_open=campaign.state is State.OPEN,
        most=MOST_ADDED,
        form=form,
        faults=faults,
        shown=_SHOWN,
    )
