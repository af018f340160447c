"""Administrators' page: who may do what, and what staff have done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.admin import operation, views

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["install"]

_VIEWS = (views, operation)
"""Importing them adds their routes."""


def install(app: Flask) -> None:
    """Add the administrators' page."""
    app.register_blueprint(views.blueprint)
