"""What an organiser reads before launch: the truth on the check, again when it starts, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from feedback.models import Campaign
from feedback.operations.people.people_list import PeopleList
from tests.feedback.office import leader, rater
from tests.feedback.people_world import Draft

if TYPE_CHECKING:
    from tests.feedback.world import World

TEAM = tuple(rater(f"Bo{n} Ek") for n in range(4))
PEOPLE = PeopleList(
    (
        leader("Eva Lind", *TEAM, rater("Eva Dahl", "manager"), coach="Siv Ros"),
        leader("Siv Ros", *TEAM, rater("Dan Frid", "peer")),
    )
)


@pytest.fixture
def draft(world: World) -> Draft:
    """Give a campaign in which much is missing."""
    return Draft(world, PEOPLE)


def _words(page: Any) -> str:  # noqa: ANN401 - WebTest brings no types
    return " ".join(page.html.find("main").get_text(" ").split())


@pytest.mark.parametrize("page", ["check", "launch"])
def test_what_is_missing_is_counted_on_the_check_and_again_before_the_launch(
    draft: Draft, page: str
) -> None:
    words = _words(draft.organiser().get(draft.path(page)))

    assert "1 leader has nobody in Manager" in words
    assert "1 leader has nobody in Peers" in words
    assert "1 group has one person alone" in words
    assert "1 leader without a coach" in words
    assert "1 coach is a leader in the same campaign" in words


@pytest.mark.parametrize("page", ["check", "launch"])
def test_both_pages_say_how_many_are_asked_and_when_it_opens(draft: Draft, page: str) -> None:
    words = _words(draft.organiser().get(draft.path(page)))

    # two leaders about themselves, four in both teams, a manager and a peer
    assert "Leaders 2 People asked 8 Tasks 12 Mails, one a person 8" in words
    assert "Opens" in words


def test_the_check_names_who_lacks_what(draft: Draft) -> None:
    words = _words(draft.organiser().get(draft.path("check")))

    assert "Manager: nobody for 1 leader Siv Ros" in words
    assert "Peers: nobody for 1 leader Eva Lind" in words
    assert "Siv Ros · Norra skolan: coach of 1 leader" in words


def test_every_point_leads_to_where_it_is_told_in_full(draft: Draft) -> None:
    browser = draft.organiser()
    check = browser.get(draft.path("check"))

    points = [a["href"] for a in browser.get(draft.path("launch")).html.select("#look ~ ul a")]

    assert len(points) == 5
    for address in points:
        path, _, place = address.partition("#")
        assert path == draft.path("check")
        assert check.html.find(id=place)


def test_a_campaign_that_lacks_nothing_says_so(world: World) -> None:
    made = Draft(
        world,
        PeopleList((leader("Eva Lind", *TEAM, rater("Eva Dahl", "manager"), coach="Siv Ros"),)),
    )

    words = _words(made.organiser().get(made.path("launch")))

    assert "Nothing. Everybody has a coach, and somebody is asked in every group." in words


def test_the_sheet_says_purpose_readers_thresholds_and_not_for_pay(
    world: World, draft: Draft
) -> None:
    with world.database.reading() as session:
        purpose = session.get_one(Campaign, draft.id).purpose

    words = _words(draft.organiser().get(draft.path("sheet")))

    assert purpose in words
    assert ", Testköpings kommun" in words
    assert "It is not used when pay is set." in words
    assert "The report: the leader and the leader's coach. Not those who run the campaign" in words
    assert "Groups: Peers, Team. A group is shown only if at least 3 have answered." in words
    assert "Manager: answers are shown as that person's own" in words
    assert "https://feedback.example.se/integritet/" in words
