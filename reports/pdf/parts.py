"""The report of a part of a tree of workplaces on paper, and its notice for the wall."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from reports.pdf import styles
from reports.pdf.document import render_document, render_told
from reports.pdf.errors import TooManyPagesError
from reports.shown.parts import LISTED
from reports.subjects.unit import notice

if TYPE_CHECKING:
    from reports.subjects.unit import PartMaterial


def render_part(material: PartMaterial) -> bytes:
    """Return the report of a part as PDF/UA-1 and PDF/A-2a; equal input gives equal bytes."""
    return render_told(replace(material, width=float(styles.WIDTH), is_narrow=False))


def render_notice(material: PartMaterial) -> bytes:
    """Return the notice as one tagged page: with long statements it names fewer of them."""
    for most in range(LISTED, 0, -1):
        with suppress(TooManyPagesError):
            return _notice(material, most)
    return _notice(material, 0)


def _notice(material: PartMaterial, most: int) -> bytes:
    return render_document(
        material.about,
        tuple(notice(material, most=most)),
        author=material.cover.organisation,
        language=material.language,
        footer=material.say("part.notice_footer"),
        most_pages=1,
    )
