"""One application for many tests: making one costs more than most tests do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedback import create_app
from feedback.database import Database
from feedback.requests.appearance import begin_to_show

if TYPE_CHECKING:
    from flask import Flask

    from feedback.config import Settings

A_TESTS_OWN: Final = {"instance", "database_url", "backups"}
_MADE_WITH: Final = "tests.made_with"
_MADE: Final[list[tuple[dict[str, object], Flask]]] = []


def application_for(settings: Settings) -> Flask:
    """Return an application with these settings: one of an earlier test, moved, or a new one."""
    lasting = _lasting(settings)
    for made_with, app in _MADE:
        if made_with == lasting:
            return move(app, settings)
    app = create_app(settings)
    _MADE.append((lasting, app))
    return app


def move(app: Flask, settings: Settings) -> Flask:
    """Let an application work on another test's database and folder, as a new one would.

    Raises ValueError if anything else differs: most of it is read only when one is made.
    """
    # Kept at the first move: a test may alter the settings that it was given.
    made_with = app.extensions.setdefault(_MADE_WITH, _lasting(app.extensions["feedback.settings"]))
    if made_with != _lasting(settings):
        raise ValueError("these settings need an application of their own")
    app.extensions["feedback.database"].dispose()
    app.extensions["feedback.settings"] = settings
    app.extensions["feedback.database"] = Database(settings.database)
    begin_to_show(app)
    return app


def _lasting(settings: Settings) -> dict[str, object]:
    return settings.model_dump(exclude=A_TESTS_OWN)
