"""A restored system starts on hold: its ledger does not know what was sent since the backup.

With each mail that is claimed, the moment is written into the database and, before the mail
leaves, into a file beside the link keys, which are in no backup. A database whose moment is
earlier than the file's was restored; so was one that knows of a moment where there is no
file. Where the folder of link keys itself is not there, nobody can know: mail waits, and goes
by itself when the folder is back with the moment in it. Nothing but a moment is kept: a
count would tell how many got a reminder.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Self

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from feedback.ballot.marker import is_marked
from feedback.files.locked import locked
from feedback.models import LatestClaim
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.campaigns.key_folders import make_ready
from feedback.operations.campaigns.reminding import leave_out_today
from feedback.operations.ledger.holding import KEYS_AWAY, held_since, lift_hold, put_hold
from feedback.operations.presence import forget_all

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from feedback.ballot import KeyFolder
    from feedback.config import Settings
    from feedback.operations.acts import Actor

RESTORED: Final = "the database was restored from a backup"
_NAME: Final = "latest-mail"
_NEXT: Final = timedelta(microseconds=1)
_LATEST: Final = select(LatestClaim.at).where(LatestClaim.id == 1).with_for_update()
_MOVE_ON: Final = update(LatestClaim).where(LatestClaim.id == 1).values(at=bindparam("moment"))


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """The file that remembers the latest claim outside the database and its backups."""

    keys: KeyFolder

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the file of an installation."""
        return cls(settings.link_key_folder)

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.keys.folder / _NAME

    @property
    def is_within_reach(self) -> bool:
        """Whether it is there, or its folder is and could take it."""
        return self.path.exists() or is_marked(self.keys.folder)

    def read(self) -> datetime | None:
        """Return the moment, or None where no mail was ever claimed on this machine."""
        try:
            return datetime.fromisoformat(self.path.read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return None

    def note(self, moment: datetime) -> None:
        """Remember a moment, unless another worker has noted a later one."""
        if not self.is_within_reach:
            return  # never on the bare place of an absent disk
        with (
            locked(self.path) as descriptor,
            open(descriptor, "r+", encoding="ascii", closefd=False) as file,
        ):
            before, text = file.read(), moment.astimezone(UTC).isoformat(timespec="microseconds")
            if before < text:  # one zone, one length: they compare as texts
                file.seek(0)
                file.write(text)


def note_claim(session: Session, *, now: datetime) -> datetime:
    """Write down a claim in the database; return its moment, later than any before."""
    connection = session.connection()
    latest = connection.scalar(_LATEST)
    if latest is None:
        insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert
        first = insert(LatestClaim).values(id=1, at=now - _NEXT)
        connection.execute(first.on_conflict_do_nothing())
        latest = connection.execute(_LATEST).scalar_one()
    moment = max(now, latest + _NEXT)
    connection.execute(_MOVE_ON, {"moment": moment})
    return moment


def make_safe(session: Session, made_at: str, *, by: Actor) -> None:
    """Hold all mail of a restored database, for the ledger does not know what left since."""
    put_hold(session, RESTORED, now=by.now, needs_operator=True)
    forget_all(session)
    audit_log.note(session, by, Act.RESTORE, f"backup {made_at}")


def hold_if_restored(session: Session, file: ClaimFile, *, now: datetime, zone: ZoneInfo) -> bool:
    """Hold all mail if the database is, or may be, older than what this machine has seen leave.

    Today's reminders, which may have left, are not decided once more.
    """
    known = session.get(LatestClaim, 1)
    if known is None:
        make_ready(session, file.keys)
    at = known.at if known else None
    if at is not None and not file.is_within_reach:
        put_hold(session, KEYS_AWAY, now=now, needs_operator=True)
        return True
    seen = file.read()
    if at == seen or (at is not None and seen is not None and at > seen):
        _release(session, now=now)
        return False  # later in the database: another machine sent it
    latest = max(moment for moment in (at, seen) if moment is not None)
    if known is None:
        session.add(LatestClaim(id=1, at=latest))
    else:
        known.at = latest
    file.note(latest)
    leave_out_today(session, since=seen, now=now, zone=zone)
    _release(session, now=now)
    put_hold(session, RESTORED, now=now, needs_operator=True)
    return True


def _release(session: Session, *, now: datetime) -> None:
    """Lift the hold that only waited for the folder to be there again."""
    hold = held_since(session, now=now)
    if hold is not None and hold.reason == KEYS_AWAY:
        lift_hold(session)
