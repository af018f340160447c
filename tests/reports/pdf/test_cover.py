"""The first page: whose report it is, its message, and where to find what."""

from __future__ import annotations

import sys
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from reports.colours import ACCENT, WHITE, as_ground, contrast
from reports.pdf import render_report
from reports.pdf.cover import ContentsList
from reports.sections.pieces import Contents
from tests.reports.pdf.cases import (
    COVER,
    EVERYBODY,
    LONG_COVER,
    orebro,
    png,
    release_of,
)
from tests.reports.pdf.golden import LANGUAGES, sample_report
from tests.reports.pdf.reading import read
from tests.reports.pdf.unused import said, unused
from tests.reports.pdf.verapdf import PDF_A, PDF_UA, faults

if TYPE_CHECKING:
    from reports.sections.cover import Cover


def _pages(content: bytes) -> list[list[str]]:
    """Return the lines of each page."""
    pages = PdfReader(BytesIO(content)).pages
    return [[line.strip() for line in page.extract_text().split("\n")] for page in pages]


def _contents(content: bytes) -> dict[str, int]:
    """Return which page a title is said to stand on."""
    entries = (one.all_text.rsplit(" ", 1) for one in read(content).find("TOCI"))
    return {title: int(page) for title, page in entries}


@pytest.mark.parametrize(
    ("language", "traits", "first"),
    [("sv", "Egenskaperna, en för en", "Säker"), ("en", "The traits, one by one", "Confident")],
)
def test_the_contents_name_the_page_on_which_each_part_begins(
    language: str, traits: str, first: str
) -> None:
    pages, entries = _pages(sample_report(language)), _contents(sample_report(language))

    assert len(entries) > 8
    assert first not in entries
    for title, page in entries.items():
        heading = first if title == traits else title
        assert heading in pages[page - 1]
        assert not any(heading in lines for lines in pages[1 : page - 1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_message_stands_once_on_the_first_page(language: str) -> None:
    pages = _pages(sample_report(language))

    for title in {
        "sv": ("Det andra värderar mest", "Där bilderna skiljer sig", "Det första att ta tag i"),
        "en": ("What others value most", "The first thing to take hold of"),
    }[language]:
        assert title in pages[0]
        assert title not in pages[1] + pages[2]


def test_the_leader_is_named_in_the_only_title() -> None:
    (title,) = read(sample_report("sv")).find("H1")

    assert title.all_text == "Åsa Öberg"


@pytest.mark.parametrize("cover", [COVER, LONG_COVER], ids=["short", "long"])
@pytest.mark.parametrize("has_logo", [True, False])
def test_a_cover_in_the_organisations_colour_is_one_page_and_valid(
    cover: Cover, *, has_logo: bool
) -> None:
    release = release_of(EVERYBODY)
    logo = png("RGBA", (300, 90)) if has_logo else b""
    dressed = replace(cover, accent="#7a1f3d", logo=logo)

    content = render_report(release, dressed, survey=orebro())

    assert "Sammanfattning" in _pages(content)[1]
    assert not faults(content, PDF_UA)
    assert not faults(content, PDF_A)


def test_the_ground_is_the_organisations_colour() -> None:
    plain, red = (
        render_report(release_of(EVERYBODY), replace(COVER, accent=accent), survey=orebro())
        for accent in (ACCENT, "#7a1f3d")
    )

    ground = " ".join(f"{int('7a1f3d'[at : at + 2], 16) / 255:.4g}" for at in (0, 2, 4))
    assert [ground in _code(one) for one in (plain, red)] == [False, True]


def _code(content: bytes) -> str:
    drawn = PdfReader(BytesIO(content)).pages[0].get_contents()
    assert drawn is not None
    return drawn.get_data().decode("latin-1")


@pytest.mark.parametrize("colour", ["#ffffff", "#ffe600", "#8fd3c8", "#12355b", "#000000"])
def test_white_words_stand_out_on_any_ground(colour: str) -> None:
    ground = as_ground(colour)

    assert contrast(WHITE, ground) >= 4.5
    assert (ground == colour) is (contrast(WHITE, colour) >= 4.5)


def test_where_a_page_has_no_room_the_contents_are_left_out() -> None:
    contents = ContentsList(Contents("Contents", (("one", "One"), ("two", "Two"))))

    assert contents.wrap(400, 20) == (400, 0)
    assert contents.wrap(400, 60)[1] > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_has_twelve_pages_and_little_unused(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    content = sample_report(language)

    with capsys.disabled():
        sys.stdout.write(f"\n{said(f'sample {language}', content)}\n")

    shares = unused(content)
    assert len(shares) <= 12
    assert sum(shares) / len(shares) <= 0.12
