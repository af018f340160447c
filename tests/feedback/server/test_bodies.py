"""Bodies are read within their limits, and all of a process's within its memory."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest

from feedback.requests.body_limits import PAGE
from feedback.server.bodies import Bodies, ClientGoneError
from tests.feedback.server import loops

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feedback.requests.body_limits import BodyLimit
    from feedback.server.bodies import Body, Receive

SHORT = replace(PAGE, seconds=0.01)


def sends(parts: Iterable[bytes], *, ends: bool = True) -> Receive:
    """Return what a client sends; one that does not end sends nothing more, for ever."""
    waiting = iter(parts)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0)
        part = next(waiting, None)
        if part is None and not ends:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": part or b"", "more_body": part is not None}

    return receive


async def hangs_up() -> dict[str, Any]:
    return {"type": "http.disconnect"}


def read(receive: Receive, limit: BodyLimit = PAGE, declared_bytes: int | None = None) -> Body:
    async def run() -> Body:
        bodies = Bodies()
        with bodies.holding(limit) as body:
            await bodies.read(body, receive, declared_bytes=declared_bytes)
            return body

    return loops.run(run())


def test_a_body_in_many_pieces_comes_whole() -> None:
    assert read(sends([b"co", b"de", b"=1"])).content == b"code=1"


def test_a_body_that_does_not_end_in_time_is_refused() -> None:
    body = read(sends([b"code"], ends=False), SHORT)

    assert body.refused is HTTPStatus.REQUEST_TIMEOUT
    assert body.content == b""


def test_a_body_that_drips_is_refused_however_seldom_it_pauses() -> None:
    async def drips() -> dict[str, Any]:
        await asyncio.sleep(0.001)
        return {"type": "http.request", "body": b"c", "more_body": True}

    assert read(drips, SHORT).refused is HTTPStatus.REQUEST_TIMEOUT


@pytest.mark.parametrize("declared_bytes", [None, PAGE.most_bytes + 1])
def test_a_body_that_is_too_large_is_read_to_its_end_and_dropped(
    declared_bytes: int | None,
) -> None:
    left = [bytes(PAGE.most_bytes), b"x", b"y"]
    waiting = iter(left)

    body = read(sends(waiting), declared_bytes=declared_bytes)

    assert body.refused is HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert body.content == b""
    assert list(waiting) == []


@pytest.mark.parametrize("declared_bytes", [None, 1 << 40])
def test_a_body_without_end_is_cut_off(declared_bytes: int | None) -> None:
    async def floods() -> dict[str, Any]:
        return {"type": "http.request", "body": bytes(1 << 20), "more_body": True}

    body = read(floods, declared_bytes=declared_bytes)

    assert body.refused is HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_a_client_that_hangs_up_leaves_no_request() -> None:
    with pytest.raises(ClientGoneError):
        read(hangs_up)


def test_of_too_many_slow_bodies_the_oldest_is_given_up() -> None:
    refused = loops.run(_refusals(Bodies(most_at_once=3), [b"c"] * 5))

    assert refused == [HTTPStatus.REQUEST_TIMEOUT] * 2 + [None] * 3


def test_never_more_are_read_than_may_be_however_suddenly_they_come() -> None:
    refused = loops.run(_refusals(Bodies(most_at_once=3), [b"c"] * 9, turns_between=0))

    assert refused == [HTTPStatus.REQUEST_TIMEOUT] * 6 + [None] * 3


def test_of_bodies_that_are_too_much_together_the_largest_is_given_up() -> None:
    bodies = Bodies(most_held_bytes=3000, small_bytes=500)

    refused = loops.run(_refusals(bodies, [bytes(900), bytes(1500), bytes(400), bytes(800)]))

    assert refused == [None, HTTPStatus.SERVICE_UNAVAILABLE, None, None]


def test_a_small_body_is_never_given_up_for_what_others_hold() -> None:
    async def run() -> Body:
        bodies = Bodies(most_held_bytes=3000, small_bytes=500)
        with bodies.holding(PAGE) as waiting, bodies.holding(PAGE) as small:
            await bodies.read(waiting, sends([bytes(3000)]), declared_bytes=None)
            await bodies.read(small, sends([bytes(250)] * 2), declared_bytes=None)
        return small

    small = loops.run(run())

    assert (small.refused, len(small.content)) == (None, 500)


def test_what_waits_for_its_answer_is_counted_and_kept() -> None:
    async def run() -> tuple[Body, Body]:
        bodies = Bodies(most_held_bytes=1500, small_bytes=0)
        with bodies.holding(PAGE) as first:
            await bodies.read(first, sends([bytes(1000)]), declared_bytes=1000)
            with bodies.holding(PAGE) as second:
                await bodies.read(second, sends([bytes(1000)]), declared_bytes=1000)
        return first, second

    first, second = loops.run(run())

    assert (first.refused, len(first.content)) == (None, 1000)
    assert second.refused is HTTPStatus.SERVICE_UNAVAILABLE


def test_room_is_free_again_after_every_end() -> None:
    async def run() -> list[HTTPStatus | None]:
        bodies, refused = Bodies(most_held_bytes=1500, small_bytes=0), []
        for receive in (sends([bytes(1000)]), sends([bytes(1000)], ends=False), hangs_up) * 3:
            with bodies.holding(SHORT) as body:
                try:
                    await bodies.read(body, receive, declared_bytes=None)
                except ClientGoneError:
                    continue
                refused.append(body.refused)
        return refused

    refused = loops.run(run())

    assert refused == [None, HTTPStatus.REQUEST_TIMEOUT] * 3


def test_a_server_that_stops_waits_for_no_body() -> None:
    async def run() -> Body:
        bodies = Bodies()
        with bodies.holding(PAGE) as body:
            asyncio.get_running_loop().call_later(0.01, bodies.give_up_all)
            await bodies.read(body, sends([b"c"], ends=False), declared_bytes=None)
        return body

    assert loops.run(run()).refused is HTTPStatus.SERVICE_UNAVAILABLE


async def _refusals(
    bodies: Bodies, contents: list[bytes], *, turns_between: int = 5
) -> list[HTTPStatus | None]:
    """Send slow bodies one after the other; return who was refused while all were open."""
    opened: list[Body] = []

    async def send(content: bytes) -> None:
        with bodies.holding(PAGE) as body:
            opened.append(body)
            await bodies.read(body, sends([content], ends=False), declared_bytes=None)

    async with asyncio.TaskGroup() as group:
        for content in contents:
            group.create_task(send(content))
            for _ in range(turns_between):
                await asyncio.sleep(0)
        for _ in range(5):
            await asyncio.sleep(0)
        refused = [body.refused for body in opened]
        bodies.give_up_all()
    return refused
