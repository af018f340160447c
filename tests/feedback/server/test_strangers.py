"""Strangers with large bodies take nothing away from raters: neither room nor a thread."""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import pytest
from flask import request

from feedback.requests.body_limits import LIST, MOST_FIELDS, PAGE, limit_for
from feedback.server.gateway import Gateway
from tests.factories import test_settings
from tests.feedback.server import loops
from tests.feedback.server.asking import FIELDS, FILES, IMPORT, ask, signed_in_cookie
from tests.pages import browser

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from flask import Flask, Request

MEGABYTE: Final = 1024 * 1024
ATTACKERS: Final = 12  # 96 MB together
FORGED: Final = re.compile(r"=.")


@pytest.fixture
def app(tmp_path: Path, sqlite_url: str) -> Iterator[Flask]:
    """Give the whole application."""
    app: Flask = browser(test_settings(tmp_path, sqlite_url)).app
    yield app
    app.extensions["feedback.database"].dispose()


@pytest.mark.parametrize("kind", [FIELDS, FILES, "text/plain"])
def test_a_save_that_comes_in_pieces_is_taken_while_strangers_send_lists(
    app: Flask, kind: str
) -> None:
    gateway = Gateway(app)

    async def run() -> tuple[int, list[int]]:
        sent_all = asyncio.Event()

        def last_piece() -> Iterator[bytes]:
            yield b"code="
            for _ in range(20):  # until the strangers have sent theirs
                yield b""
            sent_all.set()
            yield b"ABCD"

        strangers = [
            asyncio.create_task(
                ask(gateway, "POST", f"{IMPORT}/list", [bytes(MEGABYTE)] * 8, kind=kind)
            )
            for _ in range(ATTACKERS)
        ]
        save = asyncio.create_task(ask(gateway, "POST", "/s", last_piece()))
        return (await save)[0], [(await stranger)[0] for stranger in strangers]

    saved, refused = loops.run(run())

    assert saved == HTTPStatus.UNPROCESSABLE_ENTITY  # read: there is no such code
    assert refused == [HTTPStatus.FOUND] * ATTACKERS  # to sign in


def test_what_strangers_send_as_a_list_is_not_parsed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[int] = []
    load = app.request_class._load_form_data

    def note(asked: Request) -> None:
        parsed.append(asked.content_length or 0)
        load(asked)

    monkeypatch.setattr(app.request_class, "_load_form_data", note)

    status, _ = loops.run(
        ask(Gateway(app), "POST", f"{IMPORT}/list", [b"a&" * (MEGABYTE // 2)] * 8)
    )

    assert status == HTTPStatus.FOUND
    assert max(parsed, default=0) == 0


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        (MOST_FIELDS, HTTPStatus.UNPROCESSABLE_ENTITY),
        (MOST_FIELDS + 1, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    ],
)
def test_a_form_has_no_more_fields_than_a_form_has(app: Flask, fields: int, status: int) -> None:
    body = b"&".join([b"a"] * (fields - 1) + [b"code=ABCD"])

    answer = loops.run(ask(Gateway(app), "POST", "/s", [body]))

    assert answer[0] == status


@pytest.mark.parametrize(
    ("endpoint", "kind", "limit"),
    [
        ("organiser.read_list", FILES, LIST),
        ("organiser.match_columns", FILES, LIST),
        ("organiser.read_list", FIELDS, PAGE),
        ("organiser.read_list", "", PAGE),
        ("organiser.apply_list", FILES, PAGE),
        ("rater_entry.enter", FILES, PAGE),
        (None, FILES, PAGE),
    ],
)
def test_lists_of_people_may_be_large_and_nothing_else(
    app: Flask, endpoint: str | None, kind: str, limit: object
) -> None:
    environ = {"CONTENT_TYPE": kind, "HTTP_COOKIE": signed_in_cookie(app)}

    assert limit_for(app, endpoint, environ) is limit


@pytest.mark.parametrize("cookie", ["none", "forged", "of another machine", "old"])
def test_only_who_is_signed_in_may_send_a_large_list(app: Flask, cookie: str) -> None:
    good = signed_in_cookie(app)
    other = app.config["SECRET_KEY"]
    app.config["SECRET_KEY"] = "another"
    elsewhere = signed_in_cookie(app)
    app.config["SECRET_KEY"] = other
    cookies = {
        "none": "",
        "forged": FORGED.sub("=x", good, count=1),
        "of another machine": elsewhere,
        "old": signed_in_cookie(app, seconds_ago=5 * 3600),
    }
    environ = {"CONTENT_TYPE": FILES, "HTTP_COOKIE": cookies[cookie]}

    assert limit_for(app, "organiser.read_list", environ) is PAGE


def test_a_large_list_of_somebody_signed_in_reaches_its_page(app: Flask) -> None:
    seen: list[int] = []

    def count(**_: object) -> str:
        seen.append(len(request.files))
        return "read"

    app.view_functions["organiser.read_list"] = count
    app.config["WTF_CSRF_ENABLED"] = False
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    parts: Iterable[bytes] = [head, *[bytes(MEGABYTE)] * 7, b"\r\n--b--\r\n"]

    answer = loops.run(
        ask(
            Gateway(app),
            "POST",
            f"{IMPORT}/list",
            parts,
            kind=FILES,
            cookie=signed_in_cookie(app),
        )
    )

    assert (answer[0], seen) == (200, [1])
