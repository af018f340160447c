"""An OpenID provider that answers as a test says: as Keycloak, Entra ID or AD FS do, or wrongly."""

from __future__ import annotations

import json
import ssl
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from feedback.signin import oidc
from tests.applications import application_for
from tests.feedback.signin.identity_provider import new_pair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from webtest import TestApp

    from feedback.config import WorkerSettings
    from tests.feedback.world import World

CLIENT_ID: Final = "feedback"
BEGIN: Final = "/sign-in/oidc"
CALLBACK: Final = f"{BEGIN}/callback"
_RSA: Final = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
_NEXT_RSA: Final = RSAKey.generate_key(2048, {"kid": "second", "use": "sig"})
_EC: Final = ECKey.generate_key("P-256", {"kid": "curve", "use": "sig"})
KEYS: Final[dict[str, RSAKey | ECKey]] = {
    "RS256": _RSA,
    "PS256": _RSA,
    "ES256": _EC,
    "rotated": _NEXT_RSA,
}


@dataclass
class Script:
    """What the provider says; a test changes what it is about."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()  # of the ID token
    userinfo: Any = field(default_factory=lambda: {"sub": "a-person"})
    userinfo_status: int = 200
    userinfo_is_signed: bool = False
    metadata: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    key: str = "RS256"
    keys: tuple[str, ...] = ("RS256",)
    more_keys: list[dict[str, Any]] = field(default_factory=list)
    seconds_ahead: int = 0
    token_error: dict[str, str] = field(default_factory=dict)
    token: dict[str, Any] = field(default_factory=dict)  # beside the ID token
    names_key: bool = True
    says: dict[str, tuple[int, str]] = field(default_factory=dict)  # by path, in HTML
    knows_our_address: bool = True
    clock_ahead_seconds: int = 0
    nonce: str = ""
    asked: list[str] = field(default_factory=list)
    posted: list[dict[str, list[str]]] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        """Return what it says of itself."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "id_token_signing_alg_values_supported": ["RS256", "PS256", "ES256", "none", "HS256"],
            **self.metadata,
        }

    def id_token(self) -> str:
        """Return a signed token of its claims, and of those that every token has."""
        now = int(time.time()) + self.seconds_ahead
        claims = {
            "iss": self.issuer,
            "sub": "a-person",
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            **self.claims,
        }
        return self.signed({k: v for k, v in claims.items() if k not in self.without})

    def signed(self, claims: dict[str, Any]) -> str:
        """Sign claims with the key of the script."""
        key = KEYS[self.key]
        header = {"alg": self.algorithm} | ({"kid": key.kid} if self.names_key else {})
        return jwt.encode(header, claims, key, algorithms=[self.algorithm])

    def jwks(self) -> dict[str, Any]:
        """Return its public keys."""
        # As Entra ID writes them: the template of an issuer stands beside each key.
        shown = [
            {**KEYS[name].as_dict(private=False), "issuer": "https://login.example/{tenantid}/v2.0"}
            for name in self.keys
        ]
        return {"keys": [*self.more_keys, *shown]}

    def answer_to(self, start: str) -> dict[str, str]:
        """Return the parameters of an answer to where our page sent somebody."""
        asked = parse_qs(urlsplit(start).query)
        self.nonce = asked["nonce"][0]
        return {"code": "a-code", "state": asked["state"][0]}


def come_back(browser: TestApp, script: Script, *, wanted: str = "", **more: str) -> str:
    """Begin to sign in; return the path that the provider sends back to."""
    answer = script.answer_to(browser.get(f"{BEGIN}?next={wanted}").location)
    return f"{CALLBACK}?{urlencode(answer | more)}"


def with_openid(world: World, script: Script, **others: object) -> World:
    """Let the staff of a world sign in at a provider, of which nothing was asked before."""
    given: dict[str, object] = {
        "oidc_issuer": script.issuer,
        "oidc_client_id": CLIENT_ID,
        "oidc_client_secret": "a secret for tests only",
        **others,
    }
    settings: WorkerSettings = world.settings.model_copy(update=given)
    app = application_for(settings)
    oidc.install_provider(app)
    return replace(world, app=app, settings=settings)


@contextmanager
def scripted_provider() -> Iterator[Callable[[], Script]]:
    """Run such a provider until the block ends; each call gives it a script to go by."""
    handler: type[_Handler] = type("Handler", (_Handler,), {"script": Script()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def go_by_another() -> Script:
        handler.script = Script(issuer=f"http://127.0.0.1:{server.server_port}")
        return handler.script

    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield go_by_another
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def untrusted_server(folder: Path) -> Iterator[str]:
    """Run a server whose certificate nobody here trusts, and give its address."""
    key, certificate = new_pair("a town's own authority").written_to(folder, "tls")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # it is hung up on
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Answers requests as a script says."""

    script: Script

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.script.asked.append(path)
        if path in self.script.says:
            self._as_said(path)
        elif path == "/authorize" and self.script.knows_our_address:
            self._redirect()
        elif path == "/authorize":
            self._send("AADSTS50011", "text/html")
        elif path == "/userinfo":
            self._userinfo()
        else:
            pages = {
                "/.well-known/openid-configuration": self.script.discovery,
                "/jwks": self.script.jwks,
            }
            self._json(pages[path]())

    def do_POST(self) -> None:
        self.script.asked.append(self.path)
        length = int(self.headers["Content-Length"])
        self.script.posted.append(parse_qs(self.rfile.read(length).decode()))
        if self.path in self.script.says:
            self._as_said(self.path)
            return
        if self.script.token_error:
            self._json(self.script.token_error, 400)
            return
        token = {
            "access_token": "opaque",
            "token_type": "Bearer",
            "id_token": self.script.id_token(),
            **self.script.token,
        }
        self._json({name: value for name, value in token.items() if value is not None})

    def _redirect(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        query = urlencode({"error": "login_required", "state": asked["state"][0]})
        self.send_response(302)
        self.send_header("Location", f"{asked['redirect_uri'][0]}?{query}")
        self.end_headers()

    def _userinfo(self) -> None:
        if self.script.userinfo_is_signed:
            self._send(self.script.signed(self.script.userinfo), "application/jwt; charset=utf-8")
        else:
            self._json(self.script.userinfo, self.script.userinfo_status)

    def _as_said(self, path: str) -> None:
        status, content = self.script.says[path]
        self._send(content, "text/html", status)

    def _json(self, content: object, status: int = 200) -> None:
        self._send(json.dumps(content), "application/json", status)

    def _send(self, content: str, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(content.encode())

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Return what its clock says."""
        return super().date_time_string(
            (timestamp or time.time()) + self.script.clock_ahead_seconds
        )

    def log_message(self, *_: object) -> None:
        """Keep the terminal quiet."""
