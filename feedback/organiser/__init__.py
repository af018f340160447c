"""Organisers' pages: campaigns of their departments, run and followed without opening a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.organiser import (
    cohorts,
    corrections,
    courses,
    finding,
    following,
    initiatives,
    launching,
    looking_over,
    mails,
    people,
    previewing,
    programmes,
    setup,
    several,
    surveys,
    teams,
    thanking,
    views,
    workplaces,
)
from feedback.organiser.blueprint import blueprint
from feedback.organiser.coaches import pages as coaches

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["install"]

_VIEWS = (
    views,
    finding,
    setup,
    previewing,
    looking_over,
    launching,
    following,
    thanking,
    corrections,
    people,
    several,
    teams,
    workplaces,
    cohorts,
    courses,
    initiatives,
    coaches,
)
"""Importing them adds their routes."""


def install(app: Flask) -> None:
    """Add the organisers' pages."""
    app.register_blueprint(blueprint)
    app.register_blueprint(programmes.blueprint)
    app.register_blueprint(surveys.blueprint)
    mails.install(app)
