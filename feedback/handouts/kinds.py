"""The three things that carry a link without mail, by the name that commands give them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from feedback.handouts.letters import letters_pdf
from feedback.handouts.slips import slips_pdf
from feedback.handouts.sms import sms_csv
from feedback.languages import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedback.operations.handouts import Asker, Handout


class Draw(Protocol):
    """What makes a file of handouts; `language` is that of the file as a whole."""

    def __call__(self, handouts: Sequence[Handout], asker: Asker, *, language: str) -> bytes:
        """Return the file's content."""
        ...


@dataclass(frozen=True, slots=True)
class HandoutKind:
    """How a kind of handout is made, and what its file is."""

    plural: str
    draw: Draw
    mimetype: str
    suffix: str


KINDS: Final = {
    "letter": HandoutKind("letters", letters_pdf, "application/pdf", ".pdf"),
    "slip": HandoutKind("slips", slips_pdf, "application/pdf", ".pdf"),
    "sms": HandoutKind("SMS", sms_csv, "text/csv", ".csv"),
}


def drawn(
    kind: HandoutKind, handouts: Sequence[Handout], asker: Asker, *, language: str | None = None
) -> bytes:
    """Return a file of handouts, each in its rater's language or all in the one that is asked."""
    if language:
        handouts = [replace(handout, language=language) for handout in handouts]
    return kind.draw(handouts, asker, language=language or DEFAULT)
