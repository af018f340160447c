"""Who does what: the web product. `create_app` is its table of contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from feedback.config import Settings

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application; settings come from the environment unless given."""
    # Imported here so that `import feedback` stays light for the command line.
    from feedback.application import build  # noqa: PLC0415

    return build(settings)
