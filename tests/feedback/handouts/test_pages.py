"""An organiser makes codes, prints them, and gives the leader a card to read out."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import func, select

from feedback.handouts import drawn, views
from feedback.models import AuditEntry, Campaign, Invitation, Rater, State
from feedback.operations.people.nameless import add_nameless
from feedback.operations.results.sharing import subjects_of
from tests.acting import by
from tests.factories import open_campaign
from tests.feedback.world import ORGANISER, OTHER_ORGANISER, form_to
from tests.reports.pdf.reading import read

if TYPE_CHECKING:
    from uuid import UUID

    from webtest import TestApp

    from tests.feedback.world import World


@pytest.fixture
def open_id(world: World) -> UUID:
    """Give an open campaign of the organiser's department about two leaders, all with mail."""
    made = open_campaign(world.database, world.settings, leaders=("Eva Dahl", "Bo Ek"))
    with world.database.writing() as session:
        department_id = session.get_one(Campaign, world.campaign).programme.department_id
        session.get_one(Campaign, made.id).programme.department_id = department_id
    return made.id


def test_the_campaigns_page_leads_to_the_handouts(world: World, open_id: UUID) -> None:
    page = world.sign_in(ORGANISER).get(f"/campaigns/{open_id}")

    answer = page.click("Letters and slips")

    assert answer.request.path == f"/campaigns/{open_id}/handouts"
    assert "Everybody in this campaign has an address" in answer


def test_codes_for_every_leader_are_made_and_shown(world: World, open_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)

    page = _make_codes(browser, open_id, count="3").follow()

    rows = [row.get_text(" ", strip=True) for row in page.html.select("tbody tr")]
    assert rows == ["Bo Ek Team 3", "Eva Dahl Team 3"]
    assert _nameless(world, open_id) == 6
    assert "6 raters get no mail" in page


def test_codes_for_one_leader_leave_the_others_alone(world: World, open_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)

    page = _make_codes(browser, open_id, count="2", leader="Bo Ek").follow()

    assert [row.th.text for row in page.html.select("tbody tr")] == ["Bo Ek"]


@pytest.mark.parametrize("count", ["", "0", "-1", "501", "tolv"])
def test_a_wrong_number_is_told_beside_its_field(world: World, open_id: UUID, count: str) -> None:
    browser = world.sign_in(ORGANISER)

    page = _make_codes(browser, open_id, count=count, status=422)

    assert "Write a number" in page.html.select_one("#count-error").text
    assert _nameless(world, open_id) == 0


def test_a_group_shown_by_role_is_not_offered(world: World, open_id: UUID) -> None:
    page = world.sign_in(ORGANISER).get(f"/campaigns/{open_id}/handouts")

    offered = [option["value"] for option in page.html.select("#group option")]

    assert offered == ["peer", "team"]


def test_slips_are_downloaded_with_codes_that_open(world: World, open_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)
    page = _make_codes(browser, open_id, count="3", language="fi").follow()

    answer = form_to(page, f"/campaigns/{open_id}/handouts/slips").submit()

    assert answer.content_type == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    links = _links_on(answer.body)
    assert len(links) == 6
    for link in links:
        path = link.removeprefix("https://feedback.example.se")
        assert (
            "Eva Dahl" in (seen := world.browser().get(path).maybe_follow().text) or "Bo Ek" in seen
        )
        assert "Oma luettelosi" in seen


def test_letters_and_the_list_for_sms_are_downloaded(world: World, open_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)
    page = _make_codes(browser, open_id, count="1").follow()

    letters = form_to(page, f"/campaigns/{open_id}/handouts/letters").submit()
    sms = form_to(page, f"/campaigns/{open_id}/handouts/sms").submit()

    assert len(read(letters.body).find("H1")) == 2
    rows = list(csv.reader(io.StringIO(sms.body.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 3
    assert all("https://feedback.example.se/s/" in row[3] for row in rows[1:])


def test_the_log_tells_who_printed_how_many(world: World, open_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)
    page = _make_codes(browser, open_id, count="2").follow()

    form_to(page, f"/campaigns/{open_id}/handouts/slips").submit()

    with world.database.reading() as session:
        entries = session.scalars(
            select(AuditEntry)
            .where(AuditEntry.object == f"campaign {open_id}", AuditEntry.actor == ORGANISER)
            .order_by(AuditEntry.at)
        ).all()
    told = [(entry.action, entry.details.partition(", list ")[0]) for entry in entries]
    assert told == [("add nameless codes", "team 2"), ("print links", "4 slips")]


def test_nothing_is_printed_for_nobody(world: World, open_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)

    answer = _post(browser, open_id, "slips").follow()

    assert "Everybody in this campaign has an address" in answer


def test_a_draft_offers_no_links_and_lets_codes_be_removed(world: World, open_id: UUID) -> None:
    _set_state(world, open_id, State.DRAFT)
    browser = world.sign_in(ORGANISER)
    page = _make_codes(browser, open_id, count="3", leader="Bo Ek").follow()

    removed = form_to(page, f"/campaigns/{open_id}/handouts/codes/remove").submit().follow()

    assert not page.html.select(f'form[action="/campaigns/{open_id}/handouts/slips"]')
    assert "3 raters get no mail. Links can be printed when" in page
    assert not removed.html.select("tbody tr")
    assert _nameless(world, open_id) == 0


@pytest.mark.parametrize("act", ["slips", "letters", "sms"])
def test_a_closed_campaign_prints_nothing_whatever_is_posted(
    world: World, open_id: UUID, act: str
) -> None:
    browser = world.sign_in(ORGANISER)
    _make_codes(browser, open_id, count="3")
    _set_state(world, open_id, State.CLOSED)

    answer = _post(browser, open_id, act).follow()

    assert "That cannot be done now" in answer
    assert "nothing to print" in answer


def test_codes_that_may_be_handed_out_are_not_removed(world: World, open_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)
    page = _make_codes(browser, open_id, count="3", leader="Bo Ek").follow()
    [leader] = [one["value"] for one in page.html.select("#leader option") if one.text == "Bo Ek"]

    answer = _post(browser, open_id, "codes/remove", leader=leader, group="team").follow()

    assert "That cannot be done now" in answer
    assert _nameless(world, open_id) == 3


def test_codes_of_nobody_are_not_removed(world: World, open_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)

    _post(browser, open_id, "codes/remove", leader=str(world.karin), group="team", status=404)


def test_the_card_is_a_page_and_a_pdf(world: World, open_id: UUID) -> None:
    browser = world.sign_in(ORGANISER)

    page = browser.get(f"/campaigns/{open_id}/handouts/card")
    answer = page.click(href=r"card\.sv\.pdf")

    assert page.html.select_one("main h2").text == "Why"
    assert "Att chefen ska utvecklas." in page
    assert "Att läsa upp före enkäten" in read(answer.body).all_text


def test_the_leader_finds_the_card_and_nothing_else_of_the_handouts(
    world: World, open_id: UUID
) -> None:
    browser = world.sign_in("eva.dahl@example.se")

    page = browser.get("/my-reports/").click("Read this out")

    assert "To read out before the survey" in page
    assert "Letters, slips" not in page
    browser.get(f"/campaigns/{open_id}/handouts", status=404)


def test_the_pages_are_swedish_for_who_reads_swedish(world: World, open_id: UUID) -> None:
    browser = world.sign_in(ORGANISER, language="sv")

    page = browser.get(f"/campaigns/{open_id}/handouts")

    assert "Namnlösa koder" in page
    assert "Alla chefer" in page


def test_another_departments_organiser_prints_nothing(world: World, open_id: UUID) -> None:
    browser = world.sign_in(OTHER_ORGANISER)

    _post(browser, open_id, "slips", status=404)
    browser.get(f"/campaigns/{open_id}/handouts", status=404)


def _make_codes(
    browser: TestApp,
    campaign_id: UUID,
    *,
    count: str,
    leader: str = "",
    language: str = "sv",
    status: int = 302,
) -> Any:  # noqa: ANN401 - WebTest brings no types
    page = browser.get(f"/campaigns/{campaign_id}/handouts")
    form = form_to(page, f"/campaigns/{campaign_id}/handouts/codes")
    form["group"] = "team"
    form["count"], form["language"] = count, language
    if leader:
        form["leader"].select(text=leader)
    return form.submit(status=status)


def _post(
    browser: TestApp, campaign_id: UUID, act: str, *, status: int = 302, **fields: str
) -> Any:  # noqa: ANN401 - as above
    token = form_to(browser.get("/start").maybe_follow(), "/language")["csrf_token"].value
    path = f"/campaigns/{campaign_id}/handouts/{act}"
    return browser.post(path, {"csrf_token": token, **fields}, status=status)


def _links_on(document: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(document)
    pictures = [page.render(scale=2).to_numpy() for page in pdf]
    pdf.close()
    return [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]


def _nameless(world: World, campaign_id: UUID) -> int:
    with world.database.reading() as session:
        return (
            session.scalar(
                select(func.count())
                .select_from(Invitation)
                .join(Rater)
                .where(Rater.campaign_id == campaign_id, Rater.person_id.is_(None))
            )
            or 0
        )


def _set_state(world: World, campaign_id: UUID, state: State) -> None:
    with world.database.writing() as session:
        session.get_one(Campaign, campaign_id).state = state


@pytest.mark.parametrize("kind", ["slips", "letters", "sms"])
def test_others_can_write_while_it_is_drawn(
    world: World, open_id: UUID, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.database.writing() as session:
        campaign = session.get_one(Campaign, open_id)
        add_nameless(session, campaign, subjects_of(session, campaign), "team", 1, by=by())
    page = world.sign_in(ORGANISER).get(f"/campaigns/{open_id}/handouts")
    written: list[str] = []

    def drawn_while_somebody_writes(*args: Any) -> bytes:  # noqa: ANN401 - as drawn takes them
        with world.database.writing() as session:
            session.get_one(Campaign, open_id).name = "Saved meanwhile"
        written.append(kind)
        return drawn(*args)

    monkeypatch.setattr(views, "drawn", drawn_while_somebody_writes)
    form_to(page, f"/campaigns/{open_id}/handouts/{kind}").submit()

    assert written == [kind]
