"""What is handed out where there is no desk and no mail: letters, slips, an SMS list, a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.handouts.card import card_of, card_pdf
from feedback.handouts.kinds import KINDS, HandoutKind, drawn
from feedback.handouts.views import blueprint

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["KINDS", "HandoutKind", "card_of", "card_pdf", "drawn", "install"]


def install(app: Flask) -> None:
    """Add the organisers' pages of handouts."""
    app.register_blueprint(blueprint)
