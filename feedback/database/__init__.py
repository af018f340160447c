"""The database: one engine an application, one session a request, SQLite or PostgreSQL.

A session is opened for reading or for writing. A reading one cannot write, whatever the
code does: a GET that changed something would fail, and mail scanners follow links. A bare
connection to look something up cannot either, and begins no transaction: each of its queries
stands for itself.
"""

from feedback.database.engines import normalised
from feedback.database.migrating import alembic_config, migrate, migrations_folder
from feedback.database.races import with_a_second_look
from feedback.database.sessions import Database, Queried, connection_of
from feedback.database.waiting import is_lock_missed, wait_briefly

__all__ = [
    "Database",
    "Queried",
    "alembic_config",
    "connection_of",
    "is_lock_missed",
    "migrate",
    "migrations_folder",
    "normalised",
    "wait_briefly",
    "with_a_second_look",
]
