"""Who answers about one leader: add, withdraw, replace, correct, move, draw, send a link again.

Each of these looks the same whether somebody has answered or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from feedback.access import organiser_of_invitation, organiser_of_subject
from feedback.acting import attempt
from feedback.clock import utc_now
from feedback.languages import current_language
from feedback.models import State
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations.mail.asking_again import send_link_again
from feedback.operations.people.drawing_lots import draw_raters
from feedback.operations.people.nominating import standing_of
from feedback.operations.people.people_list import RaterEntry
from feedback.operations.people.raters import (
    add_rater,
    correct_address,
    move_rater,
    replace_rater,
    withdraw_rater,
)
from feedback.operations.people.small_groups import small_groups_of
from feedback.operations.people.tables import rater_row, raters_of
from feedback.organiser.blueprint import blueprint
from feedback.organiser.people.drawn import drawn_words
from feedback.organiser.people.forms import (
    AddressForm,
    DrawForm,
    LeaderForm,
    LineForm,
    MoveForm,
    RaterForm,
)
from feedback.organiser.people.kept_names import tell_if_kept
from feedback.sessions import db_session
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from feedback.models import Campaign, Invitation, Subject

_REFUSED: Final = 422
_CHANGEABLE: Final = BEFORE_LAUNCH | {State.OPEN}


@blueprint.get("/<uuid:campaign_id>/people/<uuid:subject_id>")
@organiser_of_subject
def raters(subject: Subject) -> str:
    """Show a leader and everybody who is asked about them."""
    return leader_page(subject)


@blueprint.post("/<uuid:campaign_id>/people/<uuid:subject_id>/raters")
@organiser_of_subject
def add_one_rater(subject: Subject) -> ResponseReturnValue:
    """Ask one more person about a leader."""
    form, made = RaterForm(campaign=subject.campaign), []
    faults = attempt(
        lambda: made.append(add_rater(db_session(), subject, form.entry(), now=utc_now())),
        action="add rater",
        thing=f"subject {subject.id}",
    )
    if faults:
        return leader_page(subject, rater_form=form, adding=faults), _REFUSED
    person = made[0].rater.person
    flash(_("%(name)s is added.", name=person.name if person else ""))
    tell_if_kept(person, form.name.data)
    return _to_leader(subject)


@blueprint.post("/<uuid:campaign_id>/people/<uuid:subject_id>/draw")
@organiser_of_subject
def draw_one(subject: Subject) -> ResponseReturnValue:
    """Draw by lot who is asked of one leader's group."""
    form, drawn = DrawForm(prefix="draw-", campaign=subject.campaign), []
    group, count = form.group.data or "", form.count.data or 0
    faults = attempt(
        lambda: drawn.append(
            draw_raters(db_session(), subject.campaign, group, count, subject=subject)
        ),
        action=f"draw {count} of {group}",
        thing=f"subject {subject.id}",
    )
    if faults:
        return leader_page(subject, draw_form=form, drawing=faults), _REFUSED
    flash(drawn_words(*drawn[0]))
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
        "correct address",
        lambda: correct_address(
            db_session(), invitation.rater, form.email.data or "", now=utc_now()
        ),
        _("The address is changed. The old link does not work any more."),
        address_form=form,
    )


@blueprint.post("/<uuid:campaign_id>/raters/<uuid:invitation_id>/link")
@organiser_of_invitation
def send_one_again(invitation: Invitation) -> ResponseReturnValue:
    """Send a rater's link once more."""
    return _change(
        invitation,
        "send link again",
        lambda: send_link_again(db_session(), invitation, now=utc_now()),
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
        "move rater",
        lambda: move_rater(db_session(), invitation, form.group.data or ""),
        _("The group is changed."),
        move_form=form,
    )


@blueprint.post("/<uuid:campaign_id>/raters/<uuid:invitation_id>/replace")
@organiser_of_invitation
def replace_one(invitation: Invitation) -> ResponseReturnValue:
    """Ask somebody else instead."""
    form, made = RaterForm(campaign=invitation.subject.campaign), []
    answer = _change(
        invitation,
        "replace rater",
        lambda: made.append(replace_rater(db_session(), invitation, form.entry(), now=utc_now())),
        _("Replaced. If the first one has answered already, that answer stays."),
        rater_form=form,
    )
    if made:
        tell_if_kept(made[0].rater.person, form.name.data)
    return answer


@blueprint.post("/<uuid:campaign_id>/raters/<uuid:invitation_id>/withdraw")
@organiser_of_invitation
def withdraw_one(invitation: Invitation) -> ResponseReturnValue:
    """Stop asking somebody about a leader."""
    return _change(
        invitation,
        "withdraw rater",
        lambda: withdraw_rater(db_session(), invitation),
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
        person.name, invitation.group, person.email, person.rater_id, invitation.rater.language
    )
    return _change(
        invitation,
        "ask rater again",
        lambda: add_rater(db_session(), invitation.subject, entry, now=utc_now()),
        _("%(name)s is asked.", name=person.name),
    )


def leader_page(  # noqa: PLR0913 - what was typed in each form of the page
    subject: Subject,
    *,
    leader_form: LeaderForm | None = None,
    changing: list[str] | None = None,
    rater_form: RaterForm | None = None,
    adding: list[str] | None = None,
    draw_form: DrawForm | None = None,
    drawing: list[str] | None = None,
    line_form: LineForm | None = None,
    deciding: list[str] | None = None,
) -> str:
    """Show a leader's page with what was typed and what is wrong with it."""
    campaign, session = subject.campaign, db_session()
    rows = raters_of(session, subject)
    return render_template(
        "organiser/people/raters.html",
        campaign=campaign,
        subject=subject,
        is_draft=campaign.state in BEFORE_LAUNCH,
        can_change=campaign.state in _CHANGEABLE,
        asked=[row for row in rows if row.is_asked],
        left_out=[row for row in rows if not row.is_asked],
        small=small_groups_of(session, campaign, [subject.id]).get(subject.id, ()),
        labels=_labels(campaign),
        standing=standing_of(session, subject),
        leader_form=leader_form or _known(subject),
        changing=changing or [],
        rater_form=rater_form or RaterForm(formdata=None, campaign=campaign),
        adding=adding or [],
        draw_form=draw_form or DrawForm(formdata=None, prefix="draw-", campaign=campaign),
        drawing=drawing or [],
        line_form=line_form or LineForm(formdata=None),
        deciding=deciding or [],
    )


def _change(
    invitation: Invitation,
    action: str,
    operation: Callable[[], object],
    done: str,
    **forms: AddressForm | MoveForm | RaterForm,
) -> ResponseReturnValue:
    subject, thing = invitation.subject, f"invitation {invitation.id}"
    faults = attempt(operation, action=action, thing=thing)
    if faults:
        return _rater_page(invitation, faults=faults, **forms), _REFUSED
    flash(done)
    return _to_leader(subject)


def _rater_page(
    invitation: Invitation,
    *,
    faults: list[str] | None = None,
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
        can_change=campaign.state in _CHANGEABLE,
        labels=_labels(campaign),
        faults=faults or [],
        refused=next(iter(forms), ""),
        address_form=forms.get("address_form") or AddressForm(formdata=None),
        move_form=forms.get("move_form") or move,
        rater_form=forms.get("rater_form") or instead,
    )


def _known(subject: Subject) -> LeaderForm:
    return LeaderForm(
        formdata=None,
        campaign=subject.campaign,
        language=subject.person.language,
        data={
            "name": subject.person.name,
            "title": subject.title,
            "unit": subject.unit_name,
            "coach_email": subject.coach.email if subject.coach else "",
            "approver_email": subject.approver.email if subject.approver else "",
        },
    )


def _labels(campaign: Campaign) -> dict[str, str]:
    survey = survey_from_json(campaign.survey_json)
    return {group.key: survey.text(group.label, current_language()) for group in survey.groups}


def _to_leader(subject: Subject) -> ResponseReturnValue:
    return redirect(url_for(".raters", campaign_id=subject.campaign_id, subject_id=subject.id))
