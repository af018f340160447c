"""Administrators' page: who may do what, what staff have done, and how it all looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.admin import appearance, operation, views

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["install"]

_VIEWS = (views, operation, appearance)
"""Importing them adds their routes."""


def install(app: Flask) -> None:
    """Add the administrators' page."""
    app.register_blueprint(views.blueprint)
