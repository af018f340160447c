"""The pages of an identity provider, as a browser meets them: a form, and one that sends itself."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from tests.feedback.signin.identity_provider import ACS, form_of, new_identity_provider

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.feedback.signin.identity_provider import IdentityProvider

_ASKS: Final = (
    '<form method="post"><input name="login"><input type="hidden" name="start" value="{start}">'
    "<button>Logga in</button></form>"
)
_SENDS: Final = (
    '<form method="post" action="{acs}">{fields}</form><script>document.forms[0].submit()</script>'
)


@contextmanager
def identity_provider_pages(
    folder: Path, our_metadata: bytes, *, base_url: str
) -> Iterator[IdentityProvider]:
    """Run a provider on another site than ours until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    at = f"http://127.0.0.1:{server.server_port}"
    provider = new_identity_provider(folder, our_metadata, base_url=base_url, at=at)
    server.RequestHandlerClass = type("Pages", (_Pages,), {"provider": provider})
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Pages(BaseHTTPRequestHandler):
    """Asks who somebody is, and sends them back with an answer about them."""

    provider: IdentityProvider

    def do_GET(self) -> None:
        """Ask for a name."""
        self._page(_ASKS.format(start=escape(self.path)))

    def do_POST(self) -> None:
        """Send whoever gave a name back to where the request came from."""
        length = int(self.headers["Content-Length"])
        given = {
            name: value[0] for name, value in parse_qs(self.rfile.read(length).decode()).items()
        }
        answer = self.provider.answer(self.provider.request_of(given["start"]), given["login"])
        relayed = parse_qs(urlsplit(given["start"]).query)["RelayState"][0]
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{escape(value)}">'
            for name, value in form_of(answer, relayed).items()
        )
        self._page(_SENDS.format(acs=f"{self.provider.base_url}{ACS}", fields=fields))

    def log_message(self, *_: object) -> None:
        """Keep the terminal quiet."""

    def _page(self, body: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<!doctype html><title>Logga in</title>{body}".encode())
