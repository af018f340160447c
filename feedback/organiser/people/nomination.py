"""The nomination as its organiser runs it: open, follow, approve in an approver's place, end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from feedback.access import organiser_of_campaign, organiser_of_subject
from feedback.languages import current_language
from feedback.models import State
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations.campaigns.tables import leaders_of
from feedback.operations.people.limits import HIGHEST, GroupLimit, limits_of
from feedback.operations.people.nominating import (
    approve,
    approve_sent,
    end_nomination,
    open_nomination,
    send_back,
    until_of,
)
from feedback.operations.people.proposal_reminders import remind_leaders
from feedback.operations.people.standing import (
    APPROVED,
    SENT,
    SENT_BACK,
    WRITING,
    ListStanding,
    standings,
)
from feedback.operations.results.sharing import subjects_of
from feedback.organiser.blueprint import blueprint
from feedback.organiser.people.forms import NominationForm, SendBackForm
from feedback.organiser.people.one_leader import leader_page
from feedback.requests.attempt import REFUSED, act, attempt, me
from feedback.requests.listing import Choice, Column, listed
from feedback.requests.sessions import db_session, today_here

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from feedback.models import Campaign, Subject
    from feedback.operations.campaigns.tables import LeaderRow
    from feedback.requests.listing import Listing


@blueprint.get("/<uuid:campaign_id>/nomination")
@organiser_of_campaign
def nomination(campaign: Campaign) -> str:
    """Show how far the leaders' lists have come, or what a nomination would ask."""
    return _page(campaign)


@blueprint.post("/<uuid:campaign_id>/nomination")
@organiser_of_campaign
def start_nomination(campaign: Campaign) -> ResponseReturnValue:
    """Ask the leaders to propose, or move the day and the limits of a nomination that is open."""
    form, limits = NominationForm(), _typed_limits(campaign)
    until: date | None = form.until.data
    if until is None:
        return _page(campaign, form, limits, [_("Choose a day.")]), REFUSED
    language = current_language()
    done = attempt(
        lambda: open_nomination(db_session(), campaign, until, limits, by=me(), language=language)
    )
    if not done:
        return _page(campaign, form, limits, done.faults), REFUSED
    flash(_("The nomination is open. The leaders are told by mail."))
    return redirect(url_for(".nomination", campaign_id=campaign.id))


@blueprint.post("/<uuid:campaign_id>/nomination/end")
@organiser_of_campaign
def stop_nomination(campaign: Campaign) -> ResponseReturnValue:
    """Take no more proposals."""
    done = attempt(lambda: end_nomination(db_session(), campaign, by=me()))
    if not done:
        return _page(campaign, faults=done.faults), REFUSED
    flash(_("The nomination has ended. Everybody proposed is on the list."))
    return redirect(url_for(".people", campaign_id=campaign.id))


@blueprint.post("/<uuid:campaign_id>/nomination/remind")
@organiser_of_campaign
def remind_of_nomination(campaign: Campaign) -> ResponseReturnValue:
    """Remind the leaders who have not sent their lists."""
    return act(
        lambda: remind_leaders(db_session(), campaign, by=me()),
        _("The leaders who have not sent their lists get a reminder, one a day at most."),
        url_for(".nomination", campaign_id=campaign.id),
    )


@blueprint.post("/<uuid:campaign_id>/nomination/approve")
@organiser_of_campaign
def approve_several(campaign: Campaign) -> ResponseReturnValue:
    """Approve the lists that are marked, or all that wait."""
    subjects, marked = subjects_of(db_session(), campaign), request.form.getlist("picked")
    if request.form.get("which") == "all":
        expected = _number("waiting")
    else:
        subjects = [one for one in subjects if str(one.id) in marked]
        found = standings(db_session(), campaign)
        expected = sum(1 for one in subjects if found.get(one.id, ListStanding()).state == SENT)
    done = attempt(lambda: approve_sent(db_session(), subjects, expected=expected, by=me()))
    if not done:
        return _page(campaign, undecided=done.faults), REFUSED
    flash(ngettext("%(num)s list is approved.", "%(num)s lists are approved.", expected))
    return redirect(url_for(".nomination", campaign_id=campaign.id))


@blueprint.post("/<uuid:campaign_id>/people/<uuid:subject_id>/approve")
@organiser_of_subject
def approve_one(subject: Subject) -> ResponseReturnValue:
    """Approve a leader's list in the approver's place."""
    done = attempt(lambda: approve(db_session(), subject, by=me()))
    if not done:
        return leader_page(subject, changing=done.faults), REFUSED
    flash(_("The list is approved."))
    return redirect(url_for(".nomination", campaign_id=subject.campaign_id))


@blueprint.post("/<uuid:campaign_id>/people/<uuid:subject_id>/send-back")
@organiser_of_subject
def send_one_back(subject: Subject) -> ResponseReturnValue:
    """Send a leader's list back with a line."""
    form = SendBackForm()
    done = attempt(lambda: send_back(db_session(), subject, form.line.data or "", by=me()))
    if not done:
        return leader_page(subject, line_form=form, deciding=done.faults), REFUSED
    flash(_("The list is sent back, and the leader is told by mail."))
    return redirect(url_for(".nomination", campaign_id=subject.campaign_id))


def _typed_limits(campaign: Campaign) -> dict[str, GroupLimit]:
    """Return the limits as typed; what is no number counts as wrong, not as nothing."""
    return {
        group: GroupLimit(
            _number(f"fewest-{group}"), _number(f"most-{group}"), limit.advised, limit.labels
        )
        for group, limit in limits_of(db_session(), campaign).items()
    }


def _number(name: str) -> int:
    text = request.form.get(name, "").strip()
    return min(int(text), HIGHEST) if text.isdecimal() else -1


def _page(
    campaign: Campaign,
    form: NominationForm | None = None,
    limits: dict[str, GroupLimit] | None = None,
    faults: Sequence[str] = (),
    undecided: Sequence[str] = (),
) -> str:
    session = db_session()
    until = until_of(session, campaign)
    asked = limits or limits_of(session, campaign)
    found = standings(session, campaign)
    return render_template(
        "organiser/people/nomination.html",
        campaign=campaign,
        is_open=campaign.state is State.NOMINATING,
        can_change=campaign.state in BEFORE_LAUNCH,
        until=until,
        form=form or NominationForm(formdata=None, data={"until": until}),
        limits=asked,
        typed=request.form,
        faults=faults,
        undecided=undecided,
        marked=request.form.getlist("picked"),
        waiting=sum(1 for one in found.values() if one.state == SENT),
        can_remind=until is not None and until >= today_here(),
        leaders=_proposals(campaign, found, asked),
        standings=found,
        unsent=ListStanding(),
    )


def _proposals(
    campaign: Campaign, found: Mapping[UUID, ListStanding], limits: Mapping[str, GroupLimit]
) -> Listing[LeaderRow]:
    """Return the leaders' lists: how far each has come, and who says yes to it."""

    def is_in(*states: str) -> Callable[[LeaderRow], bool]:
        return lambda row: found.get(row.leader.subject_id, ListStanding()).state in states

    language = current_language()
    return listed(
        leaders_of(db_session(), campaign),
        [
            Column("name", _("Leader"), lambda row: row.leader.name),
            Column("state", _("List")),
            Column("approver", _("Approver"), lambda row: row.leader.approver),
            *(Column(key, limit.label(language), is_number=True) for key, limit in limits.items()),
        ],
        request.args,
        search=lambda row: (row.leader.name, row.leader.workplace, row.leader.address),
        choices=[
            Choice("sent", _("Wait for approval"), is_in(SENT)),
            Choice("writing", _("Not sent"), is_in(WRITING, SENT_BACK)),
            Choice("approved", _("Approved"), is_in(APPROVED)),
        ],
        everything=_("All"),
        usual="name",
    )
