"""What those in a programme set going at home: seen as a list, written, and handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request
from flask_babel import gettext as _

from feedback.access import organiser_of_programme
from feedback.languages import translated
from feedback.models import Initiative, InitiativeStatus
from feedback.operations.programmes.initiatives import (
    HEADINGS,
    initiative_cells,
    initiatives_as_text,
    initiatives_of,
    put_initiatives,
    status_on,
)
from feedback.organiser.programmes import blueprint
from feedback.organiser.written_forms import InitiativesForm
from feedback.organiser.written_page import written_page
from feedback.requests.attempt import me
from feedback.requests.downloads import download
from feedback.requests.listing import Choice, Column, listed
from feedback.requests.sessions import db_session, today_here
from feedback.text.phrases import Phrase
from feedback.text.sheets import semicolon_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Programme
    from feedback.requests.listing import Listing

_WORDS: Final = {
    InitiativeStatus.PLANNED: Phrase("Planned"),
    InitiativeStatus.UNDER_WAY: Phrase("Under way"),
    InitiativeStatus.DONE: Phrase("Carried out"),
    InitiativeStatus.DROPPED: Phrase("Given up"),
    None: Phrase("Not known"),
}
"""How far an initiative has come; nobody knows where nobody has said so for half a year."""


@blueprint.route("/<uuid:programme_id>/initiatives", methods=["GET", "POST"])
@organiser_of_programme
def initiatives(programme: Programme) -> ResponseReturnValue:
    """Show what was set going and how far it has come, and take what is written of it."""
    found = initiatives_of(db_session(), programme)
    form = InitiativesForm(initiatives=initiatives_as_text(found))
    return written_page(
        "initiatives",
        programme,
        form,
        lambda: put_initiatives(db_session(), programme, form.initiatives.data or "", by=me()),
        said=_("The initiatives are kept."),
        listing=_listed(found),
        status_words=_status_words,
    )


@blueprint.get("/<uuid:programme_id>/initiatives.csv")
@organiser_of_programme
def initiatives_as_csv(programme: Programme) -> Response:
    """Hand out the initiatives, as the page and the command take them."""
    rows = map(initiative_cells, initiatives_of(db_session(), programme))
    title = _("Initiatives")
    content = semicolon_csv([HEADINGS, *rows])
    return download(content, "text/csv", f"{title} {programme.name}.csv")


def _listed(found: Sequence[Initiative]) -> Listing[Initiative]:
    columns: tuple[Column[Initiative], ...] = (
        Column("title", _("Initiative"), lambda row: row.title),
        Column("status", _("Status"), _status_words),
        Column("owner", _("Owner"), lambda row: row.owner.name if row.owner else None),
        Column("started", _("Began"), lambda row: row.started_on),
        Column("follow_up", _("Look again"), lambda row: row.follow_up_on),
        Column("outcome", _("What came of it")),
    )
    return listed(
        found,
        columns,
        request.args,
        search=initiative_cells,
        choices=[
            Choice(status.value if status else "unknown", translated(words), _is_at(status))
            for status, words in _WORDS.items()
        ],
        everything=_("All"),
    )


def _status_words(one: Initiative) -> str:
    return translated(_WORDS[status_on(one, today_here())])


def _is_at(status: InitiativeStatus | None) -> Callable[[Initiative], bool]:
    today = today_here()
    return lambda one: status_on(one, today) is status
