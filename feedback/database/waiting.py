"""How long is waited for what somebody else has: tables, where whole ones are changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlalchemy import Connection

LOCK_SECONDS: Final = 5
"""How long a change of whole tables waits for them, and keeps others waiting in PostgreSQL."""

_LOCK_NOT_AVAILABLE: Final = "55P03"


def wait_briefly(connection: Connection) -> None:
    """Let whoever changes tables wait seconds for them; SQLite's connections do so anyway.

    In PostgreSQL all others queue up behind the one that waits: whoever has left a reading
    transaction open would keep everybody from saving. What takes long by itself may.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_SECONDS}s'")
        connection.exec_driver_sql("SET statement_timeout = 0")


def is_lock_missed(error: BaseException) -> bool:
    """Tell whether somebody else had what was waited for."""
    said = getattr(error, "orig", None)
    is_busy = str(getattr(said, "sqlite_errorname", "")).startswith("SQLITE_BUSY")
    return is_busy or getattr(said, "sqlstate", "") == _LOCK_NOT_AVAILABLE
