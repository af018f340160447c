"""Run a proxy by the configuration that operators are shown, with as little put to it as can be."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING, Final

from tests.house_rules.repository import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOST: Final = "127.0.0.1"
NAME: Final = "feedback.example.se"
_UPSTREAM: Final = "127.0.0.1:8000"
_MANUAL: Final = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
_CONFIGURATIONS: Final = frozenset({"nginx.conf", "Caddyfile", "autosave.json"})
_CONFIGURATION: Final = re.compile(
    r"^```nginx .*\n(?P<fenced>(?:.*\n)+?)```$|(?P<indented>^    \{\n(?:(?: {4}.*)?\n)+)",
    re.MULTILINE,
)
_STARTS_WITHIN_SECONDS: Final = 30

# What Debian's own nginx.conf has around, as far as it matters here: where it logs.
_NGINX_AROUND: Final = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{documented}
}}
"""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of the documented name, signed by itself, and its key."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Proxy:
    """A running proxy: its ports, and the folder with all that it writes."""

    folder: Path
    tls_port: int
    plain_port: int
    trust: ssl.SSLContext

    @contextmanager
    def connection(self, *, tls: bool = True, name: str = NAME) -> Iterator[socket.socket]:
        """Open a connection, by default as a browser does."""
        port = self.tls_port if tls else self.plain_port
        with socket.create_connection((HOST, port), timeout=60) as plain:
            if not tls:
                yield plain
                return
            with self.trust.wrap_socket(plain, server_hostname=name) as secure:
                yield secure

    def ask(self, words: bytes, *, tls: bool = True) -> bytes:
        """Send some bytes and return the whole answer."""
        with self.connection(tls=tls) as client:
            client.sendall(words)
            return read_to_end(client)

    def written(self) -> dict[str, bytes]:
        """Return every file that it has written, its logs among them."""
        return {
            str(file.relative_to(self.folder)): file.read_bytes()
            for file in sorted(self.folder.rglob("*"))
            if file.is_file() and file.name not in _CONFIGURATIONS
        }


def read_to_end(client: socket.socket) -> bytes:
    """Return all that comes until the other end hangs up."""
    parts = []
    try:
        while part := client.recv(65536):
            parts.append(part)
    except (ConnectionError, ssl.SSLError):
        pass  # whoever refuses a body may hang up in the middle of it
    return b"".join(parts)


def documented(name: str) -> str:
    """Return the configuration that follows a proxy's name in the manual."""
    begins = _MANUAL.index(f"**{name}")
    found = _CONFIGURATION.search(_MANUAL, begins)
    assert found is not None, name
    return found["fenced"] or dedent(found["indented"])


@contextmanager
def nginx(folder: Path, certificate: Certificate, upstream: int) -> Iterator[Proxy]:
    """Run the documented nginx before a server at this port."""
    proxy = _proxy(folder, certificate)
    config = _NGINX_AROUND.format(
        user="user root;" if os.geteuid() == 0 else "",
        folder=folder,
        documented=documented("nginx"),
    )
    config = _exchanged(
        config,
        {
            "listen 443 ssl;": f"listen {HOST}:{proxy.tls_port} ssl http2;",  # many switch it on
            "listen 80;": f"listen {HOST}:{proxy.plain_port};",
            _UPSTREAM: f"{HOST}:{upstream}",
            "/var/log/nginx/": f"{folder}/",
            "/etc/ssl/certs/feedback.pem": str(certificate.certificate),
            "/etc/ssl/private/feedback.key": str(certificate.key),
        },
    )
    file = folder / "nginx.conf"
    file.write_text(config, encoding="utf-8")
    with _running(proxy, _program("nginx"), "-p", str(folder), "-c", str(file), "-e", "stderr"):
        yield proxy


@contextmanager
def caddy(folder: Path, certificate: Certificate, upstream: int) -> Iterator[Proxy]:
    """Run the documented Caddy before a server at this port."""
    proxy = _proxy(folder, certificate)
    program = _program("caddy")
    https_port = f"    https_port {proxy.tls_port}\n"
    config = _exchanged(
        documented("Caddy"),
        {
            # Of its own it asks for a certificate in the internet.
            f"\n{NAME} {{\n": (
                f"\n{NAME} {{\n    tls {certificate.certificate} {certificate.key}\n"
            ),
            _UPSTREAM: f"{HOST}:{upstream}",
            "{\n": f"{{\n    admin off\n    http_port {proxy.plain_port}\n{https_port}",
        },
    )
    if _version_of(program) < (2, 8):
        config = config.replace("log_skip", "skip_log")  # as the manual says
    file = folder / "Caddyfile"
    file.write_text(config, encoding="utf-8")
    with _running(proxy, program, "run", "--adapter", "caddyfile", "--config", str(file)):
        yield proxy


def _proxy(folder: Path, certificate: Certificate) -> Proxy:
    folder.mkdir()
    trust = ssl.create_default_context(cafile=str(certificate.certificate))
    trust.check_hostname = False
    with socket.create_server((HOST, 0)) as one, socket.create_server((HOST, 0)) as other:
        return Proxy(folder, one.getsockname()[1], other.getsockname()[1], trust)


def _exchanged(config: str, exchanges: dict[str, str]) -> str:
    """Exchange what a test must have otherwise; what is not there would go unnoticed."""
    for there, here in exchanges.items():
        assert there in config, there
        config = config.replace(there, here, 1 if there == "{\n" else -1)
    return config


def _program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    assert found, f"no {name}: run `make packages`"
    return found


def _version_of(program: str) -> tuple[int, int]:
    said = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+)\.(\d+)", said)
    assert found is not None
    return int(found[1]), int(found[2])


@contextmanager
def _running(proxy: Proxy, *command: str) -> Iterator[None]:
    environment = {**os.environ, "HOME": str(proxy.folder), "XDG_DATA_HOME": str(proxy.folder)}
    with (proxy.folder / "output.log").open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, env=environment, start_new_session=True
        )
    try:
        _wait_until_open(proxy, process)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def _wait_until_open(proxy: Proxy, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _STARTS_WITHIN_SECONDS
    while True:
        said = (proxy.folder / "output.log").read_text(encoding="utf-8")
        assert process.poll() is None, said
        assert time.monotonic() < until, said
        try:
            for port in (proxy.tls_port, proxy.plain_port):
                socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
