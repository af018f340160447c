"""The page for a save that comes after the response was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import render_template

from feedback.errors import AlreadyAnsweredError

if TYPE_CHECKING:
    from flask import Flask
    from flask.typing import ResponseReturnValue

_CONFLICT: Final = 409


def install(app: Flask) -> None:
    """Register the page."""
    app.register_error_handler(AlreadyAnsweredError, _came_late)


def _came_late(_error: AlreadyAnsweredError) -> ResponseReturnValue:
    return render_template("rater/came-late.html"), _CONFLICT
