"""Who coaches whom: name a coach, one from outside with a last day, and who stands in for a while.

The organiser decides who may read a report, and never opens one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from feedback.access import organiser_of_campaign, organiser_of_subject
from feedback.operations.campaigns.tables import coaches_of
from feedback.operations.coaching.naming import (
    end_stand_in,
    name_coach,
    name_coach_of_several,
    name_stand_in,
)
from feedback.operations.results.sharing import subjects_of
from feedback.operations.rights.coach_access import stand_ins_of
from feedback.organiser.blueprint import blueprint
from feedback.organiser.coaches.forms import CoachForm, StandInForm
from feedback.organiser.people.outcomes import tell_if_kept
from feedback.requests.attempt import REFUSED, act, attempt, me, told
from feedback.requests.listing import Choice, Column, listed
from feedback.requests.sessions import db_session, today_here
from feedback.text.addresses import read_address
from feedback.text.ordering import alphabetical

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from flask.typing import ResponseReturnValue
    from werkzeug import Response

    from feedback.models import Campaign, Person, StandIn, Subject
    from feedback.operations.campaigns.tables import CoachRow


@blueprint.get("/<uuid:campaign_id>/coaches")
@organiser_of_campaign
def coaches(campaign: Campaign) -> str:
    """List the leaders of a campaign with who coaches them, and how many each coach has."""
    return _list_page(campaign, CoachForm(formdata=None, prefix="coach"))


@blueprint.post("/<uuid:campaign_id>/coaches")
@organiser_of_campaign
def change_coaches(campaign: Campaign) -> ResponseReturnValue:
    """Name the coach of the leaders that are marked."""
    form, marked = CoachForm(prefix="coach"), set(request.form.getlist("picked"))
    subjects = [one for one in subjects_of(db_session(), campaign) if str(one.id) in marked]
    if form.validate_on_submit() and not subjects:
        form.form_errors = [_("Mark at least one leader in the list.")]
    if form.errors:
        return _list_page(campaign, form, marked), REFUSED
    outcome = attempt(
        lambda: name_coach_of_several(db_session(), subjects, form.named(), by=me()),
        form.email,
        too_late=_("One of these leaders has ended the coach's access. Only the leader decides."),
    )
    if not outcome and not outcome.is_too_late:
        return _list_page(campaign, form, marked), REFUSED
    if outcome:
        tell_if_kept(subjects[0].coach, form.name.data)
    done = ngettext(
        "The coach of %(num)s leader is named.",
        "The coach of %(num)s leaders is named.",
        len(subjects),
    )
    return told(outcome, done, url_for(".coaches", campaign_id=campaign.id))


@blueprint.get("/<uuid:campaign_id>/coaches/<uuid:subject_id>")
@organiser_of_subject
def coach(subject: Subject) -> str:
    """Show who coaches one leader, and let it be changed."""
    form = CoachForm(
        formdata=None,
        prefix="coach",
        email=subject.coach.email if subject.coach else "",
        name=subject.coach.name if subject.coach else "",
        is_external=subject.coach_is_external,
        until=subject.coach_access_until,
    )
    return _page(subject, form, StandInForm(formdata=None, prefix="stand-in"))


@blueprint.post("/<uuid:campaign_id>/coaches/<uuid:subject_id>")
@organiser_of_subject
def change_coach(subject: Subject) -> ResponseReturnValue:
    """Name the coach of one leader."""
    form, other = CoachForm(prefix="coach"), StandInForm(formdata=None, prefix="stand-in")
    return _named(
        subject,
        form,
        lambda: name_coach(db_session(), subject, form.named(), by=me()),
        _("The coach is named."),
        (form, other),
    )


@blueprint.post("/<uuid:campaign_id>/coaches/<uuid:subject_id>/stand-in")
@organiser_of_subject
def add_stand_in(subject: Subject) -> ResponseReturnValue:
    """Let somebody stand in for the coach of one leader, or of all the coach's leaders."""
    other, form = CoachForm(formdata=None, prefix="coach"), StandInForm(prefix="stand-in")
    subjects = [subject]
    if form.for_all.data and subject.coach:
        subjects = [
            one for one in subjects_of(db_session(), subject.campaign) if one.coach is subject.coach
        ]
    return _named(
        subject,
        form,
        lambda: name_stand_in(db_session(), subjects, form.named(), by=me()),
        _("The stand-in is named."),
        (other, form),
    )


@blueprint.post("/<uuid:campaign_id>/coaches/<uuid:subject_id>/end-stand-in")
@organiser_of_subject
def remove_stand_in(subject: Subject) -> Response:
    """Let somebody stand in no more."""
    wanted = request.form.get("stand_in", "")
    found = [one for one in stand_ins_of(db_session(), subject) if str(one.id) == wanted]
    return act(
        lambda: _end(found),
        _("Nobody stands in any more.") if found else _("That is done already."),
        url_for(".coach", campaign_id=subject.campaign_id, subject_id=subject.id),
    )


def _list_page(campaign: Campaign, form: CoachForm, marked: Collection[str] = ()) -> str:
    rows = coaches_of(db_session(), campaign)
    leaders = listed(
        rows,
        [
            Column("name", _("Leader"), lambda row: row.leader.name),
            Column("workplace", _("Workplace"), lambda row: row.leader.workplace),
            Column("coach", _("Coach"), lambda row: row.leader.coach),
            Column("stand-in", _("Stand-ins")),
        ],
        request.args,
        search=lambda row: (row.leader.name, row.leader.workplace, row.leader.coach),
        choices=[
            Choice("uncoached", _("Without a coach"), lambda row: not row.leader.coach),
            *(Choice(coach, coach, _coached_by(coach)) for coach in _coaches(rows)),
        ],
        everything=_("All"),
        usual="name",
    )
    return render_template(
        "organiser/coaches.html",
        campaign=campaign,
        leaders=leaders,
        form=form,
        marked=marked,
        today=today_here(),
    )


def _coaches(rows: Sequence[CoachRow]) -> list[str]:
    return sorted({row.leader.coach for row in rows if row.leader.coach}, key=alphabetical)


def _coached_by(coach: str) -> Callable[[CoachRow], bool]:
    return lambda row: row.leader.coach == coach


def _named(
    subject: Subject,
    form: CoachForm,
    operation: Callable[[], None],
    done: str,
    forms: tuple[CoachForm, StandInForm],
) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return _page(subject, *forms), REFUSED
    ended = _("The leader has ended the coach's access. Only the leader decides now.")
    outcome = attempt(operation, form.email, too_late=ended)
    if not outcome and not outcome.is_too_late:
        return _page(subject, *forms), REFUSED
    if outcome:
        tell_if_kept(_named_by(form, subject), form.name.data)
    here = url_for(".coach", campaign_id=subject.campaign_id, subject_id=subject.id)
    return told(outcome, done, here)


def _end(found: list[StandIn]) -> None:
    for one in found:
        end_stand_in(db_session(), one, by=me())


def _named_by(form: CoachForm, subject: Subject) -> Person | None:
    address = read_address(form.email.data or "")
    people = [subject.coach, *(one.person for one in stand_ins_of(db_session(), subject))]
    return next((one for one in people if one is not None and one.email == address), None)


def _page(subject: Subject, form: CoachForm, stand_in_form: StandInForm) -> str:
    return render_template(
        "organiser/coach.html",
        campaign=subject.campaign,
        subject=subject,
        stand_ins=stand_ins_of(db_session(), subject),
        today=today_here(),
        form=form,
        stand_in_form=stand_in_form,
    )
