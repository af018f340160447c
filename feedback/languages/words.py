"""The catalogues outside a page: a document is written in its reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedback.languages.known import catalogue, locale_of
from feedback.text.days import written_day, written_weekday

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; called as gettext is."""

    language: str

    def __call__(self, text: str, **values: object) -> str:
        """Return a text of the code in this language, its values filled in."""
        found = catalogue(self.language).gettext(text)
        return found % values if values else found

    def weekday(self, day: date) -> str:
        """Return a day with its weekday: fredag 4 december."""
        return written_weekday(day, locale_of(self.language))

    def day(self, day: date) -> str:
        """Return a day in few characters: 4 december."""
        return written_day(day, locale_of(self.language))
