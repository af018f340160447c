"""An organiser reads the thanks, and sends them once to everybody who was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.models import AuditEntry, Campaign, Mail, State
from feedback.operations.acts import Act
from feedback.operations.campaigns.thanking import CAMPAIGN_THANKS
from tests.feedback.world import ORGANISER, form_to

if TYPE_CHECKING:
    from tests.feedback.world import World


def test_the_thanks_are_read_first_and_then_sent_once(world: World) -> None:
    browser, path = world.sign_in(ORGANISER), f"/campaigns/{world.campaign}/thanks"
    page = browser.get(f"/campaigns/{world.campaign}").click(href=path)
    with world.database.reading() as session:
        assert not session.scalars(select(Mail).where(Mail.kind == CAMPAIGN_THANKS)).all()

    after = form_to(page, path).submit().follow()

    assert "The thanks go out in working hours" in after
    assert "You thanked everybody on" in after
    assert path not in {link["href"] for link in after.html.select("main a[href]")}
    assert path not in {form.action for form in browser.get(path).forms.values()}
    with world.database.reading() as session:
        count = len(session.scalars(select(Mail).where(Mail.kind == CAMPAIGN_THANKS)).all())
        noted = session.scalars(select(AuditEntry).where(AuditEntry.action == Act.THANK_EVERYBODY))
        assert [one.object for one in noted] == [f"campaign {world.campaign}"]
    assert f"Send the thanks to {count} people" in page


def test_the_page_of_an_open_campaign_offers_no_thanks(world: World) -> None:
    with world.database.writing() as session:
        session.get_one(Campaign, world.campaign).state = State.OPEN
    browser, path = world.sign_in(ORGANISER), f"/campaigns/{world.campaign}/thanks"

    page = browser.get(path)

    assert path not in {form.action for form in page.forms.values()}
    assert "when the campaign has closed" in page
