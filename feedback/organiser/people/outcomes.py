"""What is said once somebody was added, and once raters were drawn by lot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash
from flask_babel import gettext as _

if TYPE_CHECKING:
    from feedback.models import Person


def tell_if_kept(person: Person | None, typed: str | None) -> None:
    """Tell which name stands, where another department knows the person by one not typed here."""
    name = " ".join((typed or "").split())
    if person is None or not name or " ".join(person.name.split()) == name:
        return
    flash(
        _(
            "%(email)s takes part in another department's campaign as %(name)s and keeps that "
            "name. Is it wrong? Ask whoever runs the system to change it.",
            email=person.email,
            name=person.name,
        )
    )


def drawn_words(asked: int, left_out: int) -> str:
    """Say what a draw has done."""
    words: str = _(
        "Drawn: %(asked)s are asked, and %(left_out)s are left out. Whoever is left out stays on "
        "the list and gets no mail; you can still ask them one by one.",
        asked=asked,
        left_out=left_out,
    )
    return words
