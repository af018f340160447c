"""Whether the server that the queue waits in lets us in; if not, why, and what to do about it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import make_url

from feedback.errors import FeedbackError
from feedback.queue.making import refuse_without_redis

_SECONDS: Final = 5.0
_SIGN_IN: Final = (
    "It does not take our password: write redis://:password@host:6379/0, where %40 stands for @."
)
# The first that fits: what Redis, its library and OpenSSL say, in small letters.
_OF_REDIS: Final = (
    (("invalid username-password", "wrongpass", "noauth", "authenticat"), _SIGN_IN),
    (("db index",), "It has no database of that number, which stands last: usually /0."),
    (("noperm", "no permissions"), "Let this user do all commands on all keys (ACL SETUSER)."),
    (("certificate",), "Trust its authority on this machine (update-ca-certificates)."),
    (("ssl", "tls"), "It does not encrypt at that port: write redis://, or name its other port."),
    (
        ("closed by server", "reset by peer", "protocol error", "reading from"),
        "It hangs up or keeps silent: if it encrypts at that port, write rediss://.",
    ),
)
_OF_SILENCE: Final = "Look whether it runs, at host and port, and whether it encrypts (rediss://)."
_OTHERWISE: Final = "Look whether it runs, and at host, port, user and password."


class QueueUnreachableError(FeedbackError):
    """The queue's server does not let us in; says why, and what to do."""

    def __init__(self, said: str, advice: str) -> None:
        """Keep both sentences."""
        super().__init__(f"The queue cannot be reached: {said}. FEEDBACK_QUEUE_URL: {advice}")
        self.said = said
        self.advice = advice


def reach_queue(url: str) -> None:
    """Ask a queue's server for a sign of life; raise QueueUnreachableError. A file has none."""
    if url.startswith(("redis://", "rediss://", "unix://")):
        refuse_without_redis()
        _reach_redis(url)
    elif make_url(url).get_backend_name() == "postgresql":
        _reach_postgresql(url)


def _reach_redis(url: str) -> None:
    import redis  # noqa: PLC0415 - an extra, which few install

    waits = {"socket_timeout": _SECONDS, "socket_connect_timeout": _SECONDS}
    try:
        with redis.Redis.from_url(url, **waits) as client:
            client.ping()
    except (redis.RedisError, OSError, ValueError) as error:
        said = _line(error)
        known = (step for words, step in _OF_REDIS if any(one in said.lower() for one in words))
        raise QueueUnreachableError(said, next(known, _OF_SILENCE)) from error


def _reach_postgresql(url: str) -> None:
    import psycopg  # noqa: PLC0415 - an extra: SQLite needs none

    dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        with psycopg.connect(dsn, connect_timeout=int(_SECONDS)) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error as error:
        raise QueueUnreachableError(_line(error), _OTHERWISE) from error


def _line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
