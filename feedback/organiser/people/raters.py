"""Who answers about one leader: add, withdraw, replace, correct, move, draw, send a link again.

Each of these looks the same whether somebody has answered or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from feedback.access import organiser_of_invitation, organiser_of_subject
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations.campaigns.tables import rater_row
from feedback.operations.letters.asking_again import send_link_again
from feedback.operations.people.asking import CHANGEABLE
from feedback.operations.people.drawing_lots import draw_raters
from feedback.operations.people.people_list import RaterEntry
from feedback.operations.people.raters import (
    add_rater,
    ask_again,
    correct_address,
    move_rater,
    replace_rater,
    withdraw_rater,
)
from feedback.organiser.blueprint import blueprint
from feedback.organiser.people.forms import (
    AddressForm,
    DrawForm,
    MoveForm,
    RaterForm,
)
from feedback.organiser.people.one_leader import leader_page
from feedback.organiser.people.outcomes import drawn_words, tell_if_kept
from feedback.organiser.survey_words import labels_of
from feedback.requests.attempt import REFUSED, attempt, me
from feedback.requests.sessions import db_session
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flask.typing import ResponseReturnValue

    from feedback.models import Invitation, Subject


@blueprint.get("/<uuid:campaign_id>/people/<uuid:subject_id>")
@organiser_of_subject
def raters(subject: Subject) -> str:
    """Show a leader and everybody who is asked about them."""
    return leader_page(subject)


@blueprint.post("/<uuid:campaign_id>/people/<uuid:subject_id>/raters")
@organiser_of_subject
def add_one_rater(subject: Subject) -> ResponseReturnValue:
    """Ask one more person about a leader."""
    form = RaterForm(campaign=subject.campaign)
    done = attempt(lambda: add_rater(db_session(), subject, form.entry(), by=me()))
    if not done:
        return leader_page(subject, rater_form=form, adding=done.faults), REFUSED
    person = done.made.rater.person
    flash(_("%(name)s is added.", name=person.name if person else ""))
    tell_if_kept(person, form.name.data)
    return _to_leader(subject)


@blueprint.post("/<uuid:campaign_id>/people/<uuid:subject_id>/draw")
@organiser_of_subject
def draw_one(subject: Subject) -> ResponseReturnValue:
    """Draw by lot who is asked of one leader's group."""
    form, campaign = DrawForm(prefix="draw-", campaign=subject.campaign), subject.campaign
    group, count = form.group.data or "", form.count.data or 0
    done = attempt(
        lambda: draw_raters(db_session(), campaign, group, count, subjects=[subject], by=me())
    )
    if not done:
        return leader_page(subject, draw_form=form, drawing=done.faults), REFUSED
    flash(drawn_words(*done.made))
    return _to_leader(subject)


@blueprint.get("/<uuid:campaign_id>/raters/<uuid:invitation_id>")
@organiser_of_invitation
def rater(invitation: Invitation) -> str:
    """Show one rater of a leader, and what may be done."""
    return _rater_page(invitation)


@blueprint.post("/<uuid:campaign_id>/raters/<uuid:invitation_id>/address")
@organiser_of_invitation
def correct_one(invitation: Invitation) -> ResponseReturnValue:
    """Send a rater's link to another address."""
    form = AddressForm()
    return _change(
        invitation,
        lambda: correct_address(db_session(), invitation, form.email.data or "", by=me()),
        _("The address is changed. The old link does not work any more."),
        address_form=form,
    )


@blueprint.post("/<uuid:campaign_id>/raters/<uuid:invitation_id>/link")
@organiser_of_invitation
def send_one_again(invitation: Invitation) -> ResponseReturnValue:
    """Send a rater's link once more."""
    return _change(
        invitation,
        lambda: send_link_again(db_session(), invitation, by=me()),
        _("The link is on its way again."),
    )


@blueprint.post("/<uuid:campaign_id>/raters/<uuid:invitation_id>/group")
@organiser_of_invitation
def move_one(invitation: Invitation) -> ResponseReturnValue:
    """Ask somebody in another group."""
    form = MoveForm(campaign=invitation.subject.campaign)
    if invitation.subject.campaign.state not in BEFORE_LAUNCH:
        abort(404)  # groups are settled when answers may come
    return _change(
        invitation,
        lambda: move_rater(db_session(), invitation, form.group.data or "", by=me()),
        _("The group is changed."),
        move_form=form,
    )


@blueprint.post("/<uuid:campaign_id>/raters/<uuid:invitation_id>/replace")
@organiser_of_invitation
def replace_one(invitation: Invitation) -> ResponseReturnValue:
    """Ask somebody else instead."""
    form, subject = RaterForm(campaign=invitation.subject.campaign), invitation.subject
    done = attempt(lambda: replace_rater(db_session(), invitation, form.entry(), by=me()))
    if not done:
        return _rater_page(invitation, faults=done.faults, rater_form=form), REFUSED
    flash(_("Replaced. If the first one has answered already, that answer stays."))
    tell_if_kept(done.made.rater.person, form.name.data)
    return _to_leader(subject)


@blueprint.get("/<uuid:campaign_id>/raters/<uuid:invitation_id>/withdraw")
@organiser_of_invitation
def confirm_withdrawal(invitation: Invitation) -> str:
    """Ask before somebody is asked no more: in an open campaign their link may be in use."""
    campaign = invitation.subject.campaign
    return render_template(
        "organiser/people/withdraw.html",
        campaign=campaign,
        subject=invitation.subject,
        invitation=invitation,
        row=rater_row(db_session(), invitation),
        labels=labels_of(survey_from_json(campaign.survey_json)),
    )


@blueprint.post("/<uuid:campaign_id>/raters/<uuid:invitation_id>/withdraw")
@organiser_of_invitation
def withdraw_one(invitation: Invitation) -> ResponseReturnValue:
    """Stop asking somebody about a leader."""
    return _change(
        invitation,
        lambda: withdraw_rater(db_session(), invitation, by=me()),
        _("Removed. If the person has answered already, the answer stays."),
    )


@blueprint.post("/<uuid:campaign_id>/raters/<uuid:invitation_id>/ask")
@organiser_of_invitation
def ask_one(invitation: Invitation) -> ResponseReturnValue:
    """Ask somebody after all who was left out or withdrawn."""
    person = invitation.rater.person
    if person is None:
        abort(404)
    entry = RaterEntry(
        person.name, invitation.group, person.email, person.own_number, invitation.rater.language
    )
    return _change(
        invitation,
        lambda: ask_again(db_session(), invitation, entry, by=me()),
        _("%(name)s is asked.", name=person.name),
    )


def _change(
    invitation: Invitation,
    operation: Callable[[], object],
    done: str,
    **forms: AddressForm | MoveForm | RaterForm,
) -> ResponseReturnValue:
    subject, outcome = invitation.subject, attempt(operation)
    if not outcome:
        return _rater_page(invitation, faults=outcome.faults, **forms), REFUSED
    flash(done)
    return _to_leader(subject)


def _rater_page(
    invitation: Invitation,
    *,
    faults: Sequence[str] = (),
    **forms: AddressForm | MoveForm | RaterForm,
) -> str:
    campaign = invitation.subject.campaign
    move = MoveForm(formdata=None, campaign=campaign, data={"group": invitation.group})
    instead = RaterForm(formdata=None, campaign=campaign, data={"group": invitation.group})
    return render_template(
        "organiser/people/rater.html",
        campaign=campaign,
        subject=invitation.subject,
        invitation=invitation,
        row=rater_row(db_session(), invitation),
        is_draft=campaign.state in BEFORE_LAUNCH,
        can_change=campaign.state in CHANGEABLE,
        labels=labels_of(survey_from_json(campaign.survey_json)),
        faults=faults,
        refused=next(iter(forms), ""),
        address_form=forms.get("address_form") or AddressForm(formdata=None),
        move_form=forms.get("move_form") or move,
        rater_form=forms.get("rater_form") or instead,
    )


def _to_leader(subject: Subject) -> ResponseReturnValue:
    return redirect(url_for(".raters", campaign_id=subject.campaign_id, subject_id=subject.id))
