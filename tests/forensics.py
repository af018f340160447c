"""What an attacker who watched the collection looks for in the database's files afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select, text
from sqlalchemy.engine import make_url

from feedback.models import Draft, Envelope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedback.database import Database


@dataclass(frozen=True, slots=True)
class Traces:
    """What close erases: codes of links, sealed envelopes and drafts, both keys."""

    codes: Sequence[str]
    envelopes: Sequence[bytes]
    drafts: Sequence[bytes]
    seal_key: bytes
    link_key: bytes

    def left_in(self, database: Database) -> list[str]:
        """Search every file of the database; return what was found, by its kind."""
        content = b"".join(path.read_bytes() for path in files_of(database))
        assert len(content) > 10_000
        sought = {
            # The middle of it: a page of the database may begin or end anywhere else.
            "an envelope": [blob[100:164] for blob in self.envelopes],
            "a draft": [blob[100:164] for blob in self.drafts],
            "a code": [code.encode() for code in self.codes],
            "a code without dashes": [code.replace("-", "").encode() for code in self.codes],
            "the seal key": [self.seal_key],
            "the link key": [self.link_key],
        }
        return [kind for kind, blobs in sought.items() for blob in blobs if blob in content]


def watch(database: Database, *, codes: Sequence[str], seal_key: bytes, link_key: bytes) -> Traces:
    """Write down what stands in the database while answers are collected."""
    with database.reading() as session:
        envelopes = session.scalars(select(Envelope.sealed)).all()
        drafts = session.scalars(select(Draft.ciphertext)).all()
    return Traces(codes, envelopes, drafts, seal_key, link_key)


def files_of(database: Database) -> list[Path]:
    """Return the files of a database, all that was written lying in them."""
    if database.is_sqlite:
        database.dispose()
        path = Path(str(make_url(database.url).database))
        return sorted(path.parent.glob(f"{path.name}*"))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
    with database.reading() as session:
        folder = Path(session.scalar(text("SHOW data_directory")) or "")
        oid = session.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    database.dispose()
    return [path for path in (folder / "base" / str(oid)).iterdir() if path.is_file()]
