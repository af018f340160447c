"""Bodies of requests while they are read: each within its limit, all within one process's memory.

Reading costs no thread, so a slow body keeps nobody waiting. It costs memory and a connection:
when bodies are too many together, the one that has been read for longest is given up, for an
honest one is through within a second; when they are too large together, the largest. A small
one, as a rater's save is, is never given up for its size.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from feedback.requests.body_limits import BodyLimit

    Receive = Callable[[], Awaitable[dict[str, Any]]]

# A browser shows no answer before it has sent everything; what is larger is cut off.
_MOST_DROPPED_BYTES: Final = 16 * 1024 * 1024


class ClientGoneError(Exception):
    """Whoever was sending hung up before the end."""


@dataclass(slots=True, eq=False)
class Body:
    """A body as far as it has come, or why it is refused."""

    limit: BodyLimit
    content: bytes = b""
    refused: HTTPStatus | None = None
    held_bytes: int = 0
    timeout: asyncio.Timeout | None = None
    too_late: HTTPStatus = HTTPStatus.REQUEST_TIMEOUT  # what it is told when its time is over


@dataclass(slots=True)
class Bodies:
    """All bodies of one kind that a process holds, from the first byte until the answer."""

    most_held_bytes: int = 32 * 1024 * 1024
    most_at_once: int = 100
    small_bytes: int = 16 * 1024
    _held_bytes: int = 0
    # In the order in which they began; without those that are given up but have not gone yet.
    _being_read: dict[Body, None] = field(default_factory=dict)

    @contextmanager
    def holding(self, limit: BodyLimit) -> Iterator[Body]:
        """Give room to one body; what it held is free again after."""
        body = Body(limit)
        try:
            yield body
        finally:
            self._held_bytes -= body.held_bytes

    def give_up_all(self) -> None:
        """Wait for no body any more: the server stops."""
        for body in tuple(self._being_read):
            self._give_up(body, HTTPStatus.SERVICE_UNAVAILABLE)

    async def read(self, body: Body, receive: Receive, *, declared_bytes: int | None) -> None:
        """Read a body to its end, or refuse it; raise ClientGoneError if there is no end."""
        if declared_bytes is not None and declared_bytes > _MOST_DROPPED_BYTES:
            body.refused = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            return
        try:
            async with asyncio.timeout(body.limit.seconds) as body.timeout:
                self._being_read[body] = None
                if len(self._being_read) > self.most_at_once:
                    self._give_up(next(iter(self._being_read)), HTTPStatus.REQUEST_TIMEOUT)
                body.content = await self._all_of(body, receive)
        except TimeoutError:
            body.refused = body.too_late
            self._hold(body, 0)
        finally:
            self._being_read.pop(body, None)

    async def _all_of(self, body: Body, receive: Receive) -> bytes:
        content = bytearray()  # a list of parts would weigh more than they: a part may be a byte
        received_bytes, has_more = 0, True
        while has_more:
            message = await receive()
            if message["type"] != "http.request":
                raise ClientGoneError
            part, has_more = message.get("body", b""), message.get("more_body", False)
            received_bytes += len(part)
            if received_bytes > body.limit.most_bytes:
                body.refused = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
                content.clear()
                has_more = has_more and received_bytes <= _MOST_DROPPED_BYTES
            else:
                content += part
            self._hold(body, len(content))
        return bytes(content)

    def _hold(self, body: Body, held_bytes: int) -> None:
        self._held_bytes += held_bytes - body.held_bytes
        body.held_bytes = held_bytes
        if self._held_bytes > self.most_held_bytes:
            self._give_up_the_largest()

    def _give_up_the_largest(self) -> None:
        # None, when all that is held is small or waits for its answer.
        largest = max(self._being_read, key=lambda body: body.held_bytes, default=None)
        if largest is not None and largest.held_bytes > self.small_bytes:
            self._give_up(largest, HTTPStatus.SERVICE_UNAVAILABLE)

    def _give_up(self, body: Body, why: HTTPStatus) -> None:
        del self._being_read[body]
        self._held_bytes -= body.held_bytes
        body.held_bytes = 0
        if body.timeout is not None and not body.timeout.expired():
            body.too_late = why
            body.timeout.reschedule(asyncio.get_running_loop().time())
