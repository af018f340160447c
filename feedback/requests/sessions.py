"""One database session a request: a reading one for GET, a writing one for the rest.

A page whose work is long before it writes anything begins with a reading one, too: it says
`look_first`, and `begin_changing` when the work is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Flask, current_app, g, request

from feedback.clock import moment_in
from feedback.database import Database

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from feedback.config import Settings

READING_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""The ways to ask for a page that change nothing."""


def install(app: Flask) -> None:
    """Give the application its database, and close each request's session."""
    app.extensions["feedback.database"] = Database(
        settings_of(app).database, settings_of(app).database_pool
    )
    app.teardown_appcontext(_close)


def db_session() -> Session:
    """Return this request's session; a GET gets one that cannot write."""
    if "db_session" not in g:
        writing = not request or (_is_change() and "looks_first" not in g)
        g.db_session = database_of(current_app).session(writing=writing)
    session: Session = g.db_session
    return session


def look_first() -> None:
    """Begin this request with a session that cannot write, whatever its method.

    On SQLite a writing session is a lock that raters' saves wait for: it must not be held
    while a large upload arrives and is read. Say so before anything asks for the session.
    """
    g.looks_first = True


def begin_changing() -> Session:
    """Return a session that writes, after one that looked; what was found is to be found anew."""
    # Whoever is signed in was found with the first one, and is asked of it until the end.
    g.looked_with = g.pop("db_session", None)
    g.pop("looks_first", None)
    return db_session()


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
    return moment_in(settings_of(current_app).zone).today


def _is_change() -> bool:
    return request.method not in READING_METHODS


def _close(_error: BaseException | None) -> None:
    for name in ("db_session", "looked_with", "looking", "changing"):
        opened: Session | Connection | None = g.pop(name, None)
        if opened is not None:
            opened.close()
