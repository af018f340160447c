"""What the documented proxies let through, and that they write down nothing of a rater."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest

from tests.proxies.browsing import Browser, http_2
from tests.proxies.conftest import ORGANISER, PROXIES, need
from tests.proxies.documented import NAME, Proxy, read_to_end

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.factories import OpenCampaign
    from tests.feedback.server.running import Web
    from tests.proxies.documented import Certificate

RATERS: Final = {"nginx": "anna", "caddy": "cia"}  # each can answer once
MEGABYTE: Final = 1024 * 1024
FORM: Final = "application/x-www-form-urlencoded"
WORDS: Final = "Hemliga ord om Karin"
PRESENT: Final = b"/akta"
"""Asked for by everybody, and logged: else a search that finds nothing would prove nothing."""

ADDRESSES: Final = (
    *("/s/{}", "/s//{}", "/s/{}//", "//s/{}", "/S/{}", "//S//{}/", "/%73/{}", "/s%2F{}"),
    *("/./s/{}", "/x/../s/{}", "/%E2%80%8Bs/{}", "/s/{}%C2%A0", "/s/{}.", "/s/{}?utm_source=a"),
    *("/s/x{}", "/{}", "/akta/{}", "/s.{}", "/?q=/s/{}", "/s?code={}", "/sign-in?next=/s/{}"),
    *("/x_{}", "/?url=https%3A%2F%2Ffeedback.example.se%2Fs%2F{}%3Fl%3Dsv&data=05", "/?%2fS%2f{}"),
    *("/closed", "/Closed/", "/static/rater.css?v={}", "/STATIC/x", "/s/{}/closed"),
)
"""How a link arrives: as it was mailed, and as phones, hands and mail programs write it."""
HYPHENS: Final = ("-", "", "%20", "+", "_", "%E2%80%93", "%2D")
"""What stands between the parts of a code that was typed, or that a program has made finer."""


def test_nothing_of_a_visit_is_written_down(proxy: Proxy, campaign: OpenCampaign, web: Web) -> None:
    link = campaign.link_to(f"{RATERS[proxy.folder.name]}@example.se")

    _visit(Browser(proxy), link)
    for address in ADDRESSES:
        for method in ("GET", "HEAD", "POST"):
            _ask(proxy, method, address.format(link.removeprefix("/s/")))
    for path in _typed(link):
        _ask(proxy, "GET", path)
        _ask(proxy, "GET", "/akta", more={"Referer": f"https://mail.example.se/?to={path}"})
    _ask(proxy, "GET", "/akta")

    _assert_nothing_written(proxy, link)
    assert re.search(_spelled(link), web.log(), re.IGNORECASE) is None


def test_nothing_is_written_down_of_a_visit_by_http_2_either(
    proxy: Proxy, campaign: OpenCampaign
) -> None:
    link = campaign.link_to("anna@example.se")
    kind = {"content-type": FORM}
    paths = [address.format(link.removeprefix("/s/")) for address in ADDRESSES] + _typed(link)
    asked: list[dict[str, object]] = [{"method": "GET", "path": path} for path in paths]
    asked += [
        {"method": "GET", "path": "/akta", "headers": {"referer": f"https://{NAME}{link}"}},
        {"method": "POST", "path": "/s", "headers": kind, "body": f"code={link}x"},
        {"method": "POST", "path": link, "headers": kind, "body": f"words-fortsatt={WORDS}"},
        {"method": "GET", "path": "/akta"},
    ]

    too_much = {"cookie": "x" * 60_000, "referer": f"https://{NAME}{link}"}

    statuses = http_2(proxy, asked)
    http_2(proxy, [{"method": "GET", "path": "/akta", "headers": too_much}])

    assert (statuses[0], statuses[-1]) == (200, 200)
    assert set(statuses) <= {200, 302, 303, 308, 400, 404, 405, 422, 431}
    _assert_nothing_written(proxy, link)


@pytest.mark.parametrize("tls", [True, False], ids=["tls", "plain"])
def test_what_the_proxy_itself_refuses_is_not_written_down_either(
    proxy: Proxy, campaign: OpenCampaign, *, tls: bool
) -> None:
    link = campaign.link_to("anna@example.se")
    host = f"Host: {NAME}\r\n"
    requests = (
        f"GET {link} HTTP/1.0\r\n\r\n",
        f"GET {link} HTTP/1.0\r\n{host}\r\n",
        f"GET {link} HTTP/1.1\r\n\r\n",
        f"GET {link} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        f"GET {link} HTTP/1.1\r\n{host}{host}\r\n",
        f"GET {link} HTTP/1.1\r\nHost: \x01\r\n\r\n",
        f"GET https://{NAME}{link} HTTP/1.1\r\n{host}Connection: close\r\n\r\n",
        f"GET {link} HTTP/9.9\r\n{host}\r\n",
        f"GET {link} FTP/1\r\n{host}\r\n",
        f"GET {link}\r\n",
        f"get {link} HTTP/1.1\r\n{host}\r\n",
        f"GET {link} x HTTP/1.1\r\n{host}\r\n",
        f"GET {link}/%zz HTTP/1.1\r\n{host}\r\n",
        f"GET {link}/%00 HTTP/1.1\r\n{host}Connection: close\r\n\r\n",
        f"GET {link}/../../.. HTTP/1.1\r\n{host}Connection: close\r\n\r\n",
        f"GET {link}?{'x' * 40_000} HTTP/1.1\r\n{host}\r\n",
        f"GET {link} HTTP/1.1\r\n{host}Cookie: {'x' * 40_000}\r\n\r\n",
        f"GET {link} HTTP/1.1\r\n{host}" + "X-A: 1\r\n" * 2_000 + "\r\n",
        f"GET {link} HTTP/1.1\r\n{host}Bad Header\r\n\r\n",
        f"POST {link} HTTP/1.1\r\n{host}Content-Length: x\r\n\r\n",
        f"POST {link} HTTP/1.1\r\n{host}Content-Length: 99999999999\r\n\r\n",
        f"POST {link} HTTP/1.1\r\n{host}Transfer-Encoding: x\r\n\r\n",
        f"POST {link} HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        f"CONNECT {link} HTTP/1.1\r\n{host}\r\n",
        f"TRACE {link} HTTP/1.1\r\n{host}Connection: close\r\n\r\n",
        f"PRI * HTTP/2.0\r\n{host}Referer: {link}\r\n\r\n",
        f"GET /akta HTTP/1.1\r\n{host}Referer: https://{NAME}{link}\r\nConnection: close\r\n\r\n",
    )
    for request in requests:
        with proxy.connection(tls=tls) as client:
            client.settimeout(0.3)
            try:
                client.sendall(request.encode("latin-1"))
                read_to_end(client)
            except OSError:
                continue  # some wait for more, some hang up: nothing is written in either case
    if tls:
        _ask_plainly_at_the_tls_port(proxy, link)
        _ask_plainly_at_the_tls_port(proxy, "/akta")
    _ask(proxy, "GET", "/akta")

    _assert_nothing_written(proxy, link)


def test_a_body_that_comes_slowly_or_stops_is_written_down_nowhere(
    proxy: Proxy, campaign: OpenCampaign
) -> None:
    link = campaign.link_to("anna@example.se")
    body = f"code={quote(WORDS)}".encode() + b"+" * 20_000
    head = (
        f"POST /s HTTP/1.1\r\nHost: {NAME}\r\nContent-Type: {FORM}\r\nConnection: close\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode()
    with proxy.connection() as client:
        client.sendall(head)
        for start in range(0, len(body), 5_000):
            client.sendall(body[start : start + 5_000])
            time.sleep(0.1)
        slow = read_to_end(client)
    with proxy.connection() as client:
        client.sendall(head + body[:10_000])  # and hangs up in the middle
    _post(proxy, f"{link}/{WORDS.replace(' ', '-')}", b"words-fortsatt=" + body * 20)
    _ask(proxy, "GET", "/akta")

    assert slow.startswith(b"HTTP/1.1 422")
    _assert_nothing_written(proxy, link)


@pytest.mark.parametrize("name", PROXIES)
def test_a_web_that_is_down_is_told_without_a_link(
    name: str, certificate: Certificate, campaign: OpenCampaign, tmp_path: Path
) -> None:
    need(name)
    link = campaign.link_to("anna@example.se")
    with PROXIES[name](tmp_path / name, certificate, 1) as proxy:
        answers = [_ask(proxy, method, link) for method in ("GET", "POST", "HEAD")]
        _ask(proxy, "GET", "/akta")
        _assert_nothing_written(proxy, link)

    assert all(re.match(rb"HTTP/1.1 50[24]", answer) for answer in answers)


def test_a_list_of_eight_megabytes_arrives_and_a_larger_one_gets_a_page(
    proxy: Proxy, campaign: OpenCampaign
) -> None:
    browser = Browser(proxy)
    browser.sign_in(ORGANISER, campaign.settings.instance / "mail")
    path = f"/campaigns/{campaign.id}/people/import"
    page = browser.get(path)
    fields = browser.fields(page, f"{path}/list")
    line = b"eva.lind@example.se;Eva Lind;Rektor;Norra skolan;vad som helst\n"
    most = 8 * MEGABYTE - 2_000  # what the form puts around it

    whole = browser.upload(f"{path}/list", fields, (line * (most // len(line) + 1))[:most])
    larger = browser.upload(f"{path}/list", fields, line * (9 * MEGABYTE // len(line)))

    assert page.status == 200
    assert whole.status in {200, 422}
    assert whole.is_ours
    assert larger.status == 413
    assert larger.is_ours
    assert not any(b"eva.lind" in content for content in proxy.written().values())


def test_a_body_in_chunks_is_read_and_written_down_nowhere(
    proxy: Proxy, campaign: OpenCampaign
) -> None:
    link = campaign.link_to("anna@example.se")
    head = (
        f"POST /s HTTP/1.1\r\nHost: {NAME}\r\nContent-Type: {FORM}\r\nConnection: close\r\n"
        "Transfer-Encoding: chunked\r\n\r\n"
    )
    parts = ["code=", link, "&words-fortsatt=", quote(WORDS), "+" * 20_000]
    chunks = "".join(f"{len(part):x}\r\n{part}\r\n" for part in parts)

    whole = proxy.ask(f"{head}{chunks}0\r\n\r\n".encode())
    proxy.ask(f"{head}{chunks}zz\r\n".encode())
    too_much = f"{40_000:x}\r\n{'+' * 40_000}\r\n" * 10
    too_large = proxy.ask(f"{head}{chunks}{too_much}0\r\n\r\n".encode())
    _ask(proxy, "GET", "/akta")

    assert whole.startswith(b"HTTP/1.1 303")
    assert too_large.startswith(b"HTTP/1.1 413")
    _assert_nothing_written(proxy, link)


def test_a_form_that_is_too_large_gets_a_page(proxy: Proxy, campaign: OpenCampaign) -> None:
    link = campaign.link_to("anna@example.se")
    browser = Browser(proxy)

    for path in ("/s", link, "/sign-in"):
        answer = browser.post(path, {"words": "x" * 300_000})

        assert answer.status in {403, 413} or (answer.status == 405 and path == link)
        assert answer.is_ours


@pytest.mark.parametrize("path", ["/campaigns", "/campaigns/", "/start", "/sign-in", "/akta", "/x"])
def test_nobody_outside_decides_under_which_name_we_are_reached(proxy: Proxy, path: str) -> None:
    told = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Prefix": "/evil.example",
        "X-Forwarded-For": "evil.example",
        "Forwarded": 'for=evil.example;host="evil.example";proto=http',
        "X-Original-URL": "//evil.example/",
        "X-Rewrite-URL": "//evil.example/",
    }

    spoofed = _ask(proxy, "GET", path, more=told)
    other_host = _ask(proxy, "GET", path, more={"Host": "evil.example"})

    assert b"evil" not in spoofed + other_host
    assert b"http://feedback" not in spoofed + other_host
    assert spoofed.partition(b" ")[2][:3] == _ask(proxy, "GET", path).partition(b" ")[2][:3]


def test_pages_come_packed_to_whoever_can_unpack_them(proxy: Proxy, campaign: OpenCampaign) -> None:
    for path in (campaign.link_to("anna@example.se"), "/sign-in", "/static/rater.css"):
        plain = Browser(proxy).get(path)
        packed = Browser(proxy).get(path, **{"Accept-Encoding": "gzip"})

        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in str(packed.headers.get_all("Vary"))
        assert len(packed.body) < len(plain.body) / 2


def test_a_mailed_link_opens_in_plain_http_and_in_capitals(
    proxy: Proxy, campaign: OpenCampaign
) -> None:
    link = campaign.link_to("bo@example.se")
    plain = _ask(proxy, "GET", link, tls=False)
    in_capitals = Browser(proxy).get(f"//S//{link.removeprefix('/s/').lower()}/")

    assert re.match(rb"HTTP/1.1 30[18] ", plain)
    assert f"Location: https://{NAME}".encode() in plain
    assert in_capitals.status == 200
    assert "Karin Lund" in in_capitals.html.text


def _visit(browser: Browser, link: str) -> None:
    """Go from the link to the receipt as a rater does, and leave."""
    page = browser.get(link)
    task = page.html.select_one(".task a.govuk-button")["href"]
    page = browser.get(task)
    page = browser.get(page.html.select_one("main a.govuk-button")["href"])
    for fetched in (one.get("src") or one["href"] for one in page.html.select("[src], link[href]")):
        assert browser.get(fetched).status == 200
    action = str(page.html.find(id="answers")["action"])
    page = browser.send(page, action, {"rating-lugn": "4", "go": "next"})
    third = f"{action.removesuffix('1')}3"
    page = browser.send(browser.get(third), third, {"words-fortsatt": WORDS, "go": "look-over"})
    assert "1 av 6" in page.html.text, page.html.main.text
    page = browser.send(page, page.html.find("form")["action"], {})
    assert page.status == 200
    assert browser.get("/closed").status == 200


def _ask(
    proxy: Proxy, method: str, path: str, *, tls: bool = True, more: Mapping[str, str] | None = None
) -> bytes:
    given = {"Host": NAME, "Content-Length": "0", "Connection": "close", **(more or {})}
    headers = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return proxy.ask(f"{method} {path} HTTP/1.1\r\n{headers}\r\n".encode(), tls=tls)


def _typed(link: str) -> list[str]:
    """Return addresses with the code of a link as people and programs write it elsewhere."""
    parts = link.removeprefix("/s/").split("-")
    codes = [hyphen.join(parts) for hyphen in HYPHENS]
    return [f"/{code.lower()}" for code in codes] + [f"/x?to={code}" for code in codes]


def _spelled(link: str) -> str:
    """Return a pattern of the code of a link, whatever stands between its parts."""
    between = r"(\W|_|%[0-9a-f]{2}|\\[ux][0-9a-f]{2,4})*"
    return between.join(map(re.escape, link.removeprefix("/s/").split("-")))


def _post(proxy: Proxy, path: str, body: bytes) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {NAME}\r\nContent-Type: {FORM}\r\nConnection: close\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    try:
        return proxy.ask(head.encode() + body)
    except OSError:
        return b""  # it hung up before all was sent


def _ask_plainly_at_the_tls_port(proxy: Proxy, path: str) -> None:
    turned = Proxy(proxy.folder, proxy.plain_port, proxy.tls_port, proxy.trust)
    try:
        _ask(turned, "GET", path, tls=False)
    except OSError:
        return


def _assert_nothing_written(proxy: Proxy, link: str) -> None:
    """Search all that a proxy has written for links, codes, raters' addresses and words."""
    secrets = [_spelled(link), WORDS, quote(WORDS), r"words-|rating-"]
    secrets += [r"/+(s|%73|closed|static)(?=[/\s?\"%.]|$)"]
    wanted = re.compile("|".join(secrets).encode(), re.IGNORECASE)
    written = proxy.written()
    found = [
        f"{name}: {line!r}"
        for name, content in written.items()
        for line in content.splitlines()
        if wanted.search(line)
    ]
    assert found == []
    assert any(PRESENT in content for content in written.values())
