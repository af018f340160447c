"""Organisers' pages for those whom no mail reaches: print links, make codes, read the card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import organiser_of_campaign, organiser_or_leader_of_campaign
from feedback.clock import utc_now
from feedback.downloads import download
from feedback.errors import InputError, StateError
from feedback.handouts.card import card_of, card_pdf
from feedback.handouts.forms import EVERYBODY, CodesForm
from feedback.handouts.kinds import KINDS, drawn
from feedback.languages import STAFF_LANGUAGES, current_language
from feedback.operations import audit_log
from feedback.operations.accounts import organises
from feedback.operations.handouts import asker_of, count_without_address, print_handouts
from feedback.operations.people.nameless import add_nameless, boxes_of, nameless_of, remove_nameless
from feedback.operations.results.sharing import subjects_of
from feedback.sessions import db_session, settings_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Campaign
    from feedback.operations.handouts import Asker

blueprint: Final = Blueprint(
    "handouts", __name__, url_prefix="/campaigns/<uuid:campaign_id>/handouts"
)


@blueprint.get("")
@organiser_of_campaign
def show(campaign: Campaign) -> str:
    """Show who gets no mail, and what can be handed to them."""
    return _page(campaign, _codes_form(campaign))


@blueprint.post("/letters")
@organiser_of_campaign
def letters(campaign: Campaign) -> Response:
    """Print a letter to everybody without an address."""
    return _printed(campaign, "letter", _("Letters"))


@blueprint.post("/slips")
@organiser_of_campaign
def slips(campaign: Campaign) -> Response:
    """Print slips, eight a page."""
    return _printed(campaign, "slip", _("Slips"))


@blueprint.post("/sms")
@organiser_of_campaign
def sms(campaign: Campaign) -> Response:
    """Write a list to send by SMS."""
    return _printed(campaign, "sms", _("SMS"))


@blueprint.post("/codes")
@organiser_of_campaign
def add_codes(campaign: Campaign) -> ResponseReturnValue:
    """Make nameless codes for one leader's group, or for every leader's."""
    form = _codes_form(campaign)
    if not form.validate_on_submit():
        return _page(campaign, form), 422
    session, count, group = db_session(), form.count.data, form.group.data
    language = form.language.data
    try:
        for subject in subjects_of(session, campaign):
            if form.leader.data in (EVERYBODY, str(subject.id)):
                add_nameless(session, subject, group, count, language=language)
    except StateError:
        return _not_now(campaign)
    _note(campaign, f"add {count} nameless codes to {group}")
    session.commit()
    flash(_("The codes are made. They are on the slips that you print."))
    return redirect(url_for(".show", campaign_id=campaign.id))


@blueprint.post("/codes/remove")
@organiser_of_campaign
def remove_codes(campaign: Campaign) -> Response:
    """Take away the codes of a box, before any can have been handed out."""
    session = db_session()
    leader, group = request.form.get("leader", ""), request.form.get("group", "")
    subject = next((one for one in subjects_of(session, campaign) if str(one.id) == leader), None)
    if subject is None:
        abort(404)
    try:
        remove_nameless(session, subject, group)
    except StateError:
        return _not_now(campaign)
    _note(campaign, "remove nameless codes")
    session.commit()
    return redirect(url_for(".show", campaign_id=campaign.id))


@blueprint.get("/card")
@organiser_or_leader_of_campaign
def card(campaign: Campaign) -> str:
    """Show the card that a leader reads out before people answer."""
    return render_template(
        "handouts/card.html",
        campaign=campaign,
        card=card_of(_asker(campaign), current_language()),
        is_organiser=organises(db_session(), current_user, campaign.programme.unit_id),
        pdf_languages=STAFF_LANGUAGES,
    )


@blueprint.get("/card.<any(sv, en):language>.pdf")
@organiser_or_leader_of_campaign
def card_as_pdf(campaign: Campaign, language: str) -> Response:
    """Make the card as PDF."""
    content, word = card_pdf(_asker(campaign), language), _("Card")
    return download(content, "application/pdf", f"{word} {campaign.name}.pdf")


def _printed(campaign: Campaign, name: str, word: str) -> Response:
    session, kind = db_session(), KINDS[name]
    try:
        handouts = print_handouts(
            session,
            campaign,
            settings_of(current_app),
            kind=kind.plural,
            actor=current_user.email,
            now=utc_now(),
        )
    except StateError:
        return _not_now(campaign)
    except InputError:
        session.rollback()
        flash(_("Everybody in this campaign has an address and gets mail."), "error")
        return redirect(url_for(".show", campaign_id=campaign.id))
    asker = _asker(campaign)
    # Drawing a thousand slips takes seconds: raters' saves must not wait for it.
    session.commit()
    content = drawn(kind, handouts, asker)
    return download(content, kind.mimetype, f"{word} {asker.campaign}{kind.suffix}")


def _not_now(campaign: Campaign) -> Response:
    db_session().rollback()
    flash(_("That cannot be done now. The page below shows how the campaign stands."), "error")
    return redirect(url_for(".show", campaign_id=campaign.id))


def _note(campaign: Campaign, action: str) -> None:
    actor, thing = current_user.email, f"campaign {campaign.id}"
    audit_log.note(db_session(), actor=actor, action=action, object=thing, now=utc_now())


def _asker(campaign: Campaign) -> Asker:
    return asker_of(campaign, settings_of(current_app))


def _codes_form(campaign: Campaign) -> CodesForm:
    return CodesForm(
        subjects=subjects_of(db_session(), campaign),
        groups=boxes_of(campaign),
        survey=_asker(campaign).survey,
        language=current_language(),
    )


def _page(campaign: Campaign, form: CodesForm) -> str:
    return render_template(
        "handouts/handouts.html",
        campaign=campaign,
        without_address=count_without_address(db_session(), campaign),
        boxes=nameless_of(db_session(), campaign),
        survey=_asker(campaign).survey,
        form=form,
    )
