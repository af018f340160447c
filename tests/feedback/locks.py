"""Find out whether a save would have to wait just now."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.engine import make_url

if TYPE_CHECKING:
    from feedback.database import Database


def write_at_once(database: Database) -> None:
    """Write as a rater's save does, but fail instead of waiting for anybody's lock."""
    if database.is_sqlite:
        path = make_url(database.url).database
        assert path
        connection = sqlite3.connect(path, timeout=0)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE campaign SET name = name")
        connection.commit()
        connection.close()
        return
    with database.writing() as session:
        session.execute(text("SET LOCAL lock_timeout = '1ms'"))
        session.execute(text("UPDATE campaign SET name = name"))
