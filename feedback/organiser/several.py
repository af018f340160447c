"""The same done with several leaders who are marked in the list; each asks first, on a page.

Who is marked stands in the page's address, and whom the page named is whom it is done with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from feedback.access import organiser_of_campaign
from feedback.operations.campaigns.moving import move_leaders
from feedback.operations.campaigns.waves import later_waves
from feedback.operations.coaching.naming import name_coach_of_several
from feedback.operations.people.drawing_lots import draw_raters
from feedback.operations.people.leaders import count_leavers, remove_leaders
from feedback.operations.results.sharing import share_some, subjects_of, waiting_among
from feedback.organiser.blueprint import blueprint
from feedback.organiser.coaches.forms import CoachForm
from feedback.organiser.forms import ButtonForm, LaterWaveForm
from feedback.organiser.people.forms import DrawForm
from feedback.organiser.people.outcomes import drawn_words, tell_if_kept
from feedback.requests.attempt import REFUSED, attempt, me, told
from feedback.requests.sessions import db_session

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from feedback.models import Campaign, Subject
    from feedback.operations.results.sharing import Shared
    from feedback.requests.attempt import Attempt
    from feedback.requests.fields import Form

_ASKED_OF_THE_LIST: Final = ("q", "show", "sort", "dir")
"""What the list was asked for, so that one comes back to it."""


@blueprint.route("/<uuid:campaign_id>/people/several/coach", methods=["GET", "POST"])
@organiser_of_campaign
def coach_several(campaign: Campaign) -> ResponseReturnValue:
    """Name the coach of the leaders that are marked."""
    form, subjects = CoachForm(prefix="coach"), _marked(campaign)
    if subjects and form.validate_on_submit():
        ended = _("One of these leaders has ended the coach's access. Only the leader decides.")
        done = attempt(
            lambda: name_coach_of_several(db_session(), subjects, form.named(), by=me()),
            form.email,
            too_late=ended,
        )
        if done:
            tell_if_kept(subjects[0].coach, form.name.data)
        if done or done.is_too_late:
            words = ngettext(
                "The coach of %(num)s leader is named.",
                "The coach of %(num)s leaders is named.",
                len(subjects),
            )
            return _back(campaign, done, words)
    return _page(campaign, "coach", subjects, form=form)


@blueprint.route("/<uuid:campaign_id>/people/several/draw", methods=["GET", "POST"])
@organiser_of_campaign
def draw_several(campaign: Campaign) -> ResponseReturnValue:
    """Draw by lot who is asked of a group about the leaders that are marked."""
    form, subjects = DrawForm(prefix="draw-", campaign=campaign), _marked(campaign)
    if subjects and form.validate_on_submit():
        group, count = form.group.data or "", form.count.data or 0
        done = attempt(
            lambda: draw_raters(db_session(), campaign, group, count, subjects=subjects, by=me()),
            form,
        )
        if done or done.is_too_late:
            return _back(campaign, done, drawn_words(*done.made) if done else "")
    return _page(campaign, "draw", subjects, form=form)


@blueprint.route("/<uuid:campaign_id>/people/several/move", methods=["GET", "POST"])
@organiser_of_campaign
def move_several(campaign: Campaign) -> ResponseReturnValue:
    """Move the leaders that are marked to a later wave."""
    waves = {str(wave.id): wave for wave in later_waves(db_session(), campaign)}
    form = LaterWaveForm(waves=[(key, wave.name) for key, wave in waves.items()])
    subjects = _marked(campaign)
    if subjects and form.validate_on_submit():
        later = waves[form.wave.data]
        words = ngettext(
            "%(num)s leader is moved to %(wave)s.",
            "%(num)s leaders are moved to %(wave)s.",
            len(subjects),
            wave=later.name,
        )
        done = attempt(lambda: move_leaders(db_session(), subjects, later, by=me()), form)
        if done or done.is_too_late:
            return _back(campaign, done, words)
    return _page(campaign, "move", subjects, form=form, waves=waves)


@blueprint.route("/<uuid:campaign_id>/people/several/remove", methods=["GET", "POST"])
@organiser_of_campaign
def remove_several(campaign: Campaign) -> ResponseReturnValue:
    """Take the leaders that are marked out of the campaign."""
    form, subjects = ButtonForm(), _marked(campaign)
    if subjects and form.validate_on_submit():
        words = ngettext(
            "%(num)s leader is removed from the campaign.",
            "%(num)s leaders are removed from the campaign.",
            len(subjects),
        )
        done = attempt(lambda: remove_leaders(db_session(), campaign, subjects, by=me()), form)
        if done or done.is_too_late:
            return _back(campaign, done, words)
    return _page(
        campaign, "remove", subjects, form=form, leavers=count_leavers(db_session(), subjects)
    )


@blueprint.route("/<uuid:campaign_id>/several/share", methods=["GET", "POST"])
@organiser_of_campaign
def share_several(campaign: Campaign) -> ResponseReturnValue:
    """Share the reports of the leaders that are marked; the organiser opens none of them."""
    form, subjects = ButtonForm(), _marked(campaign)
    if subjects and form.validate_on_submit():
        done = attempt(lambda: share_some(db_session(), subjects, by=me()), form)
        if done or done.is_too_late:
            words = _shared_words(done.made) if done else ""
            return _back(campaign, done, words, to=".show")
    return _page(
        campaign, "share", subjects, form=form, waiting=waiting_among(subjects), to=".show"
    )


def _shared_words(shared: Shared) -> str:
    words: str = _(
        "Shared: %(coaches)s with their coach, %(leaders)s with the leader. They are told by mail.",
        coaches=len(shared.with_coaches),
        leaders=len(shared.with_leaders),
    )
    return words


def _marked(campaign: Campaign) -> list[Subject]:
    marked = {UUID(one) for one in request.values.getlist("picked") if _is_id(one)}
    found = subjects_of(db_session(), campaign, among=marked)
    return [one for one in found if not one.is_moved]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _asked() -> dict[str, Any]:
    return {key: request.args[key] for key in _ASKED_OF_THE_LIST if request.args.get(key)}


def _back(
    campaign: Campaign, outcome: Attempt[Any], done: str, *, to: str = ".people"
) -> ResponseReturnValue:
    return told(outcome, done, _list_of(campaign, to))


def _list_of(campaign: Campaign, page: str) -> str:
    return url_for(page, campaign_id=campaign.id, _anchor="rows", **_asked())


def _page(
    campaign: Campaign,
    what: str,
    subjects: list[Subject],
    *,
    form: Form,
    to: str = ".people",
    **told_first: object,
) -> ResponseReturnValue:
    page = render_template(
        "organiser/several.html",
        campaign=campaign,
        what=what,
        subjects=subjects,
        form=form,
        asked=_asked(),
        back=_list_of(campaign, to),
        **told_first,
    )
    return page, REFUSED if form.is_submitted() else 200
