"""The talk guide on paper: one page, whatever the findings."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from pikepdf import Pdf

from reports.pdf.document import render_document
from reports.sections.guide import MOST, guide

if TYPE_CHECKING:
    from reports.sections.material import Material


def render_guide(material: Material) -> bytes:
    """Return the guide as one tagged page: with long statements it names fewer of them."""
    fitting = (_render(material, most) for most in range(MOST, -1, -1))
    return next(content for content in fitting if _pages(content) == 1)


def _render(material: Material, most: int) -> bytes:
    return render_document(
        material.say("guide.title", name=material.cover.leader_name),
        guide(material, most=most),
        author=material.cover.organisation,
        language=material.language,
        footer=material.say("guide.footer"),
    )


def _pages(content: bytes) -> int:
    with Pdf.open(BytesIO(content)) as document:
        return len(document.pages)
