"""The queue of the worker's jobs, as the setting names it: SQLite, PostgreSQL or Redis."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey
from sqlalchemy import make_url

from feedback.database.files import make_writable_as_its_folder
from feedback.errors import FeedbackError
from feedback.queue.json_messages import JsonSerializer

if TYPE_CHECKING:
    from collections.abc import Iterator


_NAME: Final = "feedback"
_MAIL_NAME: Final = "feedback-mail"
_MAKING_LOCK: Final = 0x9E1E  # any number that no other lock of the queue's database has


class ExtraMissingError(FeedbackError):
    """A setting asks for what the installation was made without; says which extra."""


def make_huey(url: str, *, immediate: bool = False, mail_only: bool = False) -> Huey:
    """Return the queue at an address: SQLite, PostgreSQL or Redis.

    Workers that only send mail have a queue of their own there: one that cannot open
    envelopes must never take a job that does.
    """
    name = _MAIL_NAME if mail_only else _NAME
    shared: dict[str, Any] = {
        "results": False,
        "serializer": JsonSerializer(),
        "immediate": immediate,
    }
    if url.startswith(("redis://", "rediss://", "unix://")):
        refuse_without_redis()
        return RedisHuey(name, url=url, **shared)
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        dsn = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
        with _alone_in(dsn):
            return PostgresHuey(name, dsn=dsn, **shared)
    path = Path(str(parsed.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    make_writable_as_its_folder(path)
    return SqliteHuey(name, filename=str(path), fsync=True, **shared)


@contextmanager
def _alone_in(dsn: str) -> Iterator[None]:
    """Let one worker at a time make the queue's tables.

    `CREATE TABLE IF NOT EXISTS` fails in PostgreSQL where two do it at one moment, and the worker
    that came second would not start.
    """
    import psycopg  # noqa: PLC0415 - an extra: SQLite needs none

    with psycopg.connect(dsn) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_MAKING_LOCK,))
        yield


def refuse_without_redis() -> None:
    """Raise ExtraMissingError where Redis is named and its library is not installed."""
    try:
        import redis  # noqa: F401, PLC0415 - an extra, which few install
    except ImportError as error:
        message = (
            "FEEDBACK_QUEUE_URL names Redis, which takes the extra [redis]: "
            "install requirements-redis.lock of the release as well."
        )
        raise ExtraMissingError(message) from error
