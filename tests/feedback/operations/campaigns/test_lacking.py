"""Before launch an organiser hears whom nobody was asked about, and who has no coach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.models import Campaign
from feedback.operations.campaigns.lacking import Lacking, lacking_in
from feedback.operations.campaigns.tables import leaders_of
from feedback.operations.people.people_list import PeopleList
from tests.feedback.office import leader, rater

if TYPE_CHECKING:
    from feedback.operations.people.people_list import LeaderEntry
    from tests.feedback.office import Office


def _lacking(office: Office, *leaders: LeaderEntry) -> Lacking:
    campaign_id = office.draft(PeopleList(leaders))
    with office.database.reading() as session:
        campaign = session.get_one(Campaign, campaign_id)
        return lacking_in(session, campaign, leaders_of(session, campaign))


def test_a_leader_without_a_manager_is_named(small_office: Office) -> None:
    lacking = _lacking(
        small_office,
        leader("Karin Lund", rater("Bo Ek"), rater("Eva Dahl", "manager")),
        leader("Olle Sand", rater("Bo Ek")),
    )

    assert [(one.group, [who.name for who in one.leaders]) for one in lacking.named] == [
        ("manager", ["Olle Sand"])
    ]


def test_a_group_that_others_are_asked_in_is_missed(small_office: Office) -> None:
    lacking = _lacking(
        small_office,
        leader("Karin Lund", rater("Bo Ek"), rater("Dan Frid", "peer")),
        leader("Olle Sand", rater("Bo Ek")),
    )

    assert [(one.group, [who.name for who in one.leaders]) for one in lacking.empty] == [
        ("peer", ["Olle Sand"])
    ]


def test_a_group_in_which_nobody_at_all_is_asked_is_not_missed(small_office: Office) -> None:
    lacking = _lacking(small_office, leader("Karin Lund", rater("Bo Ek")))

    assert lacking.empty == ()


def test_leaders_without_a_coach_are_named(small_office: Office) -> None:
    lacking = _lacking(
        small_office, leader("Karin Lund", coach="Siv Ros"), leader("Olle Sand", rater("Bo Ek"))
    )

    assert [one.name for one in lacking.uncoached] == ["Olle Sand"]


def test_a_coach_who_is_a_leader_in_the_same_campaign_is_named(small_office: Office) -> None:
    lacking = _lacking(
        small_office,
        leader("Karin Lund", coach="Siv Ros"),
        leader("Olle Sand", coach="Siv Ros"),
        leader("Siv Ros", coach="Maja Ek"),
    )

    assert [(one.leader.name, one.coaches) for one in lacking.led_coaches] == [("Siv Ros", 2)]
