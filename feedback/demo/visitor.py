"""Visit pages as a browser without JavaScript does: follow links, fill forms, send them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPSConnection
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from ssl import SSLContext

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_TIMEOUT_SECONDS: Final = 30


@dataclass(slots=True)
class FoundForm:
    """A form as it stands on a page."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)  # hidden, filled and chosen fields
    choices: dict[str, list[str]] = field(default_factory=dict)  # radios and lists: name and values
    texts: list[str] = field(default_factory=list)  # names of text areas and inputs
    buttons: list[tuple[str, str]] = field(default_factory=list)  # name and value


@dataclass(frozen=True, slots=True)
class FoundPage:
    """What came back: the status, where it was found, its links and forms."""

    status: int
    address: str
    content_type: str
    body: bytes
    links: list[str]
    forms: list[FoundForm]

    @property
    def text(self) -> str:
        """The page's HTML."""
        return self.body.decode()


@dataclass(slots=True)
class Visitor:
    """One person's browser; every request is a connection of its own."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    tls: SSLContext | None = None

    def get(self, address: str) -> FoundPage:
        """Open a page, following redirects."""
        return self._request("GET", address, {})

    def post(self, address: str, values: Mapping[str, str]) -> FoundPage:
        """Send values to an address, following the redirect that answers."""
        return self._request("POST", address, values)

    def send(self, page: FoundPage, form: FoundForm, values: Mapping[str, str]) -> FoundPage:
        """Send a page's form with these values laid over what stands in it."""
        address = urljoin(page.address, form.action or page.address)
        return self.post(address, {**form.values, **values})

    def _request(self, method: str, address: str, values: Mapping[str, str]) -> FoundPage:
        came_from = f"https://{self.host}/" if self.tls else f"http://{self.host}:{self.port}/"
        for _ in range(10):
            headers = {"Referer": came_from}
            if self.cookies:
                pairs = (f"{name}={value}" for name, value in self.cookies.items())
                headers["Cookie"] = "; ".join(pairs)
            body = None
            if method == "POST":
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                body = urlencode(values)
            with closing(self._connection()) as server:
                server.request(method, address, body=body, headers=headers)
                with server.getresponse() as answer:
                    content = answer.read()
            self._keep_cookies(answer.headers.get_all("Set-Cookie") or [])
            location = answer.getheader("Location")
            if answer.status not in _REDIRECTS or location is None:
                return _page(answer.status, address, answer.getheader("Content-Type", ""), content)
            target = urlsplit(urljoin(address, location))
            address = target.path + (f"?{target.query}" if target.query else "")
            method = method if answer.status in {307, 308} else "GET"
        message = f"{address} redirects for ever"
        raise RuntimeError(message)

    def _connection(self) -> HTTPConnection:
        if self.tls is None:
            return HTTPConnection(self.host, self.port, timeout=_TIMEOUT_SECONDS)
        return HTTPSConnection(self.host, self.port, timeout=_TIMEOUT_SECONDS, context=self.tls)

    def _keep_cookies(self, lines: list[str]) -> None:
        for line in lines:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value


def _page(status: int, address: str, content_type: str, body: bytes) -> FoundPage:
    reader = _Reader()
    if content_type.startswith("text/html"):
        reader.feed(body.decode())
    return FoundPage(status, address, content_type, body, reader.links, reader.forms)


class _Reader(HTMLParser):
    """Collects links and forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[FoundForm] = []
        self._area: str | None = None
        self._list: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form":
            self.forms.append(
                FoundForm(given.get("action", ""), given.get("method", "get").lower())
            )
        elif tag == "option" and self._list is not None:
            self._option(self._list, given, self.forms[-1])
        elif self.forms and "name" in given:
            self._field(tag, given, self.forms[-1])

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            # A browser drops the line break that follows the tag.
            self.forms[-1].values[self._area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        elif tag == "select":
            self._list = None

    def _option(self, name: str, given: dict[str, str], form: FoundForm) -> None:
        value = given.get("value", "")
        if not form.choices[name] or "selected" in given:  # a browser chooses the first
            form.values[name] = value
        form.choices[name].append(value)

    def _field(self, tag: str, given: dict[str, str], form: FoundForm) -> None:
        name, value, kind = given["name"], given.get("value", ""), given.get("type", "")
        if tag == "button" or kind == "submit":
            form.buttons.append((name, value))
        elif kind == "radio":
            form.choices.setdefault(name, []).append(value)
            if "checked" in given:
                form.values[name] = value
        elif tag == "select":
            form.choices[name] = []
            self._list = name
        elif tag == "textarea":
            form.texts.append(name)
            form.values[name] = ""
            self._area = name
        elif tag == "input" and (kind != "checkbox" or "checked" in given):
            if kind != "hidden":
                form.texts.append(name)
            form.values[name] = value
