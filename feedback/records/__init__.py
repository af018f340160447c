"""What is kept and how long, for organisers, administrators and whoever asks for their data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.records import departments, log, personal, rehearsals
from feedback.records.documents import letter_pdf, own_data_json, own_data_pdf, protocol_pdf
from feedback.records.keeping import is_keeper

if TYPE_CHECKING:
    from flask import Flask

_VIEWS = (rehearsals,)
"""Importing it adds its routes to the blueprint of the departments."""

__all__ = ["install", "letter_pdf", "own_data_json", "own_data_pdf", "protocol_pdf"]


def install(app: Flask) -> None:
    """Add the pages about what is kept."""
    app.register_blueprint(departments.blueprint)
    app.register_blueprint(log.blueprint)
    app.register_blueprint(personal.blueprint)
    app.jinja_env.globals.update(is_keeper=is_keeper)
