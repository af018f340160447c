"""Erase what joined answers to people: the ballot box, drafts, bands and reminders."""

from __future__ import annotations

from time import sleep
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select, text

from feedback.database import wait_briefly
from feedback.models import (
    Answered,
    Campaign,
    Correction,
    Declined,
    Draft,
    Envelope,
    Invitation,
    KeyTrouble,
    Mail,
    ProgressBand,
    Subject,
)

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPICursor
    from sqlalchemy.orm import Session

    from feedback.database import Database

REMINDER: Final = "reminder"
_SCRUBBED_TABLES: Final = (
    "envelope",
    "answered",
    "draft",
    "declined",
    "correction",
    "progress_band",
    "mail",
    # Its rows stay, but PostgreSQL notes in each the last transaction that locked it: whoever
    # saved or sent an answer leaves a number there, and the numbers tell the order.
    "invitation",
    # Rows of these go when their day of retention has come, or when a campaign is cancelled.
    "stored_responses",
    "rater",
    "person",
    "subject",
    "account",
    "stored_release",
    "withholding",
    "campaign_figures",
    "coach_note",
    "mark",
    "thanks",
    "retired_link",
    "plan",
    "goal",
    "action",
    "plan_entry",
)
# SQLite fills deleted rows with zeros, yet a page still tells where in it they lay, and so in
# which order they came. These are short enough to be written anew each time ...
_REWRITTEN_TABLES: Final = ("answered", "declined", "correction", "progress_band", "mail")
# ... and these while no other campaign has anything in them: sealed boxes of many kilobytes.
_EMPTIED_TABLES: Final = ("draft", "envelope")
_CHECKPOINT_TRIES: Final = 25
_CHECKPOINT_WAITS_MILLISECONDS: Final = 100
_CHECKPOINT_PAUSE_SECONDS: Final = 0.15  # longer than whoever wants to write sleeps between looks


class WalNotEmptyError(Exception):
    """Somebody kept reading: the write-ahead log could not be emptied; try again."""


def erase_ballot_box(session: Session, campaign: Campaign) -> None:
    """Delete all that raters left behind in a campaign: envelopes, drafts, words, reminders."""
    subjects = select(Subject.id).where(Subject.campaign_id == campaign.id)
    invitations = select(Invitation.id).where(Invitation.subject_id.in_(subjects))
    session.flush()
    box = session.connection()  # the session would ask for the id of each that goes
    box.execute(delete(Envelope).where(Envelope.campaign_id == campaign.id))
    for table in (Answered, Draft, Declined, Correction):
        box.execute(delete(table).where(table.invitation_id.in_(invitations)))
    box.execute(delete(ProgressBand).where(ProgressBand.subject_id.in_(subjects)))
    box.execute(delete(Mail).where(Mail.campaign_id == campaign.id, Mail.kind == REMINDER))
    erase_trouble(session, campaign)
    session.expire_all()


def erase_trouble(session: Session, campaign: Campaign) -> None:
    """Forget that a key of the campaign was not found."""
    session.execute(delete(KeyTrouble).where(KeyTrouble.campaign_id == campaign.id))


def scrub(database: Database) -> None:
    """Remove deleted rows, and traces of locks, from the database's files; may be repeated.

    Raises WalNotEmptyError, or SQLAlchemy's error, where somebody keeps it from a file or table.
    """
    if database.is_sqlite:
        _rewrite(database)
        _empty_wal(database)
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        wait_briefly(connection)
        try:
            for table in _SCRUBBED_TABLES:
                connection.execute(text(f"VACUUM (FULL) {table}"))
        finally:
            connection.invalidate()  # the next one waits as long as it takes


def _rewrite(database: Database) -> None:
    """Write what is left in the tables of raters anew, in the order of their random keys."""
    connection = database.engine.raw_connection()  # sessions begin transactions of their own
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA query_only = OFF")  # it may have been a reading session's
        cursor.execute("PRAGMA temp_store = MEMORY")  # nothing of it in yet another file
        # With them on, SQLite deletes row by row and never clears a page.
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("BEGIN IMMEDIATE")
        for table in (*_REWRITTEN_TABLES, *_EMPTIED_TABLES):
            is_empty = cursor.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None  # noqa: S608 - named above
            if is_empty or table in _REWRITTEN_TABLES:
                _write_anew(cursor, table)
        cursor.execute("COMMIT")
    finally:
        connection.invalidate()  # the next one has its foreign keys on again
        connection.close()


def _write_anew(cursor: DBAPICursor, table: str) -> None:
    cursor.execute(f"CREATE TEMP TABLE kept AS SELECT * FROM {table} ORDER BY 1, 2")  # noqa: S608 - as above
    cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - as above
    cursor.execute(f"INSERT INTO {table} SELECT * FROM kept ORDER BY rowid")  # noqa: S608 - as above
    cursor.execute("DROP TABLE kept")


def _empty_wal(database: Database) -> None:
    # Outside of any transaction, which a session of ours would have begun.
    connection = database.engine.raw_connection()
    try:
        cursor = connection.cursor()
        # Nobody can save while it waits for whoever reads: so it waits briefly, and lets go.
        cursor.execute(f"PRAGMA busy_timeout = {_CHECKPOINT_WAITS_MILLISECONDS}")
        for _ in range(_CHECKPOINT_TRIES):
            busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                return
            sleep(_CHECKPOINT_PAUSE_SECONDS)
    finally:
        connection.invalidate()  # the next one waits again
        connection.close()
    raise WalNotEmptyError
