"""Databases for tests, made by migrating once to a template and then copied."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from feedback.database import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATE = "migrated"


class Databases(Protocol):
    """A place that hands out fresh, migrated databases of one engine."""

    def create(self) -> str:
        """Make a database with every migration in it and give its address."""
        ...

    def empty(self) -> str:
        """Make a database without any table and give its address."""
        ...

    def copy(self, url: str) -> str:
        """Make a database with all that is in another, which nobody has open."""
        ...

    def drop(self, url: str) -> None:
        """Remove a database that `create` made."""
        ...


@dataclass
class SqliteDatabases:
    """SQLite: the template is a file, a database a copy of it."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def create(self) -> str:
        """Copy the template file."""
        template = self.folder / f"{TEMPLATE}.db"
        if not template.exists():
            migrate(f"sqlite:///{template}")
        return self._copy(template)

    def empty(self) -> str:
        """Make a folder for the file, which the first connection makes."""
        return f"sqlite:///{self._home() / 'feedback.db'}"

    def copy(self, url: str) -> str:
        """Copy the file: SQLite has written the WAL into it when the last one closed it."""
        return self._copy(Path(str(make_url(url).database)))

    def drop(self, url: str) -> None:
        """Delete the file and all that lies beside it."""
        shutil.rmtree(self.folder / str(make_url(url).database).rsplit("/", maxsplit=2)[-2])

    def _copy(self, file: Path) -> str:
        home = self._home()
        shutil.copyfile(file, home / "feedback.db")
        return f"sqlite:///{home / 'feedback.db'}"

    def _home(self) -> Path:
        # A folder each: the WAL, and whatever a forensic test looks for, lies beside the file.
        home = self.folder / f"database-{next(self._numbers)}"
        home.mkdir()
        return home


@dataclass
class PostgresDatabases:
    """PostgreSQL: the template is a database, copied by CREATE DATABASE … TEMPLATE."""

    server_url: str
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _migrated: bool = False

    def create(self) -> str:
        """Copy the template database."""
        if not self._migrated:
            self._execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
            migrate(self._url_of(TEMPLATE))
            self._migrated = True
        return self._copy(TEMPLATE)

    def empty(self) -> str:
        """Make a database."""
        return self._copy("template1")

    def copy(self, url: str) -> str:
        """Copy a database."""
        return self._copy(str(make_url(url).database))

    def drop(self, url: str) -> None:
        """Drop the database, closing what a killed process may have left open."""
        name = sql.Identifier(str(make_url(url).database))
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def _copy(self, template: str) -> str:
        name = f"database_{next(self._numbers)}"
        self._execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return self._url_of(name)

    def _url_of(self, name: str) -> str:
        return make_url(self.server_url).set(database=name).render_as_string(hide_password=False)

    def _execute(self, statement: sql.Composed) -> None:
        address = make_url(self.server_url).set(drivername="postgresql")
        with psycopg.connect(
            address.render_as_string(hide_password=False), autocommit=True
        ) as connection:
            connection.execute(statement)
