"""Two demos beside each other never meet, and one that nobody could answer in says so."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

from feedback.demo.__main__ import answer_all
from feedback.demo.answering import AnsweringFailedError
from feedback.demo.claims import HOST, FolderTakenError, listen
from feedback.demo.stage import Stage

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from pathlib import Path


def test_demos_that_start_at_once_have_folders_and_ports_of_their_own(tmp_path: Path) -> None:
    with ThreadPoolExecutor(5) as pool, ExitStack() as ends:
        started = list(pool.map(Stage.fresh, [tmp_path / "demo"] * 5))
        stages = [ends.enter_context(stage) for stage in started]

        assert len({stage.folder for stage in stages}) == 5
        assert len({stage.port for stage in stages}) == 5
        assert len({stage.environment["FEEDBACK_INSTANCE"] for stage in stages}) == 5


def test_the_folder_of_a_demo_that_has_ended_is_used_anew(tmp_path: Path) -> None:
    with Stage.fresh(tmp_path / "demo") as first:
        (first.folder / "mail").mkdir()
        (first.folder / "mail" / "1.eml").touch()

    with Stage.fresh(tmp_path / "demo") as second:
        assert second.folder == first.folder
        assert not (second.folder / "mail").exists()


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "thesis.txt").touch()

    with pytest.raises(FolderTakenError, match="move it away"):
        Stage.fresh(tmp_path / "demo")

    assert (tmp_path / "demo" / "thesis.txt").exists()


def test_a_port_that_is_taken_is_passed_over() -> None:
    with listen() as taken:
        port = taken.getsockname()[1]
        with listen(port) as other:
            assert other.getsockname()[1] != port


def test_a_demo_whose_links_lead_elsewhere_stops(tmp_path: Path) -> None:
    with Stage.fresh(tmp_path / "demo") as stage, _serving_nothing(stage.listener):
        (stage.folder / "mail").mkdir()
        link = f"{stage.address}/s/17KC-0W4Z-Q9DW-HTHK-DXT4"
        (stage.folder / "mail" / "1.eml").write_text(f"To: a@example.se\n\n{link}\n", "ascii")

        with pytest.raises(AnsweringFailedError, match="answered 404"):
            answer_all(stage)


def test_a_demo_without_mails_stops(tmp_path: Path) -> None:
    with (
        Stage.fresh(tmp_path / "demo") as stage,
        pytest.raises(AnsweringFailedError, match="No mail with a link"),
    ):
        answer_all(stage)


class _Nothing(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as its parent calls it
        """Write nothing."""


@contextmanager
def _serving_nothing(listener: socket.socket) -> Iterator[None]:
    """Answer 404 to everything at a socket that listens."""
    server = HTTPServer((HOST, 0), _Nothing, bind_and_activate=False)
    server.socket.close()
    server.socket = listener.dup()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
