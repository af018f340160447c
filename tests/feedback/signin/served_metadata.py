"""An address at which metadata lies, or does not."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Served:
    """What lies at the address, with which status, and how often it was asked for."""

    address: str
    content: str
    status: int = 200
    asked: int = 0
    promised_bytes: int = 0  # more than come: as where a connection breaks


@contextmanager
def served(content: str, *, status: int = 200, promised_bytes: int = 0) -> Iterator[Served]:
    """Let something lie at an address until the block ends."""
    place = Served("", content, status, promised_bytes=promised_bytes)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place.asked += 1
            self.send_response(place.status)
            if place.promised_bytes:
                self.send_header("Content-Length", str(place.promised_bytes))
            self.end_headers()
            self.wfile.write(place.content.encode())

        def log_message(self, *_: object) -> None:
            """Keep the terminal quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    place.address = f"http://127.0.0.1:{server.server_port}/metadata"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield place
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
