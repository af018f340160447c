"""A real browser tells where a change comes from: ours are taken, another host's are not."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.serving import serving
from tests.feedback.world import KARIN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.feedback.world import World


def test_a_form_of_staff_says_where_it_comes_from(world: World, chromium_page: Page) -> None:
    with serving(world.app) as address:
        chromium_page.goto(f"{address}/sign-in")
        chromium_page.locator("#address").fill(KARIN)
        with chromium_page.expect_request(lambda request: request.method == "POST") as sent:
            chromium_page.locator("main button").click()
        chromium_page.locator("#passcode").wait_for()

        assert sent.value.all_headers()["origin"] == address


def test_a_form_of_another_host_changes_nothing(world: World, chromium_page: Page) -> None:
    with serving(world.app) as address, _another_host(f"{address}/sign-in") as elsewhere:
        chromium_page.goto(f"{address}/sign-in")
        chromium_page.goto(elsewhere)
        chromium_page.locator("button").click()

        expect(chromium_page.locator("h1")).to_have_text("Ingenting har ändrats")


@contextmanager
def _another_host(target: str) -> Iterator[str]:
    """Serve a page of a neighbour whose button sends a form to us."""
    form = f'<form method="post" action="{target}"><button>Vinn</button></form>'.encode()

    class Neighbour(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(form)

        def log_message(self, *_: object) -> None:
            """Keep the terminal quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Neighbour)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
