"""A client that takes its time keeps nobody else waiting, and neither does a server that stops."""

from __future__ import annotations

import http.client
import signal
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feedback.demo.claims import HOST
from tests.feedback.server.running import FORM, Web, running_web
from tests.journeys.stages import children_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.databases import Databases

SLOW_BODY = (
    f"POST /s HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nContent-Length: 100000\r\n\r\ncode="
).encode()
ALMOST_WHOLE = SLOW_BODY.replace(b"100000", b"9") + b"ABC"


@pytest.fixture(scope="module")
def web(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """Serve with two workers, as an operator does; many tests use the one server."""
    url = sqlite_databases.create()
    with running_web(url, tmp_path_factory.mktemp("web")) as web:
        web.wait_until_well()
        yield web
    sqlite_databases.drop(url)


def test_eight_slow_bodies_leave_all_pages_answering(web: Web) -> None:
    with ExitStack() as open_connections:
        for _ in range(8):
            open_connections.enter_context(web.sending(SLOW_BODY))

        answers = [web.status(path) for path in ("/healthz", "/s", "/akta") * 3]

    assert set(answers) == {200}


def test_three_hundred_slow_headers_do_no_harm(web: Web) -> None:
    with ExitStack() as open_connections:
        for _ in range(300):
            open_connections.enter_context(web.sending(b"POST /s HTTP/1.1\r\nHost: x\r\nX-"))

        answers = [web.status(path) for path in ("/healthz", "/s") * 3]

    assert set(answers) == {200}


def test_a_body_in_pieces_without_a_length_is_read_to_its_end(web: Web) -> None:
    connection = http.client.HTTPConnection(HOST, web.port, timeout=30)

    connection.request("POST", "/s", iter([b"code=", b"ABCD"]), {"Content-Type": FORM})
    page = connection.getresponse().read().decode()
    connection.close()

    assert 'value="ABCD"' in page


def test_a_body_that_is_a_little_too_large_is_answered_with_a_page(web: Web) -> None:
    connection = http.client.HTTPConnection(HOST, web.port, timeout=30)

    connection.request("POST", "/s", b"code=" + bytes(400_000), {"Content-Type": FORM})
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()

    assert answer.status == 413
    assert "<h1" in page


def test_a_client_that_waits_to_be_asked_for_its_body_is_asked(web: Web) -> None:
    head = f"POST /s HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Type: {FORM}\r\n"
    with web.sending(f"{head}Content-Length: 9\r\n\r\n".encode()) as client:
        asked = client.recv(100)
        client.sendall(b"code=ABCD")
        answer = client.recv(100)

    assert asked.startswith(b"HTTP/1.1 100")
    assert answer.startswith(b"HTTP/1.1 422")


@pytest.mark.parametrize("hosts", [b"", b"Host: a\r\nHost: b\r\n"])
def test_a_request_names_one_host(web: Web, hosts: bytes) -> None:
    with web.sending(b"GET /akta HTTP/1.1\r\n" + hosts + b"\r\n") as client:
        assert client.recv(100).startswith(b"HTTP/1.1 400")


def test_a_second_server_at_the_port_is_refused_in_a_sentence(web: Web) -> None:
    for host in (HOST, "0.0.0.0"):  # noqa: S104 - overlaps with the first
        done = web.start_another("--host", host, "--port", str(web.port))

        assert done.returncode == 1
        assert f"port {web.port} already" in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_stop_ends_all_at_once_and_leaves_no_log_beside_the_database(
    sqlite_url: str, tmp_path: Path
) -> None:
    database = Path(sqlite_url.removeprefix("sqlite:///"))
    with running_web(sqlite_url, tmp_path) as web, ExitStack() as open_connections:
        web.wait_until_well()
        workers = children_of(web.process.pid)
        slow = open_connections.enter_context(web.sending(SLOW_BODY))
        honest = open_connections.enter_context(web.sending(ALMOST_WHOLE))
        idle = open_connections.enter_context(web.sending(b"GET /akta HTTP/1.1\r\nHost: x\r\n\r\n"))
        idle.recv(100)

        web.process.send_signal(signal.SIGTERM)
        web.wait_for_words("Stopping worker")
        honest.sendall(b"D")
        answers = [client.recv(16) for client in (honest, slow)]
        code = web.process.wait(timeout=30)

    assert code == 0
    assert answers == [b"HTTP/1.1 422 Unp", b"HTTP/1.1 503 Ser"]
    assert not [worker for worker in workers if Path(f"/proc/{worker}").exists()]
    assert "Killing" not in web.log()
    assert not database.with_name(f"{database.name}-wal").exists()


def test_a_stop_before_the_first_request_is_not_lost(sqlite_url: str, tmp_path: Path) -> None:
    with running_web(sqlite_url, tmp_path) as web:
        web.wait_for_words("Spawning worker-2")
        workers = children_of(web.process.pid)

        web.process.send_signal(signal.SIGTERM)
        web.process.wait(timeout=30)

    assert not [worker for worker in workers if Path(f"/proc/{worker}").exists()]
