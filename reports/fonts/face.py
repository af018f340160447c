"""A face whose texts are encoded at once, its usual letters with the same codes everywhere."""

from __future__ import annotations

from codecs import charmap_encode
from contextlib import suppress
from functools import lru_cache
from typing import Any, Final

from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase.ttfonts import TTFont

USUAL: Final = "åäöÅÄÖéü–”’…·−×→≤≥±•"
"""Letters that nearly every document has beside those of ASCII, in the order of their codes."""


class Face(TTFont):  # type: ignore[misc]  # ReportLab is untyped
    """A face that keeps what is equal in all documents: ReportLab goes letter by letter anew."""

    def __init__(self, name: str, filename: str) -> None:
        """Take a file."""
        super().__init__(name, filename)
        letters = self.face.charToGlyph
        self._usual = "".join(one for one in USUAL if ord(one) in letters)
        codes = {code: code for code in range(32, 127) if code in letters}
        self._codes = codes | {ord(one): code for code, one in enumerate(self._usual, 1)}
        made = lru_cache(maxsize=64)(self.face.makeSubset)
        self.face.makeSubset = lambda subset: made(tuple(subset))
        self.spelled = lru_cache(maxsize=8192)(self._spelled)

    def known_to(self, doc: object) -> Any:  # noqa: ANN401 - ReportLab's own state
        """Return what a document has of this face, with the usual letters in their places."""
        state = self.state.get(doc)
        if state is None:
            state = self._assignState(doc)
            super().splitString(self._usual, doc)
        return state

    def _spelled(self, text: str) -> str | None:
        """Return usual letters as a document's operators spell them; None if others are there."""
        try:
            codes = charmap_encode(text, "strict", self._codes)[0]
        except (UnicodeEncodeError, TypeError):
            return None
        spelled: str = escapePDF(codes)
        return spelled

    def splitString(  # noqa: N802 - ReportLab's name
        self, text: str, doc: object, encoding: str = "utf-8"
    ) -> list[tuple[int, bytes]]:
        """Return a text in the codes of the document's subset of this face."""
        state = self.known_to(doc)
        # It fails for a letter that is new to the document, or beyond its first 256.
        with suppress(UnicodeEncodeError, TypeError):
            return [(0, charmap_encode(text, "strict", state.assignments)[0])]
        split: list[tuple[int, bytes]] = super().splitString(text, doc, encoding)
        return split
