"""Plans: the leader writes and follows one, and whoever it is shared with reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.plans import goals, readers
from feedback.plans.views import blueprint

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["install"]


def install(app: Flask) -> None:
    """Add the plans' pages."""
    app.register_blueprint(blueprint)
    app.register_blueprint(goals.blueprint)
    app.register_blueprint(readers.blueprint)
