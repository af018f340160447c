"""Which file a database's address names."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import make_url


def sqlite_file(url: str) -> Path | None:
    """Return the file of an SQLite database; None for another engine, or one in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database.removeprefix("file:"))
