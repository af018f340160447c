"""Every link that opens nothing has a page that says what happened and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.models import Invitation, Person, Rater, State
from feedback.operations.answering.links import link_of, replace_link
from tests.pages import RaterPages

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.factories import OpenCampaign


@pytest.mark.parametrize(
    ("state", "status", "says"),
    [
        (State.DRAFT, 409, "Enkäten har inte öppnat än"),
        (State.LAUNCHING, 409, "Enkäten har inte öppnat än"),
        (State.CLOSING, 409, "Enkäten är avslutad"),
        (State.CLOSED, 409, "Enkäten är avslutad"),
        (State.ERASED, 409, "Enkäten är avslutad"),
        (State.CANCELLED, 410, "Enkäten är avbruten"),
        (State.LOST, 410, "Enkäten är stoppad"),
    ],
)
def test_a_link_says_why_it_opens_nothing(
    anna: RaterPages, campaign: OpenCampaign, state: State, status: int, says: str
) -> None:
    campaign.set_state(state)

    page = anna.list(status=status)

    assert page.html.h1.text == says


@pytest.mark.parametrize(
    "ending",
    [
        "%C2%A0",
        "%E2%80%8B",
        "%E2%80%9D",
        "%E2%80%A6",
        "*",
        "_",
        ".",
        "%3E",
        "%E2%80%AC",
        "~",
        "%29.",
    ],
)
def test_what_a_mail_program_takes_into_a_link_does_no_harm(
    web: TestApp, anna: RaterPages, ending: str
) -> None:
    page = web.get(anna.link + ending)

    links = [link["href"] for link in page.html.find_all("a") if "/s/" in link["href"]]
    assert page.html.h1.text == anna.list().html.h1.text
    assert links
    assert all(link.startswith((f"{anna.link}/", f"{anna.link}?")) for link in links)


@pytest.mark.parametrize(
    "around", ["Din kod är {}.", "https://feedback.example.se/s/{}?l=sv", "”{}”"]
)
def test_a_code_may_be_pasted_with_its_sentence(
    web: TestApp, anna: RaterPages, around: str
) -> None:
    code = anna.link.removeprefix("/s/")
    form = web.get("/s").forms[0]
    form["code"] = around.format(code)

    assert form.submit(status=303).location.endswith(anna.link)


@pytest.mark.parametrize(
    "path",
    [
        *("{}/.", "{}/)", "{}/%20", "{}//", "{}%2F", "{};x=1", "{}&utm_source=mail", "{}/l=en"),
        *("{}?utm_source=mail&utm_medium=e#x", "{}?l=xx.", "{}%252E", "{}%25C2%25A0", "{}?w="),
        "https://feedback.example.se/s/{}",
        "https%3A%2F%2Ffeedback.example.se%2Fs%2F{}",
        "https%253A%252F%252Ffeedback.example.se%252Fs%252F{}",
        "%E2%80%8B{}",
        "%E2%80%9C{}%E2%80%9D",
        "kod:%20{}/response",
    ],
)
@pytest.mark.parametrize("start", ["/s/", "/S/", "//s//", "/%E2%80%8Bs/%E2%80%8B"])
def test_a_link_that_came_apart_opens_the_list(
    web: TestApp, anna: RaterPages, start: str, path: str
) -> None:
    page = web.get(start + path.format(anna.link.removeprefix("/s/")), status=200)

    links = [link["href"] for link in page.html.find_all("a") if "/s/" in link["href"]]
    assert page.html.h1.text == "Din lista"
    assert all(link.startswith((f"{anna.link}/", f"{anna.link}?")) for link in links)


@pytest.mark.parametrize(
    "astray", ["/{}", "/s.{}", "/akta/{}", "/closed/{}", "/static/{}", "/sx{}x"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_leads_nowhere_goes_along_to_no_other_page(
    web: TestApp, anna: RaterPages, method: str, astray: str
) -> None:
    """Else the next page that is asked for names it, and what stands before us may log that."""
    page = web.request(
        astray.format(anna.link.removeprefix("/s/")), method=method, expect_errors=True
    )

    assert page.status_int in {404, 405}
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_what_holds_no_code_opens_nothing(web: TestApp, method: str) -> None:
    for path in ("/s/hej/du", "/s/a/b/c/d", "/s/17KC-0W4Z/x", "/s/%00", "/s/%FF/%FE"):
        answer = web.request(path, method=method, expect_errors=True)

        assert answer.status_int in {404, 405}
        assert "Location" not in answer.headers


def test_of_two_codes_in_one_paste_is_asked_which(web: TestApp, anna: RaterPages) -> None:
    form = web.get("/s").forms[0]
    form["code"] = f"{anna.link} eller 0000-0000-0000-0000-0000"

    page = form.submit(status=422)

    assert "Här finns mer än en kod" in page.html.find(id="code-error").text
    assert page.html.find(id="code")["value"] == form["code"].value


def test_an_unknown_link_and_a_tampered_one_answer_alike(
    web: TestApp, anna: RaterPages, campaign: OpenCampaign
) -> None:
    del campaign
    last = "0" if anna.link[-1] != "0" else "1"

    tampered = web.get(anna.link[:-1] + last, status=404)
    unknown = web.get("/s/0000-0000-0000-0000-0000", status=404)
    rubbish = web.get("/s/hej", status=404)

    bodies = {page.text.replace(page.request.path, "") for page in (tampered, unknown, rubbish)}
    assert len(bodies) == 1
    assert "Länken fungerar inte" in tampered


def test_the_link_of_a_corrected_address_leads_to_the_newer_mail(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    anna.save(anna.open(anna.task(), 1), {"rating-lugn": "2"})
    with campaign.database.writing() as session:
        rater = session.scalars(
            select(Rater).join(Rater.person).where(Person.email == "anna@example.se")
        ).one()
        replace_link(rater)
        key = campaign.settings.link_key_folder.read(campaign.id)
        newer = RaterPages(anna.browser, link_of(rater, key, ""))

    old = anna.list(status=410)

    assert "Det finns en nyare länk" in old
    assert 'value="2" checked' not in newer.open(newer.task(), 1)  # the old draft died with it


def test_a_form_left_open_past_the_close_is_refused_in_a_page(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    task = anna.task()
    page = anna.open(task, 1)
    campaign.set_state(State.CLOSING)

    late = anna.save(page, {"rating-lugn": "1"}, status=409)

    assert "Enkäten är avslutad" in late
    assert campaign.ballots() == []


def test_a_withdrawn_invitation_leads_back_to_the_list(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    task = anna.task()
    with campaign.database.writing() as session:
        for invitation in session.scalars(select(Invitation).where(Invitation.group == "team")):
            invitation.is_withdrawn = True

    page = anna.open(task, 1, status=410)

    assert "Du får inte längre frågor om det här" in page
    assert "Det finns inget för dig att svara på" in anna.list()


@pytest.mark.parametrize("end", [".", ")", ",", '"', "/"])
def test_a_full_stop_that_a_mail_program_took_along_does_no_harm(
    web: TestApp, anna: RaterPages, end: str
) -> None:
    assert web.get(anna.link + end).html.h1.text == "Din lista"


def test_a_code_may_be_typed_in_small_letters_without_dashes(
    web: TestApp, anna: RaterPages
) -> None:
    form = web.get("/s").forms[0]
    form["code"] = anna.link.removeprefix("/s/").replace("-", "").lower()

    page = form.submit().follow()

    assert page.html.h1.text == "Din lista"


def test_a_code_that_is_too_short_says_what_is_wanted(web: TestApp) -> None:
    form = web.get("/s").forms[0]
    form["code"] = "ABCD"

    page = form.submit(status=422)

    assert page.html.find(id="code-error")
    assert page.html.find(id="code")["value"] == "ABCD"


def test_a_campaign_whose_key_cannot_be_read_asks_to_come_back(
    anna: RaterPages, campaign: OpenCampaign
) -> None:
    campaign.settings.link_key_folder.destroy(campaign.id)

    page = anna.list(status=503)

    assert "går inte att öppna just nu" in page


def test_a_subject_of_another_rater_is_not_reached_by_this_link(
    web: TestApp, campaign: OpenCampaign, anna: RaterPages
) -> None:
    leader = RaterPages.of(web, campaign, "karin.lund@example.se")
    conditions = leader.task(1).removeprefix(leader.link)

    page = web.get(anna.link + conditions, status=410)

    assert "Du får inte längre frågor om det här" in page
