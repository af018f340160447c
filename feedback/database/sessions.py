"""A database: the kinds of session that can be opened on it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session, sessionmaker

from feedback.database.engines import make_engine, make_looking_engine, try_write

if TYPE_CHECKING:
    from collections.abc import Iterator


Queried: TypeAlias = Session | Connection
"""What answers a query by columns: a session, or a bare connection for half the price."""


def connection_of(source: Queried) -> Connection:
    """Return the connection that a session asks, which begins its transaction, or the bare one."""
    return source if isinstance(source, Connection) else source.connection()


@dataclass(slots=True)
class Database:
    """An engine and the kinds of session on it."""

    url: str
    pool: int = 5
    engine: Engine = field(init=False)
    _looking_engine: Engine = field(init=False)
    _reading: sessionmaker[Session] = field(init=False)
    _writing: sessionmaker[Session] = field(init=False)

    def __post_init__(self) -> None:
        """Open the engine; nothing connects before the first session."""
        self.engine = make_engine(self.url, self.pool)
        reader = self.engine.execution_options(postgresql_readonly=True, reads_only=True)
        self._looking_engine = make_looking_engine(self.url, self.pool)
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

    def try_write(self) -> None:
        """Begin to write and take it back; raise SQLAlchemy's error if this user cannot.

        Whoever else is writing just now proves that it can be done, and is not waited for.
        """
        try_write(self.engine)

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()
        self._looking_engine.dispose()
