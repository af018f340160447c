"""The talk guide on paper: one page, whatever the findings."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from reports.pdf.document import render_document
from reports.pdf.errors import TooManyPagesError
from reports.sections.guide import guide
from reports.shown.findings import MOST

if TYPE_CHECKING:
    from reports.sections.material import Material


def render_guide(material: Material) -> bytes:
    """Return the guide as one tagged page: with long statements it names fewer of them."""
    for most in range(MOST, 0, -1):
        with suppress(TooManyPagesError):
            return _render(material, most)
    return _render(material, 0)


def _render(material: Material, most: int) -> bytes:
    return render_document(
        material.say("guide.title", name=material.cover.leader_name),
        guide(material, most=most),
        author=material.cover.organisation,
        language=material.language,
        footer=material.say("guide.footer"),
        most_pages=1,
    )
