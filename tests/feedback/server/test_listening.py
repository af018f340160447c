"""Where nobody can listen, `serve` says so in a sentence."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from feedback.errors import FeedbackError
from feedback.server.listening import listen, take_over

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("host", "port"),
    [("127.0.0.1", 99_999), ("127.0.0.1", -1), ("::1", 1 << 40), ("a..b", 8000), ("", 70_000)],
)
def test_an_address_that_cannot_be_is_refused_in_a_sentence(host: str, port: int) -> None:
    with pytest.raises(FeedbackError, match=r"^.+ (port|host) .+$"):
        listen(host, port)


@pytest.mark.parametrize("fd", [-1, 4_000, 1 << 40])
def test_a_descriptor_that_is_not_open_is_refused_in_a_sentence(fd: int) -> None:
    with pytest.raises(FeedbackError, match=f"descriptor {fd} is no socket that listens"):
        take_over(fd)


def test_a_file_is_no_socket_and_stays_open(tmp_path: Path) -> None:
    with (tmp_path / "file").open("wb") as file:
        with pytest.raises(FeedbackError, match="is no socket that listens"):
            take_over(file.fileno())

        assert os.fstat(file.fileno())


def test_a_socket_that_does_not_listen_is_refused() -> None:
    one, other = socket.socketpair()
    with one, other, socket.socket() as idle:
        for given in (one, idle):
            with pytest.raises(FeedbackError, match="is no socket that listens"):
                take_over(given.fileno())


def test_a_socket_that_listens_is_taken_over() -> None:
    given = socket.create_server(("127.0.0.1", 0))
    address = given.getsockname()

    with take_over(given.detach()) as listener:
        assert listener.getsockname() == address
