"""Between granian's event loop and the application: requests are read here, answered in a thread.

The application stays a WSGI application and has one thread a process: several threads on one
SQLite file have a bad tail. What a client takes its time with, sending a body or fetching an
answer, happens outside of that thread. So every answer is made whole before any of it is sent.
What takes seconds has a lane of its own, see `lanes`.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import time
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from feedback import create_app
from feedback.logs import where_it_failed
from feedback.memory import settle
from feedback.requests.answer_times import NOT_BEFORE
from feedback.requests.body_limits import REFUSED, limit_for
from feedback.requests.sessions import database_of
from feedback.server.bodies import Body, ClientGoneError
from feedback.server.lanes import Lane, LaneFullError, Lanes, endpoint_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from _typeshed.wsgi import WSGIEnvironment
    from flask import Flask

    from feedback.server.bodies import Receive

    Scope = dict[str, Any]
    Send = Callable[[dict[str, Any]], Awaitable[None]]

_OF_EVERY_REQUEST: Final = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": False,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,
    NOT_BEFORE: 0.0,
}
_WITHOUT_PREFIX: Final = frozenset({"CONTENT_TYPE", "CONTENT_LENGTH"})

# What arrives at a stop may arrive whole, if it does so soon.
_LAST_BODIES_SECONDS: Final = 2

_log = logging.getLogger("feedback")


@dataclass(slots=True)
class Answer:
    """What the application answers, whole."""

    status: int = HTTPStatus.INTERNAL_SERVER_ERROR
    headers: list[tuple[str, str]] = field(default_factory=list)
    content: bytes = b""

    def start(
        self, status: str, headers: list[tuple[str, str]], _error: object = None, /
    ) -> Callable[[bytes], object]:
        """Note status and headers, as WSGI's `start_response`."""
        self.status, self.headers = int(status[:3]), headers
        return self._write

    def _write(self, content: bytes) -> None:
        self.content += content


def make_gateway() -> Gateway:
    """Build the application in a process of its own, and the gateway before it."""
    # Until granian listens to signals itself, this process holds its parent's handler: a SIGTERM
    # would be lost. There is nothing to finish yet.
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, signal.SIG_DFL)
    app = create_app()
    settle()
    return Gateway(app)


class Gateway:
    """An ASGI application: reads each request, asks the application in its thread, answers."""

    def __init__(self, app: Flask) -> None:
        """Stand before an application."""
        self._app = app
        self._lanes = Lanes()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request, or the beginning and end of the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._stop)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        # Else SQLite leaves its -wal behind.
        await self._lanes.pages.run(database_of(self._app).dispose)
        self._lanes.pages.close()
        await send({"type": "lifespan.shutdown.complete"})

    def _stop(self) -> None:
        """Begin nothing long any more, and tell granian to finish the rest."""
        self._lanes.lists.close()
        self._lanes.provider.close()
        loop = asyncio.get_running_loop()
        for lane in self._lanes.all():
            loop.call_later(_LAST_BODIES_SECONDS, lane.bodies.give_up_all)
        os.kill(os.getpid(), signal.SIGINT)  # granian's other word for the same

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        environ = environ_of(scope)
        if not _names_one_host(environ):
            await _send(send, Answer(HTTPStatus.BAD_REQUEST))
            return
        declared_bytes = _declared_bytes(environ)
        endpoint = endpoint_of(self._app, environ["REQUEST_METHOD"], scope["path"])
        lane = self._lanes.of(self._app, endpoint, environ)
        with lane.bodies.holding(limit_for(self._app, endpoint, environ)) as body:
            if declared_bytes != 0:
                try:
                    await lane.bodies.read(body, receive, declared_bytes=declared_bytes)
                except ClientGoneError:
                    return
            _put(body, environ)
            answer = await self._ask(lane, environ)
        # Here, where the thread is free: whoever must wait keeps nobody else waiting.
        if (early := environ[NOT_BEFORE] - time.monotonic()) > 0:
            await asyncio.sleep(early)
        await _send(send, answer)

    async def _ask(self, lane: Lane, environ: WSGIEnvironment) -> Answer:
        work = partial(self._answer, environ)
        try:
            return await lane.run(work)
        except LaneFullError:
            environ[REFUSED] = HTTPStatus.SERVICE_UNAVAILABLE
            return await self._lanes.pages.run(work)

    def _answer(self, environ: WSGIEnvironment) -> Answer:
        answer = Answer()
        try:
            parts = self._app(environ, answer.start)
            try:
                answer.content += b"".join(parts)
            finally:
                if close := getattr(parts, "close", None):
                    close()
        except Exception as error:  # noqa: BLE001 - else granian logs it, with its words
            _log.error("%s", where_it_failed(error))
            return Answer()
        return answer


def environ_of(scope: Scope) -> WSGIEnvironment:
    """Return the WSGI environment of a request, but its body."""
    host, port = scope["server"]
    environ = _OF_EVERY_REQUEST | {
        "REQUEST_METHOD": scope["method"],
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.url_scheme": scope["scheme"],
    }
    for name_bytes, value_bytes in scope["headers"]:
        name, value = name_bytes.decode("latin-1"), value_bytes.decode("latin-1")
        if "_" in name:
            continue  # would pass for the same name with a dash
        key = name.upper().replace("-", "_")
        key = key if key in _WITHOUT_PREFIX else f"HTTP_{key}"
        between = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    return environ


def _names_one_host(environ: WSGIEnvironment) -> bool:
    """Tell whether proxy and server must agree for whom a request is; HTTP/1.0 need not say."""
    host = environ.get("HTTP_HOST", "")
    return "," not in host and (bool(host) or environ["SERVER_PROTOCOL"] != "HTTP/1.1")


def _declared_bytes(environ: WSGIEnvironment) -> int | None:
    """Return how long the body says it is; None where only its end will tell."""
    if "HTTP_TRANSFER_ENCODING" in environ:
        return None
    return int(environ.get("CONTENT_LENGTH", 0))


def _put(body: Body, environ: WSGIEnvironment) -> None:
    environ["wsgi.input"] = BytesIO(body.content)
    environ["CONTENT_LENGTH"] = str(len(body.content))
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    environ[REFUSED] = body.refused


async def _send(send: Send, answer: Answer) -> None:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.content})
