"""Ask a gateway as granian does, without a server."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Final

from flask.sessions import SecureCookieSessionInterface

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Flask

    from feedback.server.gateway import Gateway

FIELDS: Final = "application/x-www-form-urlencoded"
FILES: Final = "multipart/form-data; boundary=b"
IMPORT: Final = "/campaigns/00000000-0000-0000-0000-000000000000/people/import"


async def ask(
    gateway: Gateway,
    method: str,
    path: str,
    parts: Iterable[bytes] = (),
    *,
    kind: str = FIELDS,
    cookie: str = "",
) -> tuple[int, bytes]:
    """Send a request whose body comes in parts; return status and content of the answer."""
    sent: list[dict[str, Any]] = []
    waiting = iter(parts)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0)
        part = next(waiting, None)
        return {"type": "http.request", "body": part or b"", "more_body": part is not None}

    async def send(message: dict[str, Any]) -> None:
        await asyncio.sleep(0)
        sent.append(message)

    headers = [
        (b"host", b"feedback.example.se"),
        (b"origin", b"https://feedback.example.se"),
        (b"transfer-encoding", b"chunked"),
        (b"content-type", kind.encode()),
        (b"cookie", cookie.encode()),
    ]
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
        "http_version": "1.1",
        "headers": headers,
    }
    await gateway(scope, receive, send)
    return sent[0]["status"], sent[1]["body"]


def signed_in_cookie(app: Flask, *, seconds_ago: float = 0) -> str:
    """Return the cookie of somebody who signed in, and has done nothing since."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    began = time.time() - seconds_ago
    value = signer.dumps({"_user_id": "somebody", "began": began, "seen": began})
    return f"{app.config['SESSION_COOKIE_NAME']}={value}"
