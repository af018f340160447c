"""Engines for SQLite and PostgreSQL: what each connection is told before it is used."""

from __future__ import annotations

import sqlite3
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError, OperationalError

from feedback.database.files import make_writable_as_its_folder
from feedback.files.sqlite import sqlite_file

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry


_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 15000",
)
_CONNECT_SECONDS: Final = 10
_WRITE_NOTHING: Final = "DELETE FROM worker_beat WHERE false"
_TRUSTED_SECONDS: Final = 1.0
_USED_AT: Final = "used at"
_QUERY_ONLY: Final = "query only"


def normalised(url: str) -> str:
    """Return the address with the driver that we ship."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def make_engine(url: str, pool: int) -> Engine:
    """Return an engine for sessions; nothing connects before the first."""
    # An error's words must not carry what was asked for: an address, a rater's number.
    engine = create_engine(normalised(url), hide_parameters=True, **_options(url, pool))
    if engine.dialect.name == "sqlite":
        _share_new_file(engine, url)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        _watch_idle(engine)
    return engine


def make_looking_engine(url: str, pool: int) -> Engine:
    """Return an engine whose connections can never write, and wait for no transaction to begin."""
    engine = create_engine(
        normalised(url),
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        pool_reset_on_return=None,
        **_options(url, pool),
    )
    if engine.dialect.name == "sqlite":
        _share_new_file(engine, url)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "connect", _forbid_writing_sqlite)
    else:
        event.listen(engine, "connect", _forbid_writing_postgres)
        _watch_idle(engine)
    return engine


def _options(url: str, pool: int) -> dict[str, Any]:
    if make_url(url).get_backend_name() == "sqlite":
        return {}
    # Not every command needs a database, and SQLite's users no driver.
    from feedback.database.postgres_cursor import DescribedOnceCursor  # noqa: PLC0415

    wait = {} if "connect_timeout" in make_url(url).query else {"connect_timeout": _CONNECT_SECONDS}
    return {
        "connect_args": {"cursor_factory": DescribedOnceCursor, **wait},
        "pool_size": pool,
        "max_overflow": 0,  # the server's own limit is shared by all hosts: never more than said
    }


def _share_new_file(engine: Engine, url: str) -> None:
    """Let whoever connects first make the file, so that the other user may write it as well."""

    def make(*_: object) -> None:
        file = sqlite_file(url)
        if file is not None and file.name != ":memory:":
            make_writable_as_its_folder(file)

    event.listen(engine, "do_connect", make)


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's private record
    connection.isolation_level = None  # we begin transactions ourselves, below
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def try_write(engine: Engine) -> None:
    """Begin to write and take it back; raise SQLAlchemy's error if this user cannot.

    Whoever else is writing just now proves that it can be done, and is not waited for.
    """
    if engine.dialect.name == "sqlite":
        _try_write_sqlite(engine)
        return
    with engine.connect() as connection:
        connection.execute(text(_WRITE_NOTHING))
        connection.rollback()


def _try_write_sqlite(engine: Engine) -> None:
    connection = engine.raw_connection()  # sessions begin transactions of their own, and wait
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA query_only = OFF")  # it may have been a reading session's
        cursor.execute("PRAGMA busy_timeout = 0")
        cursor.execute("BEGIN IMMEDIATE")
        # A file that may only be read lets a transaction begin; it refuses the statement.
        cursor.execute(_WRITE_NOTHING)
        cursor.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith("SQLITE_BUSY"):
            raise OperationalError(_WRITE_NOTHING, None, error) from error
    finally:
        connection.invalidate()  # the next one waits again
        connection.close()


def _forbid_writing_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - as above
    connection.execute("PRAGMA query_only = ON")


def _forbid_writing_postgres(connection: Any, _record: Any) -> None:  # noqa: ANN401 - psycopg's, which SQLite's users need not have
    connection.autocommit = True
    connection.execute("SET default_transaction_read_only = on")


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that turns to writing fails at once when another writes;
    # BEGIN IMMEDIATE waits its turn instead.
    reads_only = bool(connection.get_execution_options().get("reads_only", False))
    if connection.info.get(_QUERY_ONLY, False) != reads_only:
        connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reads_only else 'OFF'}")
        connection.info[_QUERY_ONLY] = reads_only
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def _watch_idle(engine: Engine) -> None:
    """Ask a connection that lay idle whether it still lives; one just used needs no asking."""

    def note(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        record.info[_USED_AT] = monotonic()

    def ask(connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
        if monotonic() - record.info.get(_USED_AT, monotonic()) < _TRUSTED_SECONDS:
            return
        dialect = engine.dialect
        assert dialect.dbapi is not None  # noqa: S101 - it has connected
        try:
            dialect.do_ping(connection)
        except dialect.dbapi.Error as error:
            raise DisconnectionError from error

    event.listen(engine, "checkin", note)
    event.listen(engine, "checkout", ask)
