"""To put right: what raters say is wrong about being asked, with what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from feedback.access import organiser_of_campaign
from feedback.languages import current_language
from feedback.operations.people.corrections import (
    ask_at_address,
    ask_in_group,
    ask_no_more,
    corrections_of,
    find_correction,
    leave_as_it_is,
)
from feedback.organiser.blueprint import blueprint
from feedback.requests.attempt import REFUSED, attempt, me, told
from feedback.requests.listing import listed
from feedback.requests.sessions import db_session
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask.typing import ResponseReturnValue

    from feedback.models import Campaign, Correction

PAGE_SIZE: Final = 25
"""How many stand on a page: each has forms of its own."""


@blueprint.get("/<uuid:campaign_id>/corrections")
@organiser_of_campaign
def corrections(campaign: Campaign) -> str:
    """List what raters say is wrong."""
    return _page(campaign)


@blueprint.post("/<uuid:campaign_id>/corrections")
@organiser_of_campaign
def put_right(campaign: Campaign) -> ResponseReturnValue:
    """Do what the pressed button says about one report."""
    correction = find_correction(db_session(), campaign, _invitation_id())
    put = _ACTS.get(request.form.get("act", "")) or abort(404)
    here = url_for(".corrections", campaign_id=campaign.id, page=request.args.get("page"))
    if correction is None:
        flash(_("That is already put right."))
        return redirect(here)
    about = correction.invitation_id
    done = attempt(lambda: put(correction))
    if done.is_too_late:
        return told(done, "", url_for(".show", campaign_id=campaign.id))
    if not done:
        return _page(campaign, refused=about, faults=done.faults), REFUSED
    return told(done, _("It is put right. A response that may already be given stays."), here)


def _move(correction: Correction) -> None:
    ask_in_group(db_session(), correction, request.form.get("group", ""), by=me())


def _send_elsewhere(correction: Correction) -> None:
    address = request.form.get("address", "").strip()
    ask_at_address(db_session(), correction, address, by=me())


_ACTS: Final[dict[str, Callable[[Correction], None]]] = {
    "ask-no-more": lambda one: ask_no_more(db_session(), one, by=me()),
    "move": _move,
    "address": _send_elsewhere,
    "leave": lambda one: leave_as_it_is(db_session(), one, by=me()),
}


def _invitation_id() -> UUID:
    try:
        return UUID(request.form.get("invitation", ""))
    except ValueError:
        abort(404)


def _page(campaign: Campaign, *, refused: UUID | None = None, faults: Sequence[str] = ()) -> str:
    survey = survey_from_json(campaign.survey_json)
    waiting = listed(
        corrections_of(db_session(), campaign),
        (),
        request.args,
        search=lambda one: (one.words,),
        page_size=PAGE_SIZE,
    )
    return render_template(
        "organiser/corrections.html",
        campaign=campaign,
        corrections=waiting,
        survey=survey,
        groups=[
            (group.key, survey.text(group.label, current_language()))
            for group in survey.groups
            if group.kind is GroupKind.PROTECTED
        ],
        refused=refused,
        faults=faults,
        typed=request.form.get("address", ""),
    )
