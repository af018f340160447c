"""The page of a campaign that is launched: one for each state, with rows and dates as shown.

While it is open, what is told of answers are bands as of last night, and nothing else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app, render_template, request
from flask_babel import gettext as _

from feedback.languages import current_language
from feedback.models import State
from feedback.operations.campaigns.overview import overview_of
from feedback.operations.campaigns.thanking import thanked_at
from feedback.operations.campaigns.turnout import EMPTY, THIN
from feedback.operations.campaigns.waves import later_waves
from feedback.operations.people.corrections import count_corrections
from feedback.organiser.running import band_words, coming_of, shares_of
from feedback.organiser.survey_words import labels_of
from feedback.organiser.waiting import ask_again
from feedback.requests.listing import Choice, Column, listed
from feedback.requests.sessions import db_session, settings_of
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from feedback.models import Campaign
    from feedback.operations.campaigns.overview import (
        GroupProgress,
        Overview,
        Progress,
        SubjectProgress,
    )
    from feedback.organiser.forms import ExtendForm
    from feedback.requests.listing import Listing


@dataclass(frozen=True, slots=True)
class GroupCell:
    """What a row shows of one group: how many are asked, if any, and while it is open, the band."""

    label: str
    asked: int
    band: Progress | None
    words: str


@dataclass(frozen=True, slots=True)
class LeaderLine:
    """One leader of the list, with a cell for each group that the list shows."""

    about: SubjectProgress
    cells: tuple[GroupCell, ...]


def campaign_page(campaign: Campaign, extend_form: ExtendForm) -> str:
    """Return the page of a campaign that is launched."""
    session, zone = db_session(), settings_of(current_app).zone
    overview, is_open = overview_of(session, campaign), campaign.state is State.OPEN
    survey = overview.survey
    can_be_moved = is_open and bool(later_waves(session, campaign))
    return render_template(
        f"organiser/campaign/{campaign.state.value}.html",
        campaign=campaign,
        overview=overview,
        survey_title=survey.text(survey.title, current_language()),
        leaders=_leader_list(campaign, overview, can_be_moved=can_be_moved),
        at_risk=sum(one.is_at_risk for one in overview.subjects) if is_open else 0,
        shares=shares_of(campaign, _all_bands(overview)) if is_open else (),
        coming=list(coming_of(campaign)) if is_open else [],
        zone=zone,
        thanked_at=thanked_at(session, campaign),
        to_put_right=count_corrections(session, campaign),
        asks_again=ask_again(campaign),
        can_be_moved=can_be_moved,
        extend_form=extend_form,
    )


def _leader_list(
    campaign: Campaign, overview: Overview, *, can_be_moved: bool
) -> Listing[LeaderLine]:
    is_open, labels = campaign.state is State.OPEN, _labels_shown(campaign, overview)
    # Said once: looking phrases up for each of thousands of cells took a third of the page's time.
    words = band_words(campaign) if is_open else None
    lines = [LeaderLine(one, _cells(one, labels, words)) for one in overview.subjects]
    if is_open:  # who needs somebody comes first
        lines.sort(key=lambda line: not line.about.is_at_risk)
    columns: list[Column[LeaderLine]] = [
        Column("name", _("Leader"), lambda line: line.about.leader.name),
        *(Column(key, label) for key, label in labels.items()),
        Column("coach", _("Coach"), lambda line: line.about.leader.coach),
    ]
    if can_be_moved:
        columns.append(Column("how-far", _("Change")))
    if campaign.state is State.CLOSED:
        columns.insert(1, Column("report", _("Report")))
        columns.append(Column("how-far", _("Sharing")))
    return listed(
        lines,
        columns,
        request.args,
        search=lambda line: (
            line.about.leader.name,
            line.about.leader.title,
            line.about.leader.workplace,
            line.about.leader.address,
        ),
        choices=list(_choices(campaign)),
        everything=_("All"),
    )


def _choices(campaign: Campaign) -> Iterator[Choice[LeaderLine]]:
    if campaign.state is State.OPEN:
        yield Choice("risk", _("At risk"), lambda line: line.about.is_at_risk)
    if campaign.state is State.CLOSED:
        yield Choice("few-answers", _("Few answers"), _has_few_answers)
        yield Choice("unshared", _("Not shared"), _is_unshared)
        yield Choice("coach", _("With the coach"), _is_with_coach_alone)
        yield Choice("leader", _("With the leader"), lambda line: line.about.is_with_leader)
        yield Choice("no-talk", _("Without a day for the talk"), _has_no_talk)
    yield Choice("uncoached", _("Without a coach"), lambda line: not line.about.leader.coach)


def _has_few_answers(line: LeaderLine) -> bool:
    return line.about.outlook in (THIN, EMPTY) and not line.about.is_moved


def _is_unshared(line: LeaderLine) -> bool:
    return not line.about.is_with_coach and not line.about.is_with_leader


def _is_with_coach_alone(line: LeaderLine) -> bool:
    return line.about.is_with_coach and not line.about.is_with_leader


def _has_no_talk(line: LeaderLine) -> bool:
    about = line.about
    return about.talk_at is None and bool(about.leader.coach) and not about.is_moved


def _labels_shown(campaign: Campaign, overview: Overview) -> dict[str, str]:
    """Return the groups with a column: while it is open, those whose progress is followed.

    Once it is closed a row says what became of them all: how full the report is.
    """
    if campaign.state is State.CLOSED:
        return {}
    hidden = (
        {GroupKind.SELF, GroupKind.IDENTIFIED} if campaign.state is State.OPEN else {GroupKind.SELF}
    )
    asked = {group.group.key for one in overview.subjects for group in one.groups}
    labels = labels_of(overview.survey)
    return {
        group.key: labels[group.key]
        for group in overview.survey.groups
        if group.kind not in hidden and group.key in asked
    }


def _cells(
    one: SubjectProgress,
    labels: Mapping[str, str],
    words: Mapping[Progress, str] | None,
) -> tuple[GroupCell, ...]:
    by_key = {group.group.key: group for group in one.groups}
    return tuple(_cell(label, by_key.get(key), words) for key, label in labels.items())


def _cell(
    label: str, group: GroupProgress | None, words: Mapping[Progress, str] | None
) -> GroupCell:
    if group is None:
        return GroupCell(label, 0, None, "")
    if words is None:  # progress is followed while it is open
        return GroupCell(label, group.invited, None, "")
    return GroupCell(label, group.invited, group.progress, words[group.progress])


def _all_bands(overview: Overview) -> Counter[Progress]:
    return Counter(
        group.progress for one in overview.subjects if not one.is_moved for group in one.groups
    )
