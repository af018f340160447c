"""Say when a typed name is not used, because another department knows the person by its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash
from flask_babel import gettext as _

if TYPE_CHECKING:
    from feedback.models import Person


def tell_if_kept(person: Person | None, typed: str | None) -> None:
    """Tell which name stands, where it is not the one that was typed."""
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
