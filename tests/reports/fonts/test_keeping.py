"""What is kept between documents: words that stand in many reports, and nothing of people."""

from __future__ import annotations

from reportlab.pdfbase.pdfmetrics import getFont

from reports.fonts import REGULAR, register_faces
from reports.pdf import render_document, render_report
from reports.sections.pieces import Comment, Text
from reports.texts import texts
from tests.reports.pdf.cases import COVER, EVERYBODY, orebro, release_of


def _is_kept(words: str, face: str = REGULAR) -> bool:
    """Tell whether words are spelled without looking: asking for them keeps them from now on."""
    spelled = getFont(face).spelled
    before = spelled.cache_info().hits
    spelled(words)
    return bool(spelled.cache_info().hits > before)


def test_of_a_document_that_is_no_report_nothing_is_kept() -> None:
    register_faces()

    render_document("Din kod", [Text("KOD 47-11-08"), Comment("Ett ord")], author="K")

    assert not _is_kept("KOD 47-11-08 ")


def test_of_a_report_the_words_of_all_are_kept_and_no_comment() -> None:
    register_faces()
    comments = [f"Aldrig hörd mening {number}." for number in "abcd"]

    render_report(release_of(EVERYBODY, comments=comments), COVER, survey=orebro())

    assert _is_kept(texts(COVER.language)("document.page", page=2))
    assert not any(_is_kept(f"{comment} ") for comment in comments)


def test_no_shaped_word_outlives_its_document() -> None:
    render_document("Titel", [Comment("مرحبا ดีมาก שלום")], author="K")

    faces = map(getFont, ("NotoSansArabic", "NotoSansThai", "NotoSansHebrew"))
    assert [face.shaped.cache_info().currsize for face in faces] == [0, 0, 0]
