"""Words that are written in English below the pages and translated where they are shown."""

from __future__ import annotations

from typing import Self


class Phrase(str):
    """A sentence or name: English as it stands, translated in a page.

    `Phrase("Invitation")`: the message is looked up in the catalogues before its values are
    filled in; see `languages.translated`.
    """

    __slots__ = ("message", "values")

    message: str
    values: dict[str, object]

    def __new__(cls, message: str, **values: object) -> Self:
        """Fill in the values, and remember both for other languages."""
        phrase = super().__new__(cls, message % values if values else message)
        phrase.message, phrase.values = message, values
        return phrase
