"""The image: built from a release on Debian alone, and run in a chroot, as its two users.

No container is started here, for that needs more rights than a test may have: what the runtime
does (namespaces, read-only roots, dropped capabilities) stands in the compose file and is tried
by nobody but its operator.
"""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.house_rules.repository import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.proof, pytest.mark.timeout(900)]

WEB: Final = "8401:8400"
WORKER: Final = "8402:8400"
BASE_HOLDS: Final = "python3,python3-venv,postgresql-client"


@dataclass(frozen=True)
class Image:
    """The files of an image, unpacked."""

    root: Path

    def command(self, user: str, *words: str) -> list[str]:
        """Return what runs a command in it as a user without any other group."""
        inside = ("/opt/feedback/bin/feedback", *words)
        return [
            "/usr/sbin/chroot",
            f"--userspec={user}",
            f"--groups={user.split(':')[1]}",
            str(self.root),
            *inside,
        ]

    def run(self, user: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command in it to its end."""
        return subprocess.run(
            self.command(user, *words),
            check=False,
            env=settings(user),
            capture_output=True,
            text=True,
            timeout=300,
        )


def settings(user: str, **more: str) -> dict[str, str]:
    """Return what the image sets, and what the compose file gives to each."""
    return {
        "PATH": "/opt/feedback/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "FEEDBACK_INSTANCE": "/var/lib/feedback",
        "FEEDBACK_BACKUPS": "/var/backups/feedback",
        "FEEDBACK_LINK_KEYS": "/var/lib/feedback-keys/link",
        "FEEDBACK_BASE_URL": "https://feedback.example.se",
        "FEEDBACK_MAIL_FROM": "Exempelkommun <feedback@example.se>",
        "FEEDBACK_SECRET_KEY": "only for tests, and as long as others",
        **({"FEEDBACK_SEAL_KEYS": "/var/lib/feedback-keys/seal"} if user == WORKER else {}),
        **more,
    }


@pytest.fixture(scope="module")
def image(release: Path) -> Iterator[Image]:
    """Make a base of Debian's own packages, and build the image on it."""
    folder = Path(tempfile.mkdtemp(prefix="image-"))  # podman takes no long path
    base = folder / "base.tar"
    options = (
        "--quiet",
        "--variant=minbase",
        "--dpkgopt=force-unsafe-io",
    )  # it need outlive nothing
    _must("mmdebstrap", *options, f"--include={BASE_HOLDS}", "bookworm", base)
    podman = (
        "podman",
        "--root",
        folder / "store",
        "--runroot",
        folder / "run",
        "--storage-driver=vfs",
    )
    _must(*podman, "import", "--quiet", base, "localhost/base")
    build = ("build", "--quiet", "--isolation=chroot", "--layers=false", "--pull=never")
    recipe = release / "container" / "Containerfile"
    _must(
        *podman,
        *build,
        "--build-arg=BASE=localhost/base",
        "--tag=feedback360",
        "-f",
        recipe,
        release,
    )
    # This driver keeps a plain folder for each layer, with all that lies below it.
    yield Image(Path(_must(*podman, "image", "mount", "feedback360").strip()))
    shutil.rmtree(folder)


def test_web_and_worker_run_as_two_users(image: Image) -> None:
    migrated = image.run(WORKER, "database", "migrate")
    assert migrated.returncode == 0, migrated.stderr
    prepared = image.run(WORKER, "keys", "prepare", "--yes")
    assert prepared.returncode == 0, prepared.stderr

    with _running(image, WORKER, "worker") as worker, _serving(image) as port:
        _wait_for_health(port)
        _wait_for_beat(image)
        assert worker.poll() is None

    assert image.run(WEB, "admin", "create", "eva.lind@example.se").returncode == 0
    doctor = image.run(WORKER, "doctor").stdout
    assert "OK    database, writing" in doctor
    assert "worker: No worker runs: the last one, on" in doctor  # as it was stopped on purpose


def test_the_web_cannot_read_the_seal_keys(image: Image) -> None:
    seal = image.root / "var/lib/feedback-keys/seal"

    assert seal.stat().st_mode & 0o7777 == 0o700
    assert f"{seal.stat().st_uid}:{seal.stat().st_gid}" == WORKER


def test_root_is_refused_and_told_whose_it_is(image: Image) -> None:
    (image.root / "var/lib/feedback/feedback.db").unlink(missing_ok=True)

    refused = image.run("0:0", "database", "migrate")

    assert refused.returncode == 1
    assert "belongs to feedback-worker, and this is root" in refused.stderr


def test_the_image_says_its_version(image: Image, release: Path) -> None:
    (wheel,) = release.glob("*.whl")

    assert wheel.name.split("-")[1] in image.run(WEB, "--version").stdout


@contextmanager
def _serving(image: Image) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with _running(image, WEB, "serve", "--port", str(port)):
        yield port


@contextmanager
def _running(image: Image, user: str, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(image.command(user, *words), env=settings(user)) as process:
        try:
            yield process
        finally:
            process.terminate()


def _wait_for_health(port: int) -> None:
    ends = time.monotonic() + 120
    while (said := _health(port)) is None:
        assert time.monotonic() < ends, "it never answered"
        time.sleep(0.2)
    assert said == b'{"status":"ok"}\n'


def _wait_for_beat(image: Image) -> None:
    """Wait until the worker has said that it runs: one told to stop before says nothing."""
    ends = time.monotonic() + 120
    with closing(sqlite3.connect(image.root / "var/lib/feedback/feedback.db")) as database:
        while database.execute("SELECT count(*) FROM worker_beat").fetchone() == (0,):
            assert time.monotonic() < ends, "the worker never said that it runs"
            time.sleep(0.2)


def _health(port: int) -> bytes | None:
    """Return what the web says of itself, or nothing as long as nobody listens."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().read()
        except OSError:
            return None


def _must(*command: str | Path) -> str:
    done = subprocess.run(
        command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=600, env=os.environ
    )
    assert done.returncode == 0, f"{command[0]}: {done.stderr[-2000:]}"
    return done.stdout
