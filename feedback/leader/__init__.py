"""A leader's pages: my campaigns, and my report once it is shared with me."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.leader import loop, nominating, practice
from feedback.leader.views import blueprint

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["install"]

_VIEWS = (nominating, practice)  # importing them adds their routes


def install(app: Flask) -> None:
    """Add the leaders' pages."""
    app.register_blueprint(blueprint)
    app.register_blueprint(loop.blueprint)
