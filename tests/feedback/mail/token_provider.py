"""A provider of tokens on this machine, and a mail server that demands them (XOAUTH2)."""

from __future__ import annotations

import base64
import json
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from aiosmtpd.smtp import AuthResult

from tests.feedback.mail.smtp_servers import Inbox, running

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator

    from aiosmtpd.smtp import SMTP


class Provider:
    """Gives the tokens `token-1`, `token-2`, … until told to answer otherwise."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.status, self.body, self.lasts = 200, b"", 3600
        self.url = ""

    def answer(self, form: dict[str, str]) -> tuple[int, bytes]:
        """Note who asks; answer as told."""
        self.asked.append(form)
        if self.body:
            return self.status, self.body
        token = {"token_type": "Bearer", "expires_in": self.lasts}
        return 200, json.dumps({**token, "access_token": f"token-{len(self.asked)}"}).encode()

    def refuse(self, status: int, error: str, description: str) -> None:
        """Answer as Entra does when it gives no token."""
        self.status = status
        self.body = json.dumps({"error": error, "error_description": description}).encode()


@contextmanager
def providing() -> Iterator[Provider]:
    """Run a provider."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(sent).items()}
            status, body = provider.answer(form)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    provider.url = f"http://127.0.0.1:{server.server_address[1]}/token"
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


class TokenInbox(Inbox):
    """Lets in whoever shows a token that it knows, for one mailbox."""

    def __init__(self, *tokens: str) -> None:
        super().__init__()
        self.tokens = set(tokens)
        self.shown: list[tuple[str, str]] = []

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802 - aiosmtpd's name
        """Read `user=… auth=Bearer …`; a refusal is told first as a challenge, as Exchange does."""
        words = base64.b64decode(args[1]).decode()
        found = re.fullmatch("user=(.+)\x01auth=Bearer (.+)\x01\x01", words)
        assert found is not None
        self.shown.append((found[1], found[2]))
        if found[2] in self.tokens:
            return AuthResult(success=True, auth_data=found[1])
        assert await server.challenge_auth(b'{"status":"401"}') == b""
        return AuthResult(
            success=False, handled=False, message="535 5.7.3 Authentication unsuccessful"
        )


@contextmanager
def demanding_tokens(inbox: TokenInbox, context: ssl.SSLContext, **options: Any) -> Iterator[int]:  # noqa: ANN401 - aiosmtpd's own
    """Run a mail server that takes no mail without a token, and no token without TLS."""
    with running(
        inbox,
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        auth_require_tls=True,
        auth_exclude_mechanism=["LOGIN", "PLAIN"],
        **options,
    ) as port:
        yield port
