"""Raters over real HTTP, as cheap as can be: they share the processors with the server.

A rater has a connection of their own, follows the links and forms of the pages that come,
and sends marks and words by which the response is known again. Everything else that a
browser does costs the driver more than it costs the server.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST: Final = "127.0.0.1"
STEPS: Final = 6
_TIMEOUT_SECONDS: Final = 30
_BLOCK: Final = 1 << 18
_BASE: Final = re.compile(rb'name="base" value="([^"]*)"')
_STARTED: Final = re.compile(rb'name="started" value="([^"]*)"')
_ACTION: Final = re.compile(rb'<form id="answers"[^>]* action="([^"]+)"')
_PROMISE: Final = re.compile(rb'href="(/s/[^"]+/response)[?"]')
_BEGIN: Final = re.compile(rb'class="govuk-button" href="(/s/[^"]+/1)["?]')
_ITEM: Final = re.compile(rb'id="item-\d+" name="rating-q(\d+)"')
_QUESTION: Final = re.compile(rb'name="(words-[a-z0-9]+)"')
RECEIPT: Final = b'class="receipt"'


class LoadError(Exception):
    """A page was not what a rater expects; says which."""


def mark_of(rater: int, item: int) -> int:
    """Return the mark that a rater of the load gives an item."""
    return 1 + (rater * 7 + item * (1 + rater % 5)) % STEPS


def words_of(rater: int, question: str) -> str:
    """Return what a rater of the load writes to a question."""
    return f"Rater {rater} om {question}: håller det som lovas, och säger till när det inte går."


@dataclass(slots=True)
class Measured:
    """What was measured in one window."""

    at_once: int
    seconds: float = 0.0
    finished: list[int] = field(default_factory=list)
    page_ms: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Complete raters a second."""
        return len(self.finished) / self.seconds

    def add(self, more: Measured) -> None:
        """Count another window of the same kind with this one."""
        self.seconds += more.seconds
        self.finished += more.finished
        self.page_ms += more.page_ms
        self.errors += more.errors

    def percentile(self, share: float) -> float:
        """Return the time in which this share of all pages came, in milliseconds."""
        ordered = sorted(self.page_ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Connection:
    """One rater's connection; times every request."""

    def __init__(self, port: int, measured: Measured) -> None:
        """Open it; the server may take its time under load."""
        self._socket = socket.create_connection((HOST, port), _TIMEOUT_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._measured = measured

    def get(self, path: bytes) -> bytes:
        """Return a page; raise LoadError unless it is one."""
        head, body = self._ask(
            b"GET " + path + b" HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\n\r\n"
        )
        if not head.startswith(b"HTTP/1.1 200"):
            raise LoadError(head[:40].decode())
        return body

    def post(self, path: bytes, form: bytes) -> tuple[bytes, bytes]:
        """Send a form; return head and body of what came."""
        head = (
            b"POST %b HTTP/1.1\r\nHost: %b\r\nContent-Length: %d\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        return self._ask(head % (path, HOST.encode(), len(form)) + form)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _ask(self, request: bytes) -> tuple[bytes, bytes]:
        start = time.perf_counter()
        self._socket.sendall(request)
        got = b""
        while (split := got.find(b"\r\n\r\n")) < 0:
            got += self._receive()
        head = got[:split]
        length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])  # type: ignore[index] # our server always tells it
        rest = [got[split + 4 :]]
        missing = length - len(rest[0])
        while missing > 0:
            rest.append(self._receive())
            missing -= len(rest[-1])
        self._measured.page_ms.append((time.perf_counter() - start) * 1000)
        return head, b"".join(rest)

    def _receive(self) -> bytes:
        block = self._socket.recv(_BLOCK)
        if not block:
            message = "the server hung up"
            raise LoadError(message)
        return block


Way: TypeAlias = Callable[[Connection, int, bytes], None]
"""How a rater goes from the link to the receipt."""


def answer_one_page(connection: Connection, rater: int, link: bytes) -> None:
    """Get the form at the link, and send it."""
    page = connection.get(link)
    _expect_receipt(connection.post(*_filled(page, rater, b"send")))


def answer_by_trait(connection: Connection, rater: int, link: bytes) -> None:
    """Go the whole way: list, promise, every page, look over, send."""
    task = _found(_PROMISE, connection.get(link))
    place = _found(_BEGIN, connection.get(task))
    while b"/look-over" not in place:
        head, _ = connection.post(*_filled(connection.get(place), rater, b"next"))
        place = _found(re.compile(rb"(?i)location: (\S+)"), head)
    connection.get(place)
    _expect_receipt(connection.post(task + b"/submit", b""))


def run_window(
    port: int, links: Iterator[tuple[int, bytes]], way: Way, *, at_once: int, seconds: float
) -> Measured:
    """Let so many raters answer at once until the time is up; whoever has begun finishes."""
    measured, lock = Measured(at_once), threading.Lock()
    start = time.perf_counter()

    def answer() -> None:
        while time.perf_counter() - start < seconds:
            with lock:
                found = next(links, None)
            if found is None:
                measured.errors.append("there were too few raters for this window")
                return
            _answer(port, *found, way, measured)

    threads = [threading.Thread(target=answer) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    measured.seconds = time.perf_counter() - start
    return measured


def pages_of_one_page(port: int, rater: int, link: bytes) -> tuple[bytes, bytes]:
    """Return the bytes of the form and of the receipt, as one more rater gets them."""
    connection = Connection(port, Measured(1))
    form = connection.get(link)
    _, receipt = connection.post(*_filled(form, rater, b"send"))
    connection.close()
    return form, receipt


def wait_for(port: int) -> None:
    """Wait until somebody listens at a port."""
    until = time.monotonic() + _TIMEOUT_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection((HOST, port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    message = f"nobody listens at port {port}"
    raise LoadError(message)


def _answer(port: int, rater: int, link: bytes, way: Way, measured: Measured) -> None:
    try:
        connection = Connection(port, measured)
        try:
            way(connection, rater, link)
        finally:
            connection.close()
    except (OSError, LoadError) as error:
        measured.errors.append(str(error))
    else:
        measured.finished.append(rater)


def _filled(page: bytes, rater: int, button: bytes) -> tuple[bytes, bytes]:
    """Return where the form of a page goes, and what this rater fills in."""
    marks = (f"rating-q{int(n)}={mark_of(rater, int(n))}" for n in _ITEM.findall(page))
    words = (
        f"{name}={quote_plus(words_of(rater, name))}"
        for name in map(bytes.decode, _QUESTION.findall(page))
    )
    fields = "&".join((*marks, *words)).encode()
    number = re.search(rb'name="page" value="(\d+)"', page)
    hidden = b"page=%b&base=%b&started=%b&go=%b&" % (
        number[1] if number else b"",
        _found(_BASE, page),
        _found(_STARTED, page).replace(b" ", b"+").replace(b":", b"%3A"),
        button,
    )
    return _found(_ACTION, page), hidden + fields


def _found(pattern: re.Pattern[bytes], text: bytes) -> bytes:
    found = pattern.search(text)
    if found is None:
        message = f"{pattern.pattern.decode()} is not on the page"
        raise LoadError(message)
    return found[1]


def _expect_receipt(answer: tuple[bytes, bytes]) -> None:
    head, body = answer
    if not head.startswith(b"HTTP/1.1 200") or RECEIPT not in body:
        message = f"no receipt but {head[:40]!r}"
        raise LoadError(message)
