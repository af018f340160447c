"""The leaders of a campaign as a list: its columns, and what one may want to see alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, request
from flask_babel import gettext as _

from feedback.operations.campaigns.tables import LeaderRow, leaders_of
from feedback.organiser.survey_words import labels_of
from feedback.requests.listing import Choice, Column, listed
from feedback.requests.sessions import db_session, settings_of
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feedback.models import Campaign
    from feedback.requests.listing import Listing

_WISE_ABOVE_K = 2
"""Not everybody answers: a group needs so many more than k to be shown, by experience."""


def leader_list(campaign: Campaign) -> Listing[LeaderRow]:
    """Return the page of the campaign's leaders that the address asks for."""
    own_domains = settings_of(current_app).own_mail_domains
    rows = leaders_of(db_session(), campaign, own_domains=own_domains)
    return listed(
        rows,
        list(_columns(campaign)),
        request.args,
        search=lambda row: (
            row.leader.name,
            row.leader.title,
            row.leader.workplace,
            row.leader.address,
        ),
        choices=list(_choices(campaign)),
        everything=_("All"),
        usual="name",
    )


def groups_to_count(campaign: Campaign) -> dict[str, str]:
    """Return the groups whose sizes the list shows, each with what it is called."""
    survey = survey_from_json(campaign.survey_json)
    own = {group.key for group in survey.groups if group.kind is GroupKind.SELF}
    return {key: label for key, label in labels_of(survey).items() if key not in own}


def lacking_words(campaign: Campaign) -> dict[str, str]:
    """Return what is said of a leader without anybody in a group that is shown by role."""
    survey, labels = survey_from_json(campaign.survey_json), groups_to_count(campaign)
    named = [group.key for group in survey.groups if group.kind is GroupKind.IDENTIFIED]
    return {
        key: _("Without %(group)s", group=labels[key][:1].lower() + labels[key][1:])
        for key in named
    }


def _columns(campaign: Campaign) -> Iterator[Column[LeaderRow]]:
    yield Column("name", _("Leader"), lambda row: row.leader.name)
    yield Column("workplace", _("Workplace"), lambda row: row.leader.workplace)
    for key, label in groups_to_count(campaign).items():
        yield Column(key, label, _asked_in(key), is_number=True)
    yield Column("coach", _("Coach"), lambda row: row.leader.coach)
    yield Column("look", _("To look at"))


def _choices(campaign: Campaign) -> Iterator[Choice[LeaderRow]]:
    survey = survey_from_json(campaign.survey_json)
    for key, words in lacking_words(campaign).items():
        yield Choice(f"without-{key}", words, _has_none_in(key))
    yield Choice("uncoached", _("Without a coach"), lambda row: not row.leader.coach)
    protected = [group.key for group in survey.groups if group.kind is GroupKind.PROTECTED]
    wise = campaign.k + _WISE_ABOVE_K
    yield Choice(
        "few",
        _("Fewer than %(number)s in a group", number=wise),
        lambda row: any(0 < row.asked[key] < wise for key in protected),
    )
    yield Choice("outside", _("Somebody outside the organisation"), lambda row: row.outside > 0)


def _asked_in(group: str) -> Callable[[LeaderRow], int]:
    return lambda row: row.asked[group]


def _has_none_in(group: str) -> Callable[[LeaderRow], bool]:
    return lambda row: not row.asked[group]
