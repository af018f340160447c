"""PostgreSQL: its own tools dump and restore, for they alone keep up with its versions."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

from sqlalchemy import URL, create_engine, make_url, text

from feedback.backups.errors import BackupError, DatabaseInUseError

if TYPE_CHECKING:
    from pathlib import Path

_OTHERS: Final = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
# What a newer version added must go too, or migrating would find its tables made already.
_EMPTIED: Final = "SET lock_timeout = '10s';\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
# The columns that every schema has had.
_HELD: Final = (
    "INSERT INTO public.mail_hold (id, reason, since, set_by, needs_operator) "
    "VALUES (1, '{reason}', now(), '', true) ON CONFLICT DO NOTHING;\n"
)


def dump(url: str, target: Path) -> None:
    """Dump the database as it stands at this moment into an empty file."""
    _run(
        "pg_dump",
        make_url(url),
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--lock-wait-timeout=30s",
        f"--file={target}",
    )


def restore(url: str, dump: Path, *, held_because: str) -> None:
    """Put a dump in the place of all that the database holds, its mail on hold, all or nothing.

    In one transaction, for whatever cuts it off: a worker never finds the dump without the hold.
    Raises DatabaseInUseError if somebody else is connected.
    """
    _refuse_in_use(url)
    script = dump.with_name(f"{dump.name}.sql")
    try:
        script.touch(mode=0o600)
        with script.open("w", encoding="utf-8") as file:
            file.write(_EMPTIED)
            file.flush()
            options = ("--no-owner", "--no-privileges", "--file=-", str(dump))
            _call([_tool("pg_restore"), *options], {}, stdout=file.fileno())
        with script.open("a", encoding="utf-8") as file:
            file.write(_HELD.format(reason=held_because))
        _run(
            "psql",
            make_url(url),
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            f"--file={script}",
        )
    finally:
        script.unlink(missing_ok=True)


def _refuse_in_use(url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        others = connection.execute(_OTHERS).scalar_one()
    engine.dispose()
    if others:
        raise DatabaseInUseError


def _run(tool: str, url: URL, *options: str) -> None:
    """Call a tool on a database; the password goes by the environment, which others cannot see."""
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    _call([_tool(tool), *options, f"--dbname={address}"], secret)


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        message = f"{name} is not installed. On Debian: apt install postgresql-client"
        raise BackupError(message)
    return found


def _call(command: list[str], secret: dict[str, str], *, stdout: int | None = None) -> None:
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own tools, with our arguments
        command,
        check=False,
        env={**os.environ, **secret},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if stdout is None else stdout,
        stderr=subprocess.PIPE,
    )
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        if any("lock timeout" in line for line in said):
            message = (
                "Somebody else is changing the database, and nothing was done here. "
                "End what else has it open, or wait a minute; then try again."
            )
            raise BackupError(message)
        message = f"{command[0].rsplit('/', 1)[-1]} failed: {said[-1] if said else 'no reason'}"
        raise BackupError(message)
