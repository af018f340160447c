"""Mail as organisers see it: what goes when, what did not arrive, its words, and the brake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.organiser.mails import campaign, holding, letters

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["install"]


def install(app: Flask) -> None:
    """Add the pages about mail, and give templates `held_mail()`."""
    for part in (campaign, letters, holding):
        app.register_blueprint(part.blueprint)
    app.jinja_env.globals.update(held_mail=holding.held_mail)
