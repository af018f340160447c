"""Upgrade the database: by who may, with a backup first, and by all steps or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from alembic.script import ScriptDirectory
from sqlalchemy import text

from feedback.backups import sqlite
from feedback.backups.errors import DatabaseBusyError, OwnerError, UpgradeError
from feedback.backups.making import (
    back_up,
    engine_of,
    new_path,
    refuse_near_keys,
    revision_of,
)
from feedback.database import Database, alembic_config, is_lock_missed, migrate, schema
from feedback.files.owners import locked_out, locked_out_sentence
from feedback.version import version

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from feedback.config import Settings

_OWNER_OF_TABLES: Final = text(
    "SELECT tableowner FROM pg_tables WHERE tablename = 'alembic_version'"
)
# Only one who may do everything makes tables in others' databases by mistake.
_OWNER_OF_DATABASE: Final = text(
    "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database() "
    "AND (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)"
)
_OTHERS: Final = text(
    "SELECT pid, usename, application_name FROM pg_stat_activity WHERE usename IS NOT NULL "
    "AND datname = current_database() AND pid <> pg_backend_pid() ORDER BY xact_start, pid LIMIT 5"
)


@dataclass(frozen=True, slots=True)
class RevisionStep:
    """One revision, and what it does in a sentence."""

    revision: str
    does: str


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did; without steps the database was up to date."""

    before: str | None  # None: there was none
    after: str
    steps: tuple[RevisionStep, ...]
    backup: Path | None


def upgrade(
    settings: Settings, *, now: datetime, backups: Path | None, revision: str = "head"
) -> Upgraded:
    """Bring the database to a revision, or leave it as it was; a backup lies in a folder then.

    Raises OwnerError if somebody would be locked out, BackupError if no backup can be made,
    DatabaseBusyError if somebody has what must change, and UpgradeError if the database cannot be
    brought there.
    """
    url = settings.database
    before = revision_of(url)
    steps = _steps(url, before, revision)
    if not steps:
        assert before is not None  # noqa: S101 - a new database has every step before it
        _refuse_gaps(url, before)
        return Upgraded(before, before, (), None)
    _refuse_strangers(settings, is_new=before is None)
    backup = None
    if before is not None and backups is not None:
        refuse_near_keys(settings, backups)
        backup = new_path(backups, now=now, why=f"before-{steps[-1].revision}")
        back_up(url, backup, now=now)
    try:
        migrate(url, revision=revision)
    except Exception as error:
        if is_lock_missed(error):
            if backup is not None:
                backup.unlink()  # of the state that is there still
            raise DatabaseBusyError(_others(url)) from error
        raise UpgradeError(_failure(error, revision_of(url), backup)) from error
    _refuse_gaps(url, steps[-1].revision)
    return Upgraded(before, steps[-1].revision, steps, backup)


def _steps(url: str, before: str | None, wanted: str) -> tuple[RevisionStep, ...]:
    """Return the revisions between two, the first to be run first."""
    scripts = list(ScriptDirectory.from_config(alembic_config(url)).walk_revisions())[::-1]
    known = [script.revision for script in scripts]
    if before is not None and before not in known:
        message = (
            f"The database is at revision {before}, which version {version()} does not know: a "
            "newer one migrated it. Install that one, or restore a backup from before."
        )
        raise UpgradeError(message)
    if wanted not in (*known, "head"):
        message = f"There is no revision {wanted!r}. There are {known[0]} to {known[-1]}."
        raise UpgradeError(message)
    first = 0 if before is None else known.index(before) + 1
    last = len(known) if wanted == "head" else known.index(wanted) + 1
    return tuple(
        RevisionStep(script.revision, script.doc.splitlines()[0].rstrip("."))
        for script in scripts[first:last]
    )


def _refuse_strangers(settings: Settings, *, is_new: bool) -> None:
    url = settings.database
    if engine_of(url) == "postgresql":
        _refuse_strange_role(url, is_new=is_new)
        return
    places = settings.instance, settings.link_key_folder.folder
    place = locked_out(sqlite.file_of(url), (sqlite.file_of(url).parent, *places))
    if place is not None:
        raise OwnerError(locked_out_sentence(place, "feedback database migrate"))


def _refuse_strange_role(url: str, *, is_new: bool) -> None:
    database = Database(url)
    try:
        with database.looking() as connection:
            role = connection.execute(text("SELECT current_user")).scalar_one()
            owner = connection.execute(_OWNER_OF_DATABASE if is_new else _OWNER_OF_TABLES).scalar()
    finally:
        database.dispose()
    if owner not in (None, role):
        message = (
            f"The database belongs to the role {owner}, and FEEDBACK_DATABASE_URL names {role}: "
            f"{owner} could not write what {role} makes. Name {owner} there."
        )
        raise OwnerError(message)


def _refuse_gaps(url: str, revision: str) -> None:
    """Raise UpgradeError if the newest schema is said to be there, and is not."""
    if revision != schema.newest_revision():
        return
    database = Database(url)
    try:
        with database.looking() as connection:
            missing = schema.lacking(connection)
    finally:
        database.dispose()
    if missing:
        message = (
            f"The database says revision {revision}, yet lacks {', '.join(missing)}. "
            "Restore a backup, or ask whoever altered it."
        )
        raise UpgradeError(message)


def _others(url: str) -> str:
    """Name who else is connected, as far as the engine tells: its longest transaction first."""
    if engine_of(url) == "sqlite":
        return ""
    database = Database(url)
    try:
        with database.looking() as connection:
            found = connection.execute(_OTHERS).all()
    finally:
        database.dispose()
    return ", ".join(f"process {pid}: {user} {program}".strip() for pid, user, program in found)


def _failure(error: Exception, stands_at: str | None, backup: Path | None) -> str:
    words = str(getattr(error, "orig", None) or error).splitlines() or [""]
    message = (
        f"The upgrade failed, and nothing of it was kept: the database is at revision {stands_at} "
        f"as before. It says: {type(error).__name__}: {words[0]}\n"
        "Go on with the version of before, and tell whoever made this one."
    )
    if backup is not None:
        message += (
            f" Should anything be missing, that version restores it: feedback restore {backup}"
        )
    return message
