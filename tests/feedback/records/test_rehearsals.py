"""A page says what goes of a rehearsal that has closed, and erases it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.models import Campaign, State
from tests.feedback.world import ORGANISER, form_to

if TYPE_CHECKING:
    from tests.feedback.world import World


def test_a_rehearsal_that_has_closed_says_what_goes_and_is_erased(world: World) -> None:
    path = f"/records/rehearsals/{world.campaign}/erase"
    with world.database.writing() as session:
        campaign = session.get_one(Campaign, world.campaign)
        campaign.is_rehearsal, campaign.rehearsal_address = True, ORGANISER
    asks = world.sign_in(ORGANISER).get(f"/campaigns/{world.campaign}").click(href=path)

    after = form_to(asks, path).submit().follow()

    assert "the answers and the reports" in asks
    assert "The rehearsal is erased." in after
    with world.database.reading() as session:
        assert session.get_one(Campaign, world.campaign).state is State.ERASED
        assert session.get_one(Campaign, world.other_campaign).state is State.CLOSED


def test_of_a_real_campaign_nothing_is_erased_by_hand(world: World) -> None:
    browser = world.sign_in(ORGANISER)

    page = browser.get(f"/records/rehearsals/{world.campaign}/erase")
    shown = browser.get(f"/campaigns/{world.campaign}")

    assert "Only a rehearsal that has closed" in page
    assert not page.html.select("main form")
    assert "/records/rehearsals/" not in shown
