"""All that a database holds, to be compared with what it holds later."""

from __future__ import annotations

import sqlalchemy as sa

from feedback.database import normalised


def contents(url: str, *, but: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Return every row of every table."""
    engine = sa.create_engine(normalised(url))
    tables = sa.MetaData()
    with engine.connect() as connection:
        tables.reflect(connection)
        found = {
            name: sorted(str(row) for row in connection.execute(sa.select(table)))
            for name, table in tables.tables.items()
            if name not in but
        }
    engine.dispose()
    return found
