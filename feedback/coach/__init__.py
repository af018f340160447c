"""A coach's pages: my leaders, self against others, the talk, notes, comments, sharing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.coach import (
    as_leader,
    desk,
    following,
    guide,
    heatmap,
    notes,
    practice,
    practising,
    pulse,
    reading,
    sharing,
    slides,
    talks,
)
from feedback.coach.pages import blueprint

if TYPE_CHECKING:
    from flask import Flask

__all__ = [
    "as_leader",
    "desk",
    "following",
    "guide",
    "heatmap",
    "install",
    "notes",
    "practice",
    "practising",
    "pulse",
    "reading",
    "sharing",
    "slides",
    "talks",
]


def install(app: Flask) -> None:
    """Add the coaches' pages."""
    app.register_blueprint(blueprint)
