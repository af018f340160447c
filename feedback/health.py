"""Tell a proxy or a watch that the application and its database answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from feedback.sessions import db_session

if TYPE_CHECKING:
    from flask import Flask


def install(app: Flask) -> None:
    """Add /healthz."""
    app.add_url_rule("/healthz", "healthz", _healthz)


def _healthz() -> dict[str, str]:
    db_session().execute(text("SELECT 1"))
    return {"status": "ok"}
