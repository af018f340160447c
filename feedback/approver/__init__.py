"""An approver's pages: whom leaders propose, approved or sent back before anybody is invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.approver.views import blueprint

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["install"]


def install(app: Flask) -> None:
    """Add the approvers' pages."""
    app.register_blueprint(blueprint)
