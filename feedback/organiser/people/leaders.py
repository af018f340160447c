"""The people of a campaign: its leaders in a table, added, changed, drawn by lot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from feedback.access import organiser_of_campaign, organiser_of_subject
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations.campaigns.counts import counts_of
from feedback.operations.people.asking import CHANGEABLE
from feedback.operations.people.drawing_lots import draw_raters
from feedback.operations.people.leaders import (
    add_leader,
    change_leader,
    count_leavers,
    remove_leaders,
)
from feedback.organiser.blueprint import blueprint
from feedback.organiser.people.forms import DrawForm, LeaderForm
from feedback.organiser.people.leader_list import groups_to_count, lacking_words, leader_list
from feedback.organiser.people.one_leader import leader_page
from feedback.organiser.people.outcomes import drawn_words, tell_if_kept
from feedback.organiser.survey_words import labels_of
from feedback.requests.attempt import REFUSED, attempt, me
from feedback.requests.sessions import db_session
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from feedback.models import Campaign, Subject


@blueprint.get("/<uuid:campaign_id>/people")
@organiser_of_campaign
def people(campaign: Campaign) -> str:
    """Show the leaders, how many are asked about each, and what may be done."""
    return _page(campaign)


@blueprint.post("/<uuid:campaign_id>/people/leaders")
@organiser_of_campaign
def add_one_leader(campaign: Campaign) -> ResponseReturnValue:
    """Put one more leader into the campaign, and go on to who answers about them."""
    form = LeaderForm(campaign=campaign)
    done = attempt(lambda: add_leader(db_session(), campaign, form.entry(), by=me()))
    if not done:
        return _page(campaign, leader_form=form, adding=done.faults), REFUSED
    flash(_("The leader is added. Add who is to answer about them."))
    tell_if_kept(done.made.person, form.name.data)
    return redirect(url_for(".raters", campaign_id=campaign.id, subject_id=done.made.id))


@blueprint.post("/<uuid:campaign_id>/people/draw")
@organiser_of_campaign
def draw(campaign: Campaign) -> ResponseReturnValue:
    """Draw by lot who is asked of a group, about every leader."""
    form = DrawForm(prefix="draw-", campaign=campaign)
    group, count = form.group.data or "", form.count.data or 0
    done = attempt(lambda: draw_raters(db_session(), campaign, group, count, by=me()))
    if not done:
        return _page(campaign, draw_form=form, drawing=done.faults), REFUSED
    flash(drawn_words(*done.made))
    return redirect(url_for(".people", campaign_id=campaign.id))


@blueprint.post("/<uuid:campaign_id>/people/<uuid:subject_id>/leader")
@organiser_of_subject
def change_one_leader(subject: Subject) -> ResponseReturnValue:
    """Change what is known of a leader."""
    person = subject.person
    form = LeaderForm(campaign=subject.campaign, language=person.language)
    entry = form.entry(person.email)
    done = attempt(lambda: change_leader(db_session(), subject, entry, by=me()))
    if not done:
        return leader_page(subject, leader_form=form, changing=done.faults), REFUSED
    flash(_("Saved."))
    tell_if_kept(person, form.name.data)
    return redirect(url_for(".raters", campaign_id=subject.campaign_id, subject_id=subject.id))


@blueprint.get("/<uuid:campaign_id>/people/<uuid:subject_id>/remove")
@organiser_of_subject
def confirm_removal(subject: Subject) -> str:
    """Ask before a leader is taken out."""
    return _removal_page(subject)


@blueprint.post("/<uuid:campaign_id>/people/<uuid:subject_id>/remove")
@organiser_of_subject
def remove_one_leader(subject: Subject) -> ResponseReturnValue:
    """Take a leader out of the campaign."""
    campaign, name = subject.campaign, subject.person.name
    done = attempt(lambda: remove_leaders(db_session(), campaign, [subject], by=me()))
    if not done:
        return _removal_page(subject, done.faults), REFUSED
    flash(_("%(name)s is removed from the campaign.", name=name))
    return redirect(url_for(".people", campaign_id=campaign.id))


def _removal_page(subject: Subject, faults: Sequence[str] = ()) -> str:
    leavers = count_leavers(db_session(), [subject])
    return render_template(
        "organiser/people/remove.html", subject=subject, leavers=leavers, faults=faults
    )


def _page(
    campaign: Campaign,
    *,
    leader_form: LeaderForm | None = None,
    adding: Sequence[str] = (),
    draw_form: DrawForm | None = None,
    drawing: Sequence[str] = (),
) -> str:
    return render_template(
        "organiser/people/leaders.html",
        campaign=campaign,
        is_draft=campaign.state in BEFORE_LAUNCH,
        can_change=campaign.state in CHANGEABLE,
        leaders=leader_list(campaign),
        counts=counts_of(db_session(), campaign),
        groups=groups_to_count(campaign),
        lacking=lacking_words(campaign),
        labels=labels_of(survey_from_json(campaign.survey_json)),
        leader_form=leader_form or LeaderForm(formdata=None, campaign=campaign),
        adding=adding,
        draw_form=draw_form or DrawForm(formdata=None, prefix="draw-", campaign=campaign),
        drawing=drawing,
    )
