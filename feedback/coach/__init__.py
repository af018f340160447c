"""A coach's pages: my leaders, self against others, what is withheld, and sharing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.coach.views import blueprint

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["install"]


def install(app: Flask) -> None:
    """Add the coaches' pages."""
    app.register_blueprint(blueprint)
