"""A report's pieces as a page shows them: the same sections as the PDF, drawn as HTML."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from markupsafe import Markup
from werkzeug import Response
from werkzeug.utils import secure_filename

from reports.charts import to_svg
from reports.pieces import Chart
from reports.sections.profile_page import profile_page
from reports.sections.summary import summary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Flask

    from reports.pieces import Piece, Section
    from reports.sections.material import Material

_FILE_WORDS: Final = {"sv": "Återkoppling", "en": "Feedback"}


def install(app: Flask) -> None:
    """Give templates `piece|kind` and `chart|svg`."""
    app.jinja_env.filters["kind"] = kind
    app.jinja_env.filters["svg"] = svg


def kind(piece: Piece) -> str:
    """Return what a piece is, in lower case: heading, text, chart."""
    return type(piece).__name__.lower()


def svg(chart: Chart) -> Markup:
    """Return a chart as an element of the page; its words are escaped where it is made."""
    return Markup(to_svg(chart.drawing, title=chart.alternative))  # noqa: S704 - to_svg escapes


def first_chart(section: Section | None) -> Chart | None:
    """Return the first chart of a section, if it has one."""
    pieces: Iterable[Piece] = section.pieces if section else ()
    return next((piece for piece in pieces if isinstance(piece, Chart)), None)


def for_the_web(material: Material) -> tuple[Section, ...]:
    """Return the sections that a leader's page shows, without what speaks of paper pages."""
    intro = material.say("summary.intro")
    sections = (summary(material), profile_page(material))
    return tuple(
        replace(
            section,
            pieces=tuple(p for p in section.pieces if getattr(p, "text", "") != intro),
        )
        for section in sections
        if section is not None
    )


def pdf_answer(content: bytes, leader_name: str, language: str) -> Response:
    """Return a PDF to download, named after the leader and nothing else; nobody keeps it."""
    word = _FILE_WORDS.get(language, _FILE_WORDS["sv"])
    return Response(
        content,
        mimetype="application/pdf",
        headers={
            "Content-Disposition": _attachment(f"{word} {leader_name}.pdf"),
            "Cache-Control": "no-store",
        },
    )


def _attachment(name: str) -> str:
    plain = secure_filename(name) or "report.pdf"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
