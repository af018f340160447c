"""The database: one engine an application, one session a request, SQLite or PostgreSQL.

A session is opened for reading or for writing. A reading one cannot write, whatever the
code does: a GET that changed something would fail, and mail scanners follow links. A bare
connection to look something up cannot either, and begins no transaction: each of its queries
stands for itself.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session, sessionmaker

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from alembic.config import Config
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 15000",
)
_TRUSTED_SECONDS: Final = 1.0
_USED_AT: Final = "used at"
_QUERY_ONLY: Final = "query only"

Queried: TypeAlias = Session | Connection
"""What answers a query by columns: a session, or a bare connection for half the price."""


def connection_of(source: Queried) -> Connection:
    """Return the connection that a session asks, which begins its transaction, or the bare one."""
    return source if isinstance(source, Connection) else source.connection()


@dataclass(slots=True)
class Database:
    """An engine and the kinds of session on it."""

    url: str
    engine: Engine = field(init=False)
    _looking_engine: Engine = field(init=False)
    _reading: sessionmaker[Session] = field(init=False)
    _writing: sessionmaker[Session] = field(init=False)

    def __post_init__(self) -> None:
        """Open the engine; nothing connects before the first session."""
        self.engine = _make_engine(self.url)
        reader = self.engine.execution_options(postgresql_readonly=True, reads_only=True)
        self._looking_engine = _make_looking_engine(self.url)
        self._reading = sessionmaker(reader, expire_on_commit=False)
        self._writing = sessionmaker(self.engine, expire_on_commit=False)

    def session(self, *, writing: bool) -> Session:
        """Open a session; the caller closes it."""
        return self._writing() if writing else self._reading()

    def looking(self) -> Connection:
        """Connect for single looks, which cannot write; the caller closes it."""
        return self._looking_engine.connect()

    def changing(self) -> Connection:
        """Connect to write statements as they stand; the caller commits and closes it."""
        return self.engine.connect()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that cannot write, and close it."""
        with self._reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session, commit if all went well, and close it."""
        with self._writing() as session, session.begin():
            yield session

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()
        self._looking_engine.dispose()


def migrate(url: str, *, revision: str = "head") -> None:
    """Bring a database to a revision of the schema, making it if it is not there."""
    # A tenth of the time that the web takes to start, which never migrates.
    from alembic import command  # noqa: PLC0415

    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(alembic_config(url), revision)


def alembic_config(url: str) -> Config:
    """Return Alembic's settings for a database, from a checkout or from the installed wheel."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(_migrations_folder()))
    config.attributes["url"] = normalised(url)
    return config


def normalised(url: str) -> str:
    """Return the address with the driver that we ship."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _migrations_folder() -> Path:
    # In the wheel they lie inside the package, in a checkout beside it.
    inside = Path(str(files("feedback"))) / "migrations"
    return inside if inside.is_dir() else inside.parent.parent / "migrations"


def _make_engine(url: str) -> Engine:
    # An error's words must not carry what was asked for: an address, a rater's number.
    engine = create_engine(normalised(url), hide_parameters=True, **_options(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        _watch_idle(engine)
    return engine


def _make_looking_engine(url: str) -> Engine:
    """Return an engine whose connections can never write, and wait for no transaction to begin."""
    engine = create_engine(
        normalised(url),
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        pool_reset_on_return=None,
        **_options(url),
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "connect", _forbid_writing_sqlite)
    else:
        event.listen(engine, "connect", _forbid_writing_postgres)
        _watch_idle(engine)
    return engine


def _options(url: str) -> dict[str, Any]:
    if make_url(url).get_backend_name() == "sqlite":
        return {}
    # Not every command needs a database, and SQLite's users no driver.
    from feedback.postgres_cursor import DescribedOnceCursor  # noqa: PLC0415

    return {"connect_args": {"cursor_factory": DescribedOnceCursor}}


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's private record
    connection.isolation_level = None  # we begin transactions ourselves, below
    for pragma in _PRAGMAS:
        connection.execute(pragma)


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
