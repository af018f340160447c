"""One database session a request: a reading one for GET, a writing one for the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Flask, current_app, g, request

from feedback.clock import utc_now
from feedback.database import Database

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from feedback.config import Settings

_READING_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def install(app: Flask) -> None:
    """Give the application its database, and close each request's session."""
    app.extensions["feedback.database"] = Database(settings_of(app).database)
    app.teardown_appcontext(_close)


def db_session() -> Session:
    """Return this request's session; a GET gets one that cannot write."""
    if "db_session" not in g:
        writing = not request or _is_change()
        g.db_session = database_of(current_app).session(writing=writing)
    session: Session = g.db_session
    return session


def looking_up() -> Connection:
    """Return a connection to look up what a request is about: each query by itself, no lock.

    Never beside an open transaction of this request: whoever waits for a lock that one of our
    connections holds, while the other waits for whoever waits, would wait for ever.
    """
    if "changing" in g and not database_of(current_app).is_sqlite:
        return changing()
    if "looking" not in g:
        g.looking = database_of(current_app).looking()
    connection: Connection = g.looking
    return connection


def looking_to_change() -> Connection:
    """Return a connection to look up what is to be changed.

    On SQLite a look is over before the writing transaction begins, so that nobody waits for a
    lock whose holder only looks. Elsewhere it belongs to that transaction, and locks.
    """
    return looking_up() if database_of(current_app).is_sqlite else changing()


def changing() -> Connection:
    """Return a connection to save what a rater sends, as statements; the caller commits it.

    A session keeps track of objects, of which there are none here, for a tenth of the page.
    """
    if "changing" not in g:
        g.changing = database_of(current_app).changing()
    connection: Connection = g.changing
    return connection


def database_of(app: Flask) -> Database:
    """Return the application's database."""
    database: Database = app.extensions["feedback.database"]
    return database


def settings_of(app: Flask) -> Settings:
    """Return the application's settings."""
    settings: Settings = app.extensions["feedback.settings"]
    return settings


def today_here() -> date:
    """Return today, in the zone that days are in."""
    return utc_now().astimezone(settings_of(current_app).zone).date()


def _is_change() -> bool:
    return request.method not in _READING_METHODS


def _close(_error: BaseException | None) -> None:
    for name in ("db_session", "looking", "changing"):
        opened: Session | Connection | None = g.pop(name, None)
        if opened is not None:
            opened.close()
