"""The teams of a programme: seen and written on one page, as a list of who belongs to which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from feedback.access import organiser_of_programme
from feedback.operations.people.management_teams import as_text, put_teams, teams_of
from feedback.organiser.programmes import blueprint
from feedback.organiser.written_forms import TeamsForm
from feedback.organiser.written_page import written_page
from feedback.requests.attempt import me
from feedback.requests.sessions import db_session, today_here

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from feedback.models import Programme


@blueprint.route("/<uuid:programme_id>/teams", methods=["GET", "POST"])
@organiser_of_programme
def teams(programme: Programme) -> ResponseReturnValue:
    """Show who belongs to which team today, and take what is written of it."""
    today = today_here()
    found = teams_of(db_session(), programme)
    form = TeamsForm(teams=as_text(found, today))
    return written_page(
        "teams",
        programme,
        form,
        lambda: put_teams(db_session(), programme, form.teams.data or "", by=me()),
        said=_("The teams are kept."),
        teams=[(team, there) for team in found if (there := team.members_on(today))],
    )
