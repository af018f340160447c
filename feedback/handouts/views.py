"""Organisers' pages for those whom no mail reaches: print links, make codes, read the card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from feedback.access import organiser_of_campaign, organiser_or_leader_of_campaign
from feedback.handouts.card import card_of, card_pdf
from feedback.handouts.forms import EVERYBODY, CodesForm
from feedback.handouts.kinds import KINDS, drawn
from feedback.languages import STAFF_LANGUAGES, current_language
from feedback.operations.handouts import (
    asker_of,
    count_without_address,
    parts_of,
    print_handouts,
)
from feedback.operations.people.nameless import add_nameless, boxes_of, nameless_of, remove_nameless
from feedback.operations.results.sharing import subjects_of
from feedback.operations.rights.accounts import organises
from feedback.requests.appearance import appearance
from feedback.requests.attempt import REFUSED, act, attempt, me, told
from feedback.requests.downloads import download
from feedback.requests.sessions import db_session, settings_of

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
    """Print a letter to everybody in a part."""
    return _printed(campaign, "letter", _("Letters"), key=request.form.get("part", ""))


@blueprint.post("/slips")
@organiser_of_campaign
def slips(campaign: Campaign) -> Response:
    """Print the slips of a part, eight a page."""
    return _printed(campaign, "slip", _("Slips"), key=request.form.get("part", ""))


@blueprint.post("/sms")
@organiser_of_campaign
def sms(campaign: Campaign) -> Response:
    """Write a list to send by SMS, to everybody without an address."""
    return _printed(campaign, "sms", _("SMS"))


@blueprint.post("/codes")
@organiser_of_campaign
def add_codes(campaign: Campaign) -> ResponseReturnValue:
    """Make nameless codes for one leader's group, or for every leader's."""
    form = _codes_form(campaign)
    if not form.validate_on_submit():
        return _page(campaign, form), REFUSED
    count, group, language = form.count.data, form.group.data, form.language.data
    subjects = [
        one
        for one in subjects_of(db_session(), campaign)
        if form.leader.data in (EVERYBODY, str(one.id))
    ]
    return act(
        lambda: add_nameless(
            db_session(), campaign, subjects, group, count, language=language, by=me()
        ),
        _("The codes are made. They are on the slips that you print."),
        url_for(".show", campaign_id=campaign.id),
    )


@blueprint.post("/codes/remove")
@organiser_of_campaign
def remove_codes(campaign: Campaign) -> Response:
    """Take away the codes of a box, before any can have been handed out."""
    session = db_session()
    leader, group = request.form.get("leader", ""), request.form.get("group", "")
    subject = next((one for one in subjects_of(session, campaign) if str(one.id) == leader), None)
    if subject is None:
        abort(404)
    return act(
        lambda: remove_nameless(session, campaign, [subject], group, by=me()),
        _("The codes are removed."),
        url_for(".show", campaign_id=campaign.id),
    )


@blueprint.get("/card")
@organiser_or_leader_of_campaign
def card(campaign: Campaign) -> str:
    """Show the card that a leader reads out before people answer."""
    return render_template(
        "handouts/card.html",
        campaign=campaign,
        card=card_of(_asker(campaign), current_language()),
        is_organiser=organises(db_session(), current_user, campaign.programme.department_id),
        pdf_languages=STAFF_LANGUAGES,
    )


@blueprint.get("/card.<any(sv, en):language>.pdf")
@organiser_or_leader_of_campaign
def card_as_pdf(campaign: Campaign, language: str) -> Response:
    """Make the card as PDF."""
    content, word = card_pdf(_asker(campaign), language), _("Card")
    return download(content, "application/pdf", f"{word} {campaign.name}.pdf")


def _printed(campaign: Campaign, name: str, word: str, *, key: str | None = None) -> Response:
    kind, settings = KINDS[name], settings_of(current_app)
    done = attempt(
        lambda: (
            print_handouts(db_session(), campaign, settings, kind=kind.plural, by=me(), key=key),
            _asker(campaign),
        )
    )
    if not done:
        return told(done, "", url_for(".show", campaign_id=campaign.id))
    # Drawing takes its time: raters' saves would wait for whatever is asked here.
    printed, asker = done.made
    content = drawn(kind, printed.handouts, asker)
    part = printed.part
    places = "" if part.is_whole else f" {part.first}–{part.last}"
    return download(content, kind.mimetype, f"{word}{places} {asker.campaign}{kind.suffix}")


def _asker(campaign: Campaign) -> Asker:
    return asker_of(campaign, settings_of(current_app), appearance())


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
        parts=parts_of(db_session(), campaign),
        boxes=nameless_of(db_session(), campaign),
        survey=_asker(campaign).survey,
        form=form,
    )
