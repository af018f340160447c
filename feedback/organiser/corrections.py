"""To put right: what raters say is wrong about being asked, with what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import organiser_of_campaign
from feedback.clock import utc_now
from feedback.errors import InputError, StateError
from feedback.languages import translated
from feedback.operations import audit_log
from feedback.operations.people.corrections import (
    ask_at_address,
    ask_in_group,
    ask_no_more,
    corrections_of,
    find_correction,
    leave_as_it_is,
)
from feedback.organiser.views import blueprint
from feedback.sessions import db_session
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from feedback.models import Campaign, Correction

_REFUSED: Final = 422


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
    act, done = _ACTS.get(request.form.get("act", ""), (None, ""))
    if act is None:
        abort(404)
    if correction is None:
        flash(_("That is already put right."))
        return redirect(url_for(".corrections", campaign_id=campaign.id))
    about = correction.invitation_id
    try:
        act(correction)
    except InputError as error:
        db_session().rollback()
        return _page(campaign, refused=about, faults=list(map(translated, error.faults))), _REFUSED
    except StateError:
        db_session().rollback()
        flash(_("That cannot be done now. The page below shows how the campaign stands."), "error")
        return redirect(url_for(".show", campaign_id=campaign.id))
    _note(done, about)
    db_session().commit()
    flash(_("It is put right. A response that may already be given stays."))
    return redirect(url_for(".corrections", campaign_id=campaign.id))


def _move(correction: Correction) -> None:
    ask_in_group(db_session(), correction, request.form.get("group", ""))


def _send_elsewhere(correction: Correction) -> None:
    address = request.form.get("address", "").strip()
    ask_at_address(db_session(), correction, address, now=utc_now())


_ACTS: Final[dict[str, tuple[Callable[[Correction], None], str]]] = {
    "ask-no-more": (lambda one: ask_no_more(db_session(), one), "withdraw a rater who reported"),
    "move": (_move, "move a rater who reported to another group"),
    "address": (_send_elsewhere, "correct the address of a rater who reported"),
    "leave": (lambda one: leave_as_it_is(db_session(), one), "leave a rater's report as it is"),
}


def _invitation_id() -> UUID:
    try:
        return UUID(request.form.get("invitation", ""))
    except ValueError:
        abort(404)


def _note(action: str, invitation_id: UUID) -> None:
    thing = f"invitation {invitation_id}"
    audit_log.note(
        db_session(), actor=current_user.email, action=action, object=thing, now=utc_now()
    )


def _page(
    campaign: Campaign, *, refused: UUID | None = None, faults: list[str] | None = None
) -> str:
    survey = survey_from_json(campaign.survey_json)
    return render_template(
        "organiser/corrections.html",
        campaign=campaign,
        corrections=corrections_of(db_session(), campaign),
        survey=survey,
        groups=[group for group in survey.groups if group.kind is GroupKind.PROTECTED],
        refused=refused,
        faults=faults or [],
        typed=request.form.get("address", ""),
    )
