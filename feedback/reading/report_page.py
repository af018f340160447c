"""A report's pieces as a page shows them: the same sections as the PDF, drawn as HTML."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from feedback.requests.downloads import download
from reports.charts import to_svg
from reports.sections.comments import comments
from reports.sections.opening import how_to_read, lead, notes_on_who
from reports.sections.pieces import Chart, Text
from reports.sections.plan import ideas
from reports.subjects import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask import Flask
    from werkzeug import Response

    from reports.sections.cover import Cover
    from reports.sections.material import Material
    from reports.sections.pieces import Grid, Piece, Section

PHONE_WIDTH: Final = 240.0  # in points: a small phone draws them larger than a pixel each
LONGEST_NAME: Final = 24  # in characters: of what heads a row beside figures on a phone
MOST_COLUMNS: Final = 4  # that a phone holds
_NOT_ON_THE_PAGE: Final = frozenset({"opening", "comments"})
_AFTER_COMMENTS: Final = frozenset({"talk", "ideas", "values", "method"})
_FILE_WORDS: Final = {
    "sv": ("Återkoppling", "Sammanfattning"),
    "en": ("Feedback", "Summary"),
}


@dataclass(frozen=True, slots=True)
class WebReport:
    """A report as its leader's page shows it, whoever looks at that page.

    `sections` holds each as wide screens and as phones show it.
    """

    lead: str
    sections: tuple[tuple[Section, Section], ...]
    how_to_read: tuple[str, ...]
    notes_on_who: tuple[str, ...]
    comments: Section | None  # or the reason why none are shown, which is brief


@dataclass(frozen=True, slots=True)
class ReportOfSeveral:
    """A report as the page of all whom it is about shows it, whoever of them looks.

    `sections` as of `WebReport`; `first` says what it is, who may open it and who answered.
    """

    first: tuple[Piece, ...]
    sections: tuple[tuple[Section, Section], ...]
    comments: Section | None


def web_report(material: Material) -> WebReport:
    """Return what stands on a leader's page; comments stand behind a choice there."""
    return WebReport(
        lead=lead(material),
        sections=for_the_web(material),
        how_to_read=tuple(how_to_read(material)),
        notes_on_who=tuple(notes_on_who(material)),
        comments=comments(material),
    )


def report_of_several(material: Material) -> ReportOfSeveral:
    """Return what stands on the page of a report that all whom it is about read."""
    drawn = _sections(material)
    every = {one.key: one for one in drawn}
    return ReportOfSeveral(
        first=every["opening"].pieces,
        sections=_wide_and_narrow(material, drawn),
        comments=every.get("comments"),
    )


def install(app: Flask) -> None:
    """Give templates `piece|kind`, `chart|svg`, and tests of sections and tables."""
    app.jinja_env.tests["after_comments"] = after_comments
    app.jinja_env.tests["drawn_twice"] = has_chart
    app.jinja_env.tests["too_wide_for_a_phone"] = too_wide_for_a_phone
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


def for_the_web(material: Material) -> tuple[tuple[Section, Section], ...]:
    """Return the sections that a leader's page shows, each as wide screens and as phones show it.

    The page opens in its own words, comments stand behind a choice, and a plan to write on
    by hand is for paper; so is what speaks of paper pages.
    """
    return _wide_and_narrow(material, _sections(material))


def has_chart(section: Section) -> bool:
    """Tell whether a section looks different on a phone."""
    return first_chart(section) is not None


def too_wide_for_a_phone(grid: Grid) -> bool:
    """Tell whether a table has sentences beside its figures, or more columns than a phone holds."""
    return len(grid.header) > MOST_COLUMNS or any(len(row[0]) > LONGEST_NAME for row in grid.rows)


def _sections(material: Material) -> tuple[Section, ...]:
    return tuple(kind_of(material.survey).sections(material))


def _wide_and_narrow(
    material: Material, drawn: Iterable[Section]
) -> tuple[tuple[Section, Section], ...]:
    """Return what the page shows of the sections drawn for wide screens, beside those of phones."""
    narrow = replace(material, width=PHONE_WIDTH, is_narrow=True)
    wide, phones = _on_the_page(material, drawn), _on_the_page(narrow, _sections(narrow))
    return tuple(zip(wide, phones, strict=True))


def _on_the_page(material: Material, drawn: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(
        replace(
            section, pieces=tuple(piece for piece in section.pieces if not _is_for_paper(piece))
        )
        for section in _instead_of_paper(material, drawn)
    )


def _instead_of_paper(material: Material, drawn: Iterable[Section]) -> Iterator[Section]:
    """Yield the sections, with the ideas alone where paper has lines to write on below them."""
    for section in drawn:
        found = ideas(material) if section.key == "plan" else section
        if found and found.key not in _NOT_ON_THE_PAGE:
            yield found


def _is_for_paper(piece: Piece) -> bool:
    return isinstance(piece, Text) and piece.is_for_paper


def after_comments(pair: tuple[Section, Section]) -> bool:
    """Tell whether a section comes after what others have written."""
    return pair[0].key in _AFTER_COMMENTS


def pdf_answer(content: bytes, cover: Cover, *, is_summary: bool = False) -> Response:
    """Return a PDF to download, named after leader, campaign and year; nobody keeps it."""
    word = _FILE_WORDS.get(cover.language, _FILE_WORDS["sv"])[is_summary]
    when = cover.campaign if cover.year in cover.campaign else f"{cover.campaign} {cover.year}"
    return download(content, "application/pdf", f"{word} {cover.leader_name}, {when}.pdf")
