"""Put the application together: what is installed here is all there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Flask

from feedback import (
    admin,
    approver,
    coach,
    handouts,
    languages,
    leader,
    notices,
    organiser,
    plans,
    rater,
    records,
    signin,
)
from feedback.access import in_templates
from feedback.config import Settings, load_settings
from feedback.reading import report_page
from feedback.requests import (
    appearance,
    body_limits,
    error_pages,
    fields,
    health,
    response_headers,
    sessions,
    static_files,
)
from feedback.requests.public_address import PublicAddress
from feedback.version import version

if TYPE_CHECKING:
    from collections.abc import Callable

_PARTS: Final[tuple[Callable[[Flask], None], ...]] = (
    body_limits.install,  # before all that reads a form
    fields.install,
    sessions.install,
    static_files.install,
    appearance.install,
    languages.install,
    in_templates.install,
    response_headers.install,
    error_pages.install,
    health.install,
    rater.install,
    signin.install,  # after rater, whose pages it leaves alone
    report_page.install,
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
    app.config["SECRET_KEY"] = settings.session_secret()
    _install_templates(app)
    for install in _PARTS:
        install(app)
    app.wsgi_app = PublicAddress(app.wsgi_app, settings.base_url)  # type: ignore[method-assign,assignment] # as Flask says
    return app


def _install_templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["version"] = version()
