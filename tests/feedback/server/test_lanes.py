"""What takes seconds stands before no save: it has a thread, a room and a queue of its own."""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING

import pytest
from flask import Flask, request

from feedback.requests.answer_times import answer_not_before
from feedback.requests.body_limits import TAKE_LISTS, install
from feedback.server.gateway import Gateway
from feedback.server.lanes import Lane, LaneFullError, Lanes, endpoint_of
from feedback.signin.at_work import ASKS_PROVIDER
from tests.factories import test_settings
from tests.feedback.server import loops
from tests.feedback.server.asking import IMPORT, ask, signed_in_cookie
from tests.pages import browser

if TYPE_CHECKING:
    from pathlib import Path

SLOW = (
    ("organiser.read_list", "POST", f"{IMPORT}/list"),
    ("organiser.match_columns", "POST", f"{IMPORT}/columns"),
    ("organiser.repair_list_that_waits", "POST", f"{IMPORT}/repair"),
    ("oidc.begin", "GET", "/sign-in/oidc"),
    ("oidc.finish", "GET", "/sign-in/oidc/callback"),
    ("saml.begin", "GET", "/sign-in/saml"),
    ("saml.take", "POST", "/sign-in/saml/acs"),
)


class World:
    """A small application whose slow pages go on until somebody has saved."""

    def __init__(self) -> None:
        self.app, self.saved = Flask(__name__), Event()
        self.app.secret_key = "only for tests"
        install(self.app)
        for endpoint, method, path in SLOW:
            self.app.add_url_rule(path, endpoint, self._slowly, methods=[method])
        self.app.add_url_rule("/s", "save", self._save, methods=["POST"])
        self.app.add_url_rule("/sign-in", "security.sign_in", lambda: "sign in first")
        self.gateway, self.cookie = Gateway(self.app), signed_in_cookie(self.app)

    def _slowly(self) -> str:
        assert self.saved.wait(60), "nobody was answered meanwhile"
        return "done"

    def _save(self) -> str:
        self.saved.set()
        return request.method


@pytest.mark.parametrize(("method", "path"), [(method, path) for _, method, path in SLOW])
def test_a_save_is_answered_while_a_slow_page_is(method: str, path: str) -> None:
    world = World()

    async def run() -> tuple[int, int]:
        slow = asyncio.create_task(ask(world.gateway, method, path, cookie=world.cookie))
        await asyncio.sleep(0.01)
        return (await ask(world.gateway, "POST", "/s"))[0], (await slow)[0]

    assert loops.run(run()) == (200, 200)


@pytest.mark.parametrize(("method", "path"), [(method, path) for _, method, path in SLOW])
def test_of_too_many_slow_pages_the_last_are_told_so_at_once(method: str, path: str) -> None:
    world, asked = World(), 70

    async def run() -> list[int]:
        tasks = [
            asyncio.create_task(ask(world.gateway, method, path, cookie=world.cookie))
            for _ in range(asked)
        ]
        answered, _ = await asyncio.wait(tasks, timeout=60, return_when="FIRST_COMPLETED")
        statuses = [task.result()[0] for task in answered]
        await ask(world.gateway, "POST", "/s")
        await asyncio.gather(*tasks)
        return statuses

    assert set(loops.run(run())) == {503}


def test_whoever_must_wait_keeps_nobody_else_waiting() -> None:
    app, order = Flask(__name__), list[str]()

    def late() -> str:
        answer_not_before(time.monotonic() + 0.3)
        return "late"

    app.add_url_rule("/late", "late", late)
    app.add_url_rule("/save", "save", lambda: "saved")
    gateway = Gateway(app)

    async def note(path: str) -> None:
        order.append((await ask(gateway, "GET", path))[1].decode())

    async def run() -> None:
        await asyncio.gather(note("/late"), note("/late"), note("/save"))

    started = time.monotonic()
    loops.run(run())

    assert order == ["saved", "late", "late"]
    assert time.monotonic() - started >= 0.3


def test_a_lane_that_closes_begins_nothing_more_and_ends_what_it_began() -> None:
    goes_on = Event()

    async def run() -> tuple[str, list[str]]:
        lane, ended = Lane("lists", 8), list[str]()

        async def wait_in_vain() -> None:
            with suppress(LaneFullError):
                await lane.run(lambda: ended.append("began after all"))
                return
            ended.append("refused")

        first = asyncio.create_task(lane.run(lambda: "ended" if goes_on.wait(60) else ""))
        await asyncio.sleep(0)
        queued = [asyncio.create_task(wait_in_vain()) for _ in range(2)]
        await asyncio.sleep(0)
        lane.close()
        await asyncio.gather(*queued, wait_in_vain())
        goes_on.set()
        return await first, ended

    assert loops.run(run()) == ("ended", ["refused"] * 3)


def test_only_what_takes_seconds_goes_beside_the_others(tmp_path: Path, sqlite_url: str) -> None:
    provider = {"issuer": "https://login.example.se", "client_id": "x", "client_secret": "y"}
    settings = test_settings(
        tmp_path,
        sqlite_url,
        saml_metadata="https://idp.example.se/metadata",
        **{f"oidc_{name}": value for name, value in provider.items()},
    )
    app, lanes = browser(settings).app, Lanes()
    by_cookie = {
        cookie: {
            rule.endpoint
            for rule in app.url_map.iter_rules()
            for method in rule.methods or ()
            if lanes.of(app, endpoint_of(app, method, _address(rule.rule)), {"HTTP_COOKIE": cookie})
            is not lanes.pages
        }
        for cookie in (signed_in_cookie(app), "")
    }

    assert list(by_cookie.values()) == [TAKE_LISTS | ASKS_PROVIDER, ASKS_PROVIDER]


def _address(rule: str) -> str:
    some = IMPORT.split("/")[2]
    return re.sub("<uuid:[a-z]+_id>", some, rule)
