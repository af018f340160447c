"""The product's own application, and beside it the mails that it wrote to files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from werkzeug.middleware.dispatcher import DispatcherMiddleware

from dev.mails import mailbox
from feedback import create_app

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

ROOT: Final = Path(__file__).resolve().parents[1]
MAILS: Final = "/dev/mails"
READ_ONCE: Final = ("*.html", "*.txt", "*.po", "*.yaml", "*.json", "*.css", "*.js")
"""What the product reads when it starts, or keeps: a change of it starts it anew."""


def application() -> WSGIApplication:
    """Return the application, and what only a developer may see at an address of its own."""
    folder = Path(os.environ["FEEDBACK_INSTANCE"]) / "mail"
    return DispatcherMiddleware(create_app(), {MAILS: mailbox(folder)})


def watched() -> list[str]:
    """Return the files, besides modules, that a page may be made of."""
    return [
        str(file)
        for package in ("feedback", "reports", "surveys")
        for pattern in READ_ONCE
        for file in (ROOT / package).rglob(pattern)
    ]
