"""Lanes: what takes seconds has a thread and a room of its own, by its route.

A page is answered in milliseconds, one after the other. A list of people takes seconds to read,
and the municipality's own sign-in waits for another server: neither stands before a save, and
what waits for one of them takes no room from pages.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from feedback.requests.body_limits import brings_list
from feedback.server.bodies import Bodies
from feedback.signin.at_work import ASKS_PROVIDER

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed.wsgi import WSGIEnvironment
    from flask import Flask

    T = TypeVar("T")

_MEGABYTE: Final = 1024 * 1024


class LaneFullError(Exception):
    """Too many wait in a lane, or it is closed."""


@dataclass(slots=True)
class Lane:
    """One thread, those who wait for it, and the bodies that they bring."""

    name: str
    most_waiting: int
    bodies: Bodies = field(default_factory=Bodies)
    _waiting: int = 0
    _is_closed: bool = False
    _thread: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        """Have a thread, which starts with the first request."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=self.name)

    async def run(self, work: Callable[[], T]) -> T:
        """Do some work in its turn; raise NoRoomError if it will not have one."""
        if self._is_closed or self._waiting >= self.most_waiting:
            raise LaneFullError
        turn = self._thread.submit(work)
        self._waiting += 1
        try:
            return await asyncio.wrap_future(turn)
        except asyncio.CancelledError:
            if self._is_closed and turn.cancelled():
                raise LaneFullError from None
            raise
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Begin nothing more; what has begun goes on."""
        self._is_closed = True
        self._thread.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes of one process."""

    # As many as granian lets in: pages are refused by nobody here.
    pages: Lane = field(default_factory=lambda: Lane("application", 10_000))
    lists: Lane = field(
        default_factory=lambda: Lane("lists", 8, Bodies(64 * _MEGABYTE, most_at_once=8))
    )
    provider: Lane = field(default_factory=lambda: Lane("provider", 50))

    def all(self) -> tuple[Lane, ...]:
        """Return each of them."""
        return self.pages, self.lists, self.provider

    def of(self, app: Flask, endpoint: str | None, environ: WSGIEnvironment) -> Lane:
        """Return the lane of a request."""
        if endpoint in ASKS_PROVIDER:
            return self.provider
        return self.lists if brings_list(app, endpoint, environ) else self.pages


def endpoint_of(app: Flask, method: str, path: str) -> str | None:
    """Return for which page a request is; None for what is none, or elsewhere."""
    try:
        endpoint, _ = app.url_map.bind("").match(path, method)
    except (HTTPException, RequestRedirect):
        return None
    return str(endpoint)
