"""A person is found from any page, in the organiser's own campaigns and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.models import State
from feedback.operations.people.people_list import PeopleList
from tests.feedback.office import leader, rater
from tests.feedback.people_world import Draft
from tests.feedback.size.counting import counted
from tests.feedback.world import MAJA, ORGANISER, OTHER_ORGANISER

if TYPE_CHECKING:
    from tests.feedback.world import World

PEOPLE = PeopleList(
    (
        leader("Åsa Öberg", rater("Bo Åkerman"), *(rater(f"Svarar {n:02}") for n in range(40))),
        leader("Nils Åkerman", rater("Bo Åkerman", "peer")),
    )
)


@pytest.fixture
def draft(world: World) -> Draft:
    """Give a draft about two leaders."""
    return Draft(world, PEOPLE)


def _found(world: World, words: str, who: str = ORGANISER) -> dict[str, list[str]]:
    """Return the places of everybody who fits, as the page shows them."""
    page = world.sign_in(who).get("/campaigns/people", params={"q": words})
    return {
        one.h2.text: [place.get_text(" ", strip=True) for place in one.select("li")]
        for one in page.html.select("main section")
    }


@pytest.mark.parametrize("words", ["åkerman", "ÅKERMAN bo", "bo.akerman@"])
def test_a_rater_is_found_by_parts_of_name_or_address(draft: Draft, words: str) -> None:
    found = _found(draft.world, words)

    assert found["Bo Åkerman"] == [
        "Asked about Nils Åkerman: Våg 2",
        "Asked about Åsa Öberg: Våg 2",
    ]


def test_a_leader_is_found_and_leads_on_to_their_page(draft: Draft) -> None:
    page = draft.organiser().get("/campaigns/people", params={"q": "åsa ö"})

    assert "1 person fits “åsa ö”" in page
    assert draft.path("people", draft.subject("Åsa Öberg")) in page
    page.click("Våg 2", href=str(draft.subject("Åsa Öberg")))


def test_nobody_of_another_department_is_found(draft: Draft) -> None:
    assert _found(draft.world, "åkerman", OTHER_ORGANISER) == {}
    assert list(_found(draft.world, "sara", OTHER_ORGANISER)) != []
    assert "sara" not in " ".join(_found(draft.world, "a")).casefold()


def test_once_a_campaign_closes_its_raters_are_not_looked_up(draft: Draft) -> None:
    draft.set_state(State.CLOSED)

    assert "Bo Åkerman" not in _found(draft.world, "åkerman")
    assert _found(draft.world, "nils åkerman") == {"Nils Åkerman": ["Leader: Våg 2"]}


def test_many_who_fit_are_shown_a_page_at_a_time_and_in_as_many_queries(draft: Draft) -> None:
    browser = draft.organiser()

    with counted() as few:
        browser.get("/campaigns/people", params={"q": "svarar 01"})
    with counted() as many:
        page = browser.get("/campaigns/people", params={"q": "svarar"})

    assert "40 people fit" in page
    assert len(page.html.select("main section")) == 25
    assert "Only the first 25 are shown." in page
    assert many.queries == few.queries


def test_whoever_runs_no_campaign_has_no_search(world: World) -> None:
    browser = world.sign_in(MAJA)

    assert not browser.get("/coach/").html.select(".find")
    browser.get("/campaigns/people", status=404)
