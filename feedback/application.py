"""Put the application together: what is installed here is all there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Flask
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from feedback import (
    admin,
    approver,
    coach,
    error_pages,
    handouts,
    health,
    languages,
    leader,
    notices,
    organiser,
    plans,
    rater,
    records,
    report_pages,
    response_headers,
    sessions,
    signin,
    static_files,
)
from feedback.config import Settings, load_settings

if TYPE_CHECKING:
    from collections.abc import Callable

_MAX_BODY_BYTES: Final = 256 * 1024

_PARTS: Final[tuple[Callable[[Flask], None], ...]] = (
    sessions.install,
    static_files.install,
    languages.install,
    response_headers.install,
    error_pages.install,
    health.install,
    rater.install,
    signin.install,  # after rater, whose pages it leaves alone
    report_pages.install,
    leader.install,
    approver.install,
    plans.install,
    coach.install,
    organiser.install,
    handouts.install,
    records.install,
    notices.install,
    admin.install,
)


def build(settings: Settings | None = None) -> Flask:
    """Return a ready application."""
    settings = settings or load_settings(Settings)
    app = Flask("feedback")
    app.extensions["feedback.settings"] = settings
    app.config.update(
        SECRET_KEY=settings.session_secret(),
        MAX_CONTENT_LENGTH=_MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=_MAX_BODY_BYTES,
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    _install_templates(app)
    for install in _PARTS:
        install(app)
    return app


def _install_templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    # The macros of both packages are found under their own prefix.
    packages = ("govuk_frontend_jinja", "govuk_frontend_wtf")
    app.jinja_loader = ChoiceLoader(
        [
            PackageLoader("feedback"),
            PrefixLoader({name: PackageLoader(name) for name in packages}),
        ]
    )
    WTFormsHelpers(app)
