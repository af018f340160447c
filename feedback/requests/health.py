"""Tell a proxy or a watch whether raters can be served, and in one word why not.

The word is for whoever watches; what is wrong in detail is the doctor's to say, to the operator.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from time import monotonic
from typing import TYPE_CHECKING, Final

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from feedback.database.files import is_full
from feedback.database.schema import is_as_wanted
from feedback.files.sqlite import sqlite_file
from feedback.requests.sessions import database_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedback.database import Database

_KEPT_SECONDS: Final = 5.0
_UNAVAILABLE: Final = 503


class Health(StrEnum):
    """How it stands, as far as strangers are told."""

    OK = "ok"
    UNREACHABLE = "database unreachable"
    SCHEMA = "schema differs"
    READ_ONLY = "database not writable"
    DISK_FULL = "disk full"


@dataclass(slots=True)
class Pulse:
    """Looks at the database, and no oftener than every few seconds, however often it is asked."""

    database: Database
    seconds: Callable[[], float] = monotonic
    _status: Health = field(default=Health.OK, init=False)
    _looked_at: float | None = field(default=None, init=False)

    def status(self) -> Health:
        """Return how it stood at the last look."""
        now = self.seconds()
        if self._looked_at is None or not 0 <= now - self._looked_at < _KEPT_SECONDS:
            self._status, self._looked_at = self._look(), now
        return self._status

    def _look(self) -> Health:
        file = sqlite_file(self.database.url)
        try:
            if file is not None and is_full(file):
                return Health.DISK_FULL
            with self.database.looking() as connection:
                if not is_as_wanted(connection):
                    return Health.SCHEMA
        except (OSError, SQLAlchemyError):
            return Health.UNREACHABLE
        try:
            self.database.try_write()
        except SQLAlchemyError:
            return Health.READ_ONLY
        return Health.OK


def install(app: Flask) -> None:
    """Add /healthz."""
    app.extensions["feedback.pulse"] = Pulse(database_of(app))
    app.add_url_rule("/healthz", "healthz", _healthz)


def _healthz() -> tuple[dict[str, str], int]:
    pulse: Pulse = current_app.extensions["feedback.pulse"]
    status = pulse.status()
    return {"status": status.value}, 200 if status is Health.OK else _UNAVAILABLE
