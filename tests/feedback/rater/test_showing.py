"""A form page that is kept and filled is the page that would be rendered, and holds no rater."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from flask import g

from feedback.ballot import Part
from feedback.operations.answering.links import contact_of
from feedback.rater.fields import fields_of_draft
from feedback.rater.kept_pages import MOST_SUBJECTS, KeptPage
from feedback.rater.rendering import (
    LookOverView,
    PromiseView,
    ReceiptView,
    render_list,
    render_page,
    render_view,
)
from feedback.rater.showing import show_list, show_page, show_view
from feedback.rater.visits import find_assignment, open_list
from feedback.requests.sessions import looking_up
from tests.factories import small_survey

if TYPE_CHECKING:
    from collections.abc import Callable

    from webtest import TestApp

    from feedback.rater.rendering import View
    from tests.factories import OpenCampaign
    from tests.pages import RaterPages

    MakeCampaign = Callable[..., OpenCampaign]

LEADER = "Åsa <b>&amp; Öst'lund\""
WORDS = 'En </textarea><b> & "rad"\noch {{ name }}'
RATERS = (
    ("self", ""),
    ("manager", "per@example.se"),
    ("team", "anna@example.se"),
    ("team", "bo@example.se"),
)


def _pages_of(
    web: TestApp, address: str, *, word: str = "", merged: bool = False
) -> tuple[str, str]:
    """Return the page at an address as it is filled and as it is rendered."""
    path, _, query = address.partition("?")
    query += "&merged=1" if merged else ""
    _, _, code, subject, part, number = path.split("/")
    with web.app.test_request_context(path, query_string=query):
        g.code = code
        if word:
            g.code_word = word
        task = find_assignment(UUID(subject), Part(part))
        page = task.pages[int(number) - 1]
        fields = fields_of_draft(page, task.draft())
        filled = show_page(task, page, fields)
        rendered = render_page(task, page, fields, was_merged=merged)
    assert isinstance(filled, bytes)
    return filled.decode(), rendered


@pytest.mark.parametrize("layout", ["by-trait", "one-page"])
@pytest.mark.parametrize("language", ["", "?l=en", "?l=sv-simple"])
@pytest.mark.parametrize("rater", ["asa@example.se", "per@example.se", "anna@example.se"])
def test_every_page_reads_as_if_it_were_rendered_alone(
    web: TestApp, make_campaign: MakeCampaign, layout: str, language: str, rater: str
) -> None:
    raters = (("self", "asa@example.se"), *RATERS[1:])
    campaign = make_campaign(survey=small_survey(layout=layout), leaders=(LEADER,), raters=raters)
    task = _task(web, campaign.link_to(rater))
    web.post(f"{task}/save", {"page": "1", "rating-lugn": "4", "rating-lika": "NO"})
    last = 3 if layout == "by-trait" else 1
    web.post(f"{task}/save", {"page": str(last), "words-borja": WORDS})

    for number in range(1, last + 1):
        filled, rendered = _pages_of(web, f"{task}/{number}{language}", merged=number == 1)
        assert filled == rendered


@pytest.mark.parametrize("language", ["", "?l=en", "?l=fi"])
@pytest.mark.parametrize("rater", ["asa@example.se", "per@example.se", "anna@example.se"])
@pytest.mark.parametrize(
    "view",
    [
        PromiseView(page=2, is_started=True),
        LookOverView(written=1, was_merged=True),
        ReceiptView(undone=2),
    ],
)
def test_every_page_beside_the_form_reads_as_if_it_were_rendered_alone(
    web: TestApp,
    make_campaign: MakeCampaign,
    view: View,
    rater: str,
    language: str,
) -> None:
    raters = (("self", "asa@example.se"), *RATERS[1:])
    campaign = make_campaign(leaders=(LEADER,), raters=raters)
    path = f"{_task(web, campaign.link_to(rater))}{view.path}"

    with web.app.test_request_context(path, query_string=language.removeprefix("?")):
        _, _, g.code, subject, part, *_ = path.split("/")
        task = find_assignment(UUID(subject), Part(part))
        filled, rendered = show_view(task, view), render_view(task, view)

    assert isinstance(filled, bytes)
    assert filled.decode() == rendered


@pytest.mark.parametrize("language", ["", "?l=en"])
@pytest.mark.parametrize("rater", ["asa@example.se", "per@example.se"])
@pytest.mark.parametrize("leaders", [1, 3, MOST_SUBJECTS + 1])
def test_every_list_reads_as_if_it_were_rendered_alone(
    web: TestApp, make_campaign: MakeCampaign, leaders: int, rater: str, language: str
) -> None:
    raters = (("self", "asa@example.se"), *RATERS[1:])
    names = (LEADER, *(f"Nils {surname}" for surname in ("Ek", "Vik", "Ås", "Lo")[: leaders - 1]))
    campaign = make_campaign(leaders=names, raters=raters)
    link = campaign.link_to(rater)
    _leave_tasks_in_many_states(web, link)

    with web.app.test_request_context(link, query_string=language.removeprefix("?")):
        g.code = link.removeprefix("/s/")
        visit, tasks = open_list()
        contact = contact_of(looking_up(), visit.access.campaign)
        filled, rendered = show_list(visit, tasks, contact), render_list(visit, tasks, contact)

    assert (filled.decode() if isinstance(filled, bytes) else filled) == rendered
    assert isinstance(filled, bytes) == (len({t.subject.id for t in tasks}) <= MOST_SUBJECTS)


def test_what_is_kept_holds_nothing_of_the_rater_who_came_first(
    web: TestApp, make_campaign: MakeCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = make_campaign(leaders=("Karin Lund",))
    link = campaign.link_to("anna@example.se")
    task = _task(web, link)
    web.post(f"{task}/save", {"page": "3", "words-borja": "Fråga oftare"})
    web.post(f"{task}/save", {"page": "1", "rating-lugn": "4"})
    kept: list[str] = []
    fill = KeptPage.fill

    def seen(page: KeptPage, values: dict[str, str]) -> bytes:
        kept.append(b"".join(page.pieces).decode())
        return fill(page, values)

    monkeypatch.setattr(KeptPage, "fill", seen)

    shown = [web.get(path).text for path in (f"{task}/1", f"{task}/3", link)]

    assert "Karin Lund" in shown[0]
    assert "Karin Lund" in shown[2]
    assert 'value="4" checked' in shown[0]
    assert "Fråga oftare" in shown[1]
    assert len(kept) == len(shown)
    for secret in ("Karin", "Lund", "Fråga oftare", " checked", link, task.split("/")[3]):
        assert not [page for page in kept if secret in page]


def test_no_blank_is_left_in_a_page(anna: RaterPages) -> None:
    task = anna.task()

    pages = [anna.open(task, number).text for number in (1, 2, 3)]

    assert not [page for page in pages if re.search(r"blank[0-9a-f]{16}", page)]


def test_two_raters_of_one_wording_each_see_their_own_answers(
    web: TestApp, campaign: OpenCampaign
) -> None:
    tasks = [_task(web, campaign.link_to(who)) for who in ("anna@example.se", "bo@example.se")]
    for task, mark in zip(tasks, ("2", "5"), strict=True):
        web.post(f"{task}/save", {"page": "1", "rating-lugn": mark})

    forms = [web.get(f"{task}/1").forms["answers"] for task in tasks]

    assert [form["rating-lugn"].value for form in forms] == ["2", "5"]
    assert [tasks[n] in form.action for n, form in enumerate(forms)] == [True, True]


def _leave_tasks_in_many_states(web: TestApp, link: str) -> None:
    """Leave the first task, start the second, decline the third, send the fourth, and so on."""
    tasks = re.findall(rf'href="({link}/[0-9a-f-]+)/(response|conditions)"', web.get(link).text)
    for place, (subject, part) in enumerate(tasks):
        save, send = f"{subject}/{part}/save", f"{subject}/{part}/submit"
        steps = [(), (save,), (f"{subject}/decline",), (save, send), (f"{subject}/wrong",)]
        for step in steps[place % len(steps)]:
            web.post(step, {"page": "1", "rating-lugn": "4"} if step == save else {}, status="*")


def _task(web: TestApp, link: str) -> str:
    """Return the address of a rater's only task about a person."""
    shown = web.get(link)
    [address] = set(re.findall(rf"{link}/[0-9a-f-]+/response", shown.text))
    return str(address)
