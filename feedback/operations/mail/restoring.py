"""A restored system starts on hold: its ledger does not know what was sent since the backup.

With each mail that is claimed, the moment is written into the database and, before the mail
leaves, into a file beside the link keys, which are in no backup. A database whose moment is
earlier than the file's was restored; so was one that knows of a moment where there is no
file. Nothing but a moment is kept: a count would tell how many got a reminder.
"""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Self

from sqlalchemy.dialects import postgresql, sqlite

from feedback.models import LatestClaim
from feedback.operations.mail.holding import held_since, hold_mail

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from feedback.config import Settings

RESTORED: Final = "the database was restored from a backup"
_NAME: Final = "latest-mail"
_NEXT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """The file that remembers the latest claim outside the database and its backups."""

    path: Path

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the file of an installation."""
        return cls(settings.link_key_folder.folder / _NAME)

    def read(self) -> datetime | None:
        """Return the moment, or None where no mail was ever claimed on this machine."""
        try:
            return datetime.fromisoformat(self.path.read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return None

    def note(self, moment: datetime) -> None:
        """Remember a moment, unless another worker has noted a later one."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            before, text = file.read(), moment.astimezone(UTC).isoformat(timespec="microseconds")
            if before < text:  # one zone, one length: they compare as texts
                file.seek(0)
                file.write(text)


def note_claim(session: Session, *, now: datetime) -> datetime:
    """Write down a claim in the database; return its moment, later than any before."""
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    session.execute(insert(LatestClaim).values(id=1, at=now - _NEXT).on_conflict_do_nothing())
    latest = session.get_one(LatestClaim, 1, with_for_update=True)
    latest.at = max(now, latest.at + _NEXT)
    session.flush()
    return latest.at


def hold_if_restored(session: Session, file: ClaimFile, *, now: datetime) -> bool:
    """Hold all mail if the database is older than what this machine has seen leave."""
    known, seen = session.get(LatestClaim, 1), file.read()
    at = known.at if known else None
    if at == seen or (at is not None and seen is not None and at > seen):
        return False  # later in the database: another machine sent it
    latest = max(moment for moment in (at, seen) if moment is not None)
    if known is None:
        session.add(LatestClaim(id=1, at=latest))
    else:
        known.at = latest
    file.note(latest)
    if held_since(session) is None:
        hold_mail(session, RESTORED, now=now, needs_operator=True)
    return True
