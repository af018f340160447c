"""A face whose texts are encoded at once."""

from __future__ import annotations

from codecs import charmap_encode
from contextlib import suppress

from reportlab.pdfbase.ttfonts import TTFont


class Face(TTFont):  # type: ignore[misc]  # ReportLab is untyped
    """A face whose texts are encoded at once; ReportLab goes through them letter by letter."""

    def splitString(  # noqa: N802 - ReportLab's name
        self, text: str, doc: object, encoding: str = "utf-8"
    ) -> list[tuple[int, bytes]]:
        """Return a text in the codes of the document's subset of this face."""
        state = self.state.get(doc)
        if state is not None:
            # It fails for a letter that is new to the document, or beyond its first 256.
            with suppress(UnicodeEncodeError, TypeError):
                return [(0, charmap_encode(text, "strict", state.assignments)[0])]
        split: list[tuple[int, bytes]] = super().splitString(text, doc, encoding)
        return split
