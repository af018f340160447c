"""Installations as older versions left them: their rows, keys and links, on either engine."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import sqlalchemy as sa

from feedback.database import Database, migrate

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedback.config import WorkerSettings

FOLDER: Final = Path(__file__).parent
VERSIONS: Final = tuple(sorted(file.parent.name for file in FOLDER.glob("*/open.json")))

LACKED: Final = {"8686485": (("programme", "points"),)}
"""Columns that the frozen first revision makes and that this version's databases lacked."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What one golden file holds."""

    version: str
    content: dict[str, Any]

    @property
    def campaign_id(self) -> UUID:
        """The one campaign."""
        return UUID(self.content["campaign"])

    @property
    def link_key(self) -> bytes:
        """The key that links, drafts and all else of the web is made with."""
        return bytes.fromhex(self.content["link_key"])

    @property
    def seal_key(self) -> bytes:
        """The private half that opens envelopes."""
        return bytes.fromhex(self.content["seal_key"])

    def values(self, table: str, column: str) -> list[Any]:
        """Return what a column holds, row by row."""
        found = self.content["tables"][table]
        place = found["columns"].index(column)
        return [_plain(row[place]) for row in found["rows"]]

    def restore(self, url: str, settings: WorkerSettings) -> None:
        """Lay the rows into an empty database with the schema of then, and the keys beside it."""
        migrate(url, revision=self.content["revision"])
        database = Database(url)
        with database.engine.begin() as connection:
            for name, column in LACKED.get(self.version, ()):
                connection.execute(sa.text(f"ALTER TABLE {name} DROP COLUMN {column}"))
            schema = sa.MetaData()
            schema.reflect(connection)
            for table in schema.sorted_tables:
                if found := self.content["tables"].get(table.name):
                    connection.execute(table.delete())
                    _insert(connection, table, found)
        database.dispose()
        if "link_key" in self.content:
            # As these versions wrote them: without a marker.
            for keys, key in (
                (settings.link_key_folder, self.link_key),
                (settings.seal_key_folder, self.seal_key),
            ):
                keys.folder.mkdir(parents=True)
                (keys.folder / f"{self.campaign_id}.key").write_bytes(key)


def installation(version: str, moment: str) -> Installation:
    """Return the installation of a version, `open` or `closed`."""
    text = (FOLDER / version / f"{moment}.json").read_text(encoding="utf-8")
    return Installation(version, json.loads(text))


def _insert(connection: sa.Connection, table: sa.Table, found: dict[str, Any]) -> None:
    read = [_reader(table.columns[column].type) for column in found["columns"]]
    rows = [
        {
            column: None if value is None else reader(_plain(value))
            for column, reader, value in zip(found["columns"], read, row, strict=True)
        }
        for row in found["rows"]
    ]
    connection.execute(table.insert(), rows)


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    return base64.b64decode(value["bytes"]) if isinstance(value, dict) else value


def _reader(kind: sa.types.TypeEngine[Any]) -> Callable[[Any], Any]:
    """Return what turns a value of the file, as SQLite kept it, into the column's own type."""
    readers: dict[type[sa.types.TypeEngine[Any]], Callable[[Any], Any]] = {
        sa.Uuid: UUID,
        sa.DateTime: lambda text: datetime.fromisoformat(text).replace(tzinfo=UTC),
        sa.Date: date.fromisoformat,
        sa.Boolean: bool,
        sa.JSON: json.loads,
    }
    return next((reader for known, reader in readers.items() if isinstance(kind, known)), _same)


def _same(value: Any) -> Any:  # noqa: ANN401 - as above
    return value
