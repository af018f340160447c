"""The talk guide on paper: one page, whatever the findings.

Only a coach's own questions may make it longer. Notes at statements stay off it: paper is left
behind.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from reports.pdf.document import render_document
from reports.pdf.errors import TooManyPagesError
from reports.sections.guide import Prepared, guide
from reports.shown.findings import MOST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.sections.material import Material

NONE: Final[Mapping[str, tuple[str, ...]]] = {}


def render_guide(material: Material, questions: Mapping[str, tuple[str, ...]] = NONE) -> bytes:
    """Return the guide as one tagged page: with long statements it names fewer of them.

    `questions` are the coach's own, by the step; with many of them it is as long as it is.
    """
    prepared = Prepared(questions)
    for most in range(MOST, 0, -1):
        with suppress(TooManyPagesError):
            return _render(material, most, prepared, most_pages=1)
    if any(questions.values()):
        return _render(material, MOST, prepared, most_pages=None)
    return _render(material, 0, prepared, most_pages=1)


def _render(material: Material, most: int, prepared: Prepared, *, most_pages: int | None) -> bytes:
    return render_document(
        material.say("guide.title", name=material.cover.leader_name),
        guide(material, most=most, prepared=prepared),
        author=material.cover.organisation,
        language=material.language,
        footer=material.say("guide.footer"),
        most_pages=most_pages,
    )
