"""The page of one leader: who answers about them, and what may be changed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, render_template, request
from flask_babel import gettext as _

from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations.campaigns.small_groups import small_groups_of
from feedback.operations.campaigns.tables import raters_of
from feedback.operations.people.asking import CHANGEABLE
from feedback.operations.people.own_addresses import is_inside
from feedback.operations.people.standing import standing_of
from feedback.organiser.people.forms import (
    DrawForm,
    LeaderForm,
    RaterForm,
    SendBackForm,
)
from feedback.organiser.survey_words import labels_of
from feedback.requests.listing import Choice, Column, listed
from feedback.requests.sessions import db_session, settings_of
from feedback.text.names import as_written
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from feedback.models import Campaign, Subject
    from feedback.operations.campaigns.tables import RaterRow
    from feedback.requests.listing import Listing


def leader_page(  # noqa: PLR0913 - what was typed in each form of the page
    subject: Subject,
    *,
    leader_form: LeaderForm | None = None,
    changing: Sequence[str] = (),
    rater_form: RaterForm | None = None,
    adding: Sequence[str] = (),
    draw_form: DrawForm | None = None,
    drawing: Sequence[str] = (),
    line_form: SendBackForm | None = None,
    deciding: Sequence[str] = (),
) -> str:
    """Show a leader's page with what was typed and what is wrong with it."""
    campaign, session = subject.campaign, db_session()
    rows = raters_of(session, subject)
    return render_template(
        "organiser/people/raters.html",
        campaign=campaign,
        subject=subject,
        is_draft=campaign.state in BEFORE_LAUNCH,
        can_change=campaign.state in CHANGEABLE,
        raters=_rater_list(campaign, rows),
        asked=sum(row.is_asked for row in rows),
        left_out=sum(not row.is_asked for row in rows),
        small=small_groups_of(session, campaign, [subject.id]).get(subject.id, ()),
        labels=labels_of(survey_from_json(campaign.survey_json)),
        standing=standing_of(session, subject),
        leader_form=leader_form or _known(subject),
        changing=changing,
        rater_form=rater_form or RaterForm(formdata=None, campaign=campaign),
        adding=adding,
        draw_form=draw_form or DrawForm(formdata=None, prefix="draw-", campaign=campaign),
        drawing=drawing,
        line_form=line_form or SendBackForm(formdata=None),
        deciding=deciding,
    )


def _rater_list(campaign: Campaign, rows: Sequence[RaterRow]) -> Listing[RaterRow]:
    labels = labels_of(survey_from_json(campaign.survey_json))
    own_domains = settings_of(current_app).own_mail_domains

    def is_in(group: str) -> Callable[[RaterRow], bool]:
        return lambda row: row.group == group and row.is_asked

    def is_from_outside(row: RaterRow) -> bool:
        return row.is_asked and "@" in row.address and not is_inside(row.address, own_domains)

    def label_of(row: RaterRow) -> str:
        return labels.get(row.group, row.group)

    return listed(
        rows,
        [
            Column("name", _("Name"), lambda row: row.name),
            Column("group", _("Group"), label_of),
            Column("load", _("Asked about"), lambda row: row.load, is_number=True),
            Column("change", _("Change")),
        ],
        request.args,
        search=lambda row: (row.name, row.workplace, row.address),
        choices=[
            *(Choice(key, label, is_in(key)) for key, label in labels.items()),
            Choice("outside", _("Outside the organisation"), is_from_outside),
            Choice("left-out", _("On the list, not asked"), lambda row: not row.is_asked),
        ],
        everything=_("All"),
    )


def _known(subject: Subject) -> LeaderForm:
    return LeaderForm(
        formdata=None,
        campaign=subject.campaign,
        language=subject.person.language,
        data={
            "name": as_written(subject.person.name, subject.person.email or ""),
            "title": subject.title,
            "workplace": subject.workplace_name,
            "coach_email": subject.coach.email if subject.coach else "",
            "approver_email": subject.approver.email if subject.approver else "",
        },
    )
