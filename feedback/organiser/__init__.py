"""Organisers' pages: campaigns of their units, run and followed without opening a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.organiser import corrections
from feedback.organiser.views import blueprint

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["install"]

_VIEWS = (corrections,)  # importing them adds their routes


def install(app: Flask) -> None:
    """Add the organisers' pages."""
    app.register_blueprint(blueprint)
