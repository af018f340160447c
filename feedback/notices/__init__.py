"""The pages that the law wants everybody to find: personal data, and accessibility."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.notices.views import blueprint

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["install"]


def install(app: Flask) -> None:
    """Add the two pages."""
    app.register_blueprint(blueprint)
