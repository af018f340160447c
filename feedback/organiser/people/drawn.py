"""What is said once raters were drawn by lot."""

from __future__ import annotations

from flask_babel import gettext as _


def drawn_words(asked: int, left_out: int) -> str:
    """Say what a draw has done."""
    words: str = _(
        "Drawn: %(asked)s are asked, and %(left_out)s are left out. Whoever is left out stays on "
        "the list and gets no mail; you can still ask them one by one.",
        asked=asked,
        left_out=left_out,
    )
    return words
