"""The table of leaders: filtered, searched, sorted and paged together; who is late is added."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from feedback.models import State
from feedback.operations.people.people_list import PeopleList
from tests.feedback.office import leader, rater
from tests.feedback.people_world import Draft, send

if TYPE_CHECKING:
    from webtest import TestApp

    from feedback.operations.people.people_list import LeaderEntry
    from tests.feedback.world import World

LETTERS: Final = "ABCDEFGHIJ"


def _entry(number: int) -> LeaderEntry:
    """Return one of sixty leaders: every third without manager, every fifth in the museum."""
    name = f"{LETTERS[number % 10]}{number:02} Ek"
    team = [rater(f"Svarar {number:02} {one}") for one in range(6 if number % 2 else 3)]
    above = [rater(f"Ovan {number:02}", "manager")] if number % 3 else []
    one = leader(name, *team, *above, coach=None if number % 4 == 0 else "Siv Ros")
    return replace(one, workplace="Museet" if number % 5 == 0 else "Norra skolan")


@pytest.fixture
def draft(world: World) -> Draft:
    """Give a draft with sixty leaders."""
    return Draft(world, PeopleList(tuple(_entry(number) for number in range(60))))


def _names(browser: TestApp, draft: Draft, asked: str) -> list[str]:
    page = browser.get(f"{draft.path('people')}?{asked}")
    return [cell.a.text.removesuffix(" Ek") for cell in page.html.select("tbody th")]


def test_a_filter_a_search_an_order_and_a_page_hold_together(draft: Draft) -> None:
    browser = draft.organiser()

    def shown(page: int) -> list[str]:
        return _names(browser, draft, f"q=skolan+ek&show=few&sort=name&dir=desc&page={page}")

    # An even number has three in the team, fewer than k + 2; every fifth works elsewhere.
    wanted = [one for one in range(60) if one % 2 == 0 and one % 5]
    names = sorted((f"{LETTERS[one % 10]}{one:02}" for one in wanted), reverse=True)
    assert len(names) == 24
    assert shown(1) == names
    assert shown(9) == names  # the last page there is

    every = _names(browser, draft, "q=ek&sort=workplace&dir=desc&page=3")
    assert len(every) == 10  # 60 leaders, 25 a page
    assert len({*every, *_names(browser, draft, "q=ek&sort=workplace&dir=desc&page=2")}) == 35


def test_what_is_chosen_stays_when_the_page_or_the_order_changes(draft: Draft) -> None:
    page = draft.organiser().get(f"{draft.path('people')}?q=ek&show=without-manager&sort=coach")

    addresses = [one["href"] for one in page.html.select("thead a")]
    kept = {one["name"]: one["value"] for one in page.html.select(".list__search input")}

    assert all("q=ek" in one and "show=without-manager" in one for one in addresses)
    assert kept["show"] == "without-manager"
    assert kept["sort"] == "coach"


def test_each_filter_shows_whom_it_names(draft: Draft) -> None:
    browser = draft.organiser()
    draft.world.app.extensions["feedback.settings"].own_domains = "example.se"
    b01 = draft.path("people", draft.subject("B01 Ek"))
    send(
        browser.get(b01), f"{b01}/raters", name="Extern Ek", email="extern@konsult.se", group="team"
    )

    chips = [one.text for one in browser.get(draft.path("people")).html.select(".chips a")]

    assert chips == [
        "All 60",
        "Without manager 20",
        "Without a coach 15",
        "Fewer than 5 in a group 30",
        "Somebody outside the organisation 1",
    ]
    assert _names(browser, draft, "show=outside") == ["B01"]
    alone = browser.get(f"{b01}?show=outside")
    assert "extern@konsult.se" in alone
    assert "Svarar 01 0" not in alone


def test_a_leader_who_was_forgotten_is_added_to_an_open_campaign(draft: Draft) -> None:
    draft.set_state(State.OPEN)
    browser = draft.organiser()

    page = browser.get(draft.path("people"))
    added = send(
        page, draft.path("people", "leaders"), name="Nina Vik", email="nina.vik@example.se"
    ).follow()

    assert "the leader is asked by mail at once" in page
    assert "Nina Vik" in added
    assert draft.names("Nina Vik") == ["Nina Vik"]
    send(
        added, f"{added.request.path}/raters", name="Bo Ny", email="bo.ny@example.se", group="team"
    )
    assert draft.names("Nina Vik") == ["Bo Ny", "Nina Vik"]


def test_in_an_open_campaign_nobody_draws_and_no_leader_is_removed(draft: Draft) -> None:
    draft.set_state(State.OPEN)

    page = draft.organiser().get(draft.path("people"))

    assert "Draw by lot" not in page
    assert "Let the leaders propose" not in page
