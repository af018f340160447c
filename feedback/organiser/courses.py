"""The modules of a programme and when they are held: two lists, seen and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from feedback.access import organiser_of_programme
from feedback.operations.programmes.courses import (
    modules_as_text,
    modules_of,
    occasion_counts,
    occasions_as_text,
    occasions_of,
    put_modules,
    put_occasions,
)
from feedback.organiser.programmes import blueprint
from feedback.organiser.written_forms import ModulesForm, OccasionsForm
from feedback.organiser.written_page import written_page
from feedback.requests.attempt import me
from feedback.requests.sessions import db_session

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from feedback.models import Programme


@blueprint.route("/<uuid:programme_id>/modules", methods=["GET", "POST"])
@organiser_of_programme
def modules(programme: Programme) -> ResponseReturnValue:
    """Show the modules with who holds them, and take what is written of them."""
    found = modules_of(db_session(), programme)
    form = ModulesForm(modules=modules_as_text(found))
    return written_page(
        "modules",
        programme,
        form,
        lambda: put_modules(db_session(), programme, form.modules.data or "", by=me()),
        said=_("The modules are kept."),
        modules=found,
        counts=occasion_counts(db_session(), programme),
    )


@blueprint.route("/<uuid:programme_id>/occasions", methods=["GET", "POST"])
@organiser_of_programme
def occasions(programme: Programme) -> ResponseReturnValue:
    """Show when which cohort meets which module, and take what is written of it."""
    found = occasions_of(db_session(), programme)
    form = OccasionsForm(occasions=occasions_as_text(found))
    return written_page(
        "occasions",
        programme,
        form,
        lambda: put_occasions(db_session(), programme, form.occasions.data or "", by=me()),
        said=_("The occasions are kept."),
        occasions=found,
    )
