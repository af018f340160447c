"""Who reaches the people of a campaign in which raters are proposed: each only what is theirs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import pytest

from feedback.models import Campaign, State
from feedback.operations.people.limits import limits_of
from feedback.operations.people.nominating import open_nomination
from tests.acting import by
from tests.feedback.people_world import APPROVER, Draft
from tests.feedback.world import (
    ADMIN,
    KARIN,
    MAJA,
    NILS,
    NOW,
    OLLE,
    ORGANISER,
    OTHER_ORGANISER,
    RATER,
    SARA,
    form_to,
)

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.feedback.world import World

SAND: Final = "olle.sand@example.se"
EVERYBODY: Final = (
    KARIN, OLLE, SAND, SARA, MAJA, NILS, ORGANISER, OTHER_ORGANISER, ADMIN, APPROVER,
)  # fmt: skip


@pytest.fixture
def draft(world: World) -> Draft:
    """Give a campaign in which Karin and Olle Sand propose, and Hanna approves Karin's list."""
    made = Draft(world)
    made.name_approver("Karin Lund")
    with world.database.writing() as session:
        campaign = session.get_one(Campaign, made.id)
        limits = limits_of(session, campaign)
        open_nomination(session, campaign, date(2026, 12, 18), limits, by=by(NOW))
    return made


def pages(draft: Draft) -> dict[str, set[str]]:
    """Return every page about these people, and who may open it."""
    karin, olle = draft.subject("Karin Lund"), draft.subject("Olle Sand")
    anna = draft.invitation("Anna Berg", "Karin Lund")
    organised = {
        draft.path("people"),
        draft.path("people", "import"),
        draft.path("people", "import", "done"),
        draft.path("people", "list.xlsx"),
        draft.path("people", "list.csv"),
        draft.path("people", karin),
        draft.path("people", olle),
        draft.path("people", karin, "remove"),
        *(draft.path("people", "several", what) for what in ("coach", "draw", "move", "remove")),
        draft.path("raters", anna),
        draft.path("raters", anna, "withdraw"),
        draft.path("nomination"),
    }
    return {
        **{path: {ORGANISER} for path in organised},
        f"/my-reports/{karin}/raters": {KARIN},
        f"/my-reports/{olle}/raters": {SAND},
        "/approve/": {APPROVER},
        f"/approve/{karin}": {APPROVER},
        f"/approve/{olle}": set(),  # nobody is named: the organiser approves on the own pages
        f"/campaigns/{draft.world.campaign}/people/{karin}": set(),
        f"/campaigns/{draft.world.other_campaign}/people/{karin}": set(),
        f"/campaigns/{draft.world.other_campaign}/raters/{anna}": set(),
        draft.path("people", draft.world.sara): set(),
        draft.path("people", uuid4()): set(),
        draft.path("raters", draft.invitation("Karin Lund", "Karin Lund")): set(),
        draft.path("raters", uuid4()): set(),
    }


def posts(draft: Draft) -> dict[str, set[str]]:
    """Return everything that can be done, and who may."""
    karin = draft.subject("Karin Lund")
    anna = draft.invitation("Anna Berg", "Karin Lund")
    campaign = (
        "people/leaders", "people/draw", "people/import/list",
        "people/import/columns", "people/import/repair",
        "people/import/apply", "people/import/discard", "nomination", "nomination/end",
        "people/several/coach", "people/several/draw", "people/several/move",
        "people/several/remove",
        "nomination/approve", "nomination/remind",
    )  # fmt: skip
    leader = ("leader", "remove", "raters", "draw", "approve", "send-back")
    rater = ("address", "link", "group", "replace", "withdraw", "ask")
    organised = [
        *(draft.path(path) for path in campaign),
        *(draft.path("people", karin, path) for path in leader),
        *(draft.path("raters", anna, path) for path in rater),
    ]
    own = [f"/my-reports/{karin}/raters{path}" for path in ("", "/withdraw", "/move", "/send")]
    return {
        **{path: {ORGANISER} for path in organised},
        **{path: {KARIN} for path in own},
        f"/approve/{karin}/approve": {APPROVER},
        f"/approve/{karin}/send-back": {APPROVER},
    }


def test_everybody_opens_what_is_theirs_and_nothing_else(draft: Draft) -> None:
    browsers = {address: draft.world.sign_in(address) for address in EVERYBODY}

    wrongly = [
        f"{address} {path}: {status}"
        for path, admitted in pages(draft).items()
        for address, browser in browsers.items()
        if (status := browser.get(path, status="*").status_int)
        != (200 if address in admitted else 404)
    ]

    assert wrongly == []


def test_nobody_else_does_anything(draft: Draft) -> None:
    browsers = {address: draft.world.sign_in(address) for address in EVERYBODY}
    before = draft.names("Karin Lund")

    wrongly = [
        f"{address} {path}: {status}"
        for path, admitted in posts(draft).items()
        for address, browser in browsers.items()
        if address not in admitted
        if (status := _post(browser, path)) != 404
    ]

    assert wrongly == []
    assert draft.names("Karin Lund") == before


def test_once_nobody_proposes_any_more_the_leader_and_the_approver_are_out(draft: Draft) -> None:
    karin = draft.subject("Karin Lund")
    leader, approver = draft.world.sign_in(KARIN), draft.world.sign_in(APPROVER)

    for state in (State.DRAFT, State.OPEN, State.CANCELLED):
        draft.set_state(state)

        leader.get(f"/my-reports/{karin}/raters", status=404)
        approver.get(f"/approve/{karin}", status=404)
    assert str(karin) not in approver.get("/approve/", status="*")


def test_a_rater_of_the_campaign_cannot_sign_in(draft: Draft) -> None:
    draft.world.ask_for_code(draft.world.browser(), RATER)

    assert draft.world.mails_to(RATER) == []


def test_the_pages_of_people_take_large_lists_and_no_other_page_does(draft: Draft) -> None:
    browser = draft.world.sign_in(ORGANISER)
    text = "x" * 300_000

    lists = browser.post(
        draft.path("people", "import", "list"),
        {"csrf_token": _token(browser), "text": text},
        upload_files=[("file", "", b"")],  # as the page's form sends it
        status="*",
    )
    other = browser.post(
        draft.path("people", "leaders"), {"csrf_token": _token(browser), "name": text}, status="*"
    )

    assert (lists.status_int, other.status_int) == (422, 413)


def _post(browser: TestApp, path: str) -> int:
    return int(browser.post(path, {"csrf_token": _token(browser)}, status="*").status_int)


def _token(browser: TestApp) -> str:
    page = browser.get("/start", status="*").maybe_follow()
    return str(form_to(page, "/language")["csrf_token"].value)
