"""What people write comes through whole, or visibly replaced; never as markup, never a crash."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.fonts import REGULAR, face_with, register_faces
from reports.pdf import render_document, render_report
from reports.pdf.writing import is_right_to_left, markup, readable, shortened
from reports.sections.pieces import Comment, Text
from tests.reports.pdf.cases import COVER, TWELVE, orebro, release_of
from tests.reports.pdf.reading import Node, read
from tests.reports.pdf.verapdf import PDF_A, PDF_UA, faults

ARABIC = "مرحبا، أنت مدير جيد وتستمع إلينا دائما"
CYRILLIC = "Она всегда слушает нас до конца."
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän" * 10
AWKWARD = {
    "three thousand characters": "Hon lyssnar färdigt. " * 143,
    "a word of 400 characters": LONG_WORD[:400],
    "emoji": "Bra 👍🏽 jobbat 😀",
    "Arabic": ARABIC,
    "Cyrillic": CYRILLIC,
    "Tigrinya": "ንግግር ጽቡቕ",
    "Thai": "ดีมาก",
    "markup": "<b>fet</b> & <onDraw name='x'/> </para> &amp;",
    "control characters": "a\x07b\x00c\x1b[31m",
    "zero width": "a\u200bb\u200dc\ufeffd",
    "turned around": "abc\u202edcba",
    "lone surrogate": "a\ud800b",
    "only blanks and lines": "  rad ett\r\n\r\n\trad två  \n",
}


def _heard(text: str) -> str:
    document = render_document("Titel", [Comment(text)], author="Örebro kommun")
    return " ".join(read(document).find("Sect")[0].below[1].all_text.split())


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD.keys())
def test_a_document_with_it_conforms(text: str) -> None:
    document = render_document("Titel", [Comment(text)], author="Örebro kommun")

    assert [faults(document, profile) for profile in (PDF_UA, PDF_A)] == [[], []]


@pytest.mark.parametrize(
    "name", ["three thousand characters", "a word of 400 characters", "Arabic", "Cyrillic", "Thai"]
)
def test_text_that_a_face_has_comes_through_whole(name: str) -> None:
    assert _heard(AWKWARD[name]) == AWKWARD[name].strip()


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Bra 👍", "Bra [thumbs up sign]"),
        ("a\x07b", "a[U+0007]b"),
        ("a\ud800b", "a[U+D800]b"),
        ("a\u200bb\u200dc\ufeffd", "abcd"),
        ("<b>fet</b> & så", "<b>fet</b> & så"),
        ("e\u0301", "é"),
        ("rad ett\r\n\r\nrad två", "rad ett rad två"),
    ],
)
def test_what_no_face_has_is_visibly_replaced(text: str, heard: str) -> None:
    assert _heard(text) == heard


def test_a_broken_arabic_word_is_heard_whole() -> None:
    word = "مدير" * 60

    assert _heard(word) == word


@pytest.mark.parametrize(
    ("text", "right_to_left"),
    [(ARABIC, True), ("שלום hej", True), ("hej שלום", False), ("123 !", False), ("", False)],
)
def test_the_first_letter_tells_the_direction(text: str, *, right_to_left: bool) -> None:
    assert is_right_to_left(text) is right_to_left


def test_a_header_that_is_too_long_ends_in_an_ellipsis() -> None:
    register_faces()

    line = shortened("Vård- och omsorgsförvaltningen " * 5, face=REGULAR, size=9, width=120)

    assert line.endswith("…")
    assert len(line) < 40


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_every_character_is_drawn_or_replaced(text: str) -> None:
    shown = readable(text, face=REGULAR)

    assert all(face_with(character) for character in shown if character not in "\n\u00a0")


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(codec=None), max_size=300))
def test_no_text_breaks_a_document(text: str) -> None:
    document = render_document("Titel", [Comment(text), Text(text)], author=text)

    assert document.startswith(b"%PDF-1.7")


def test_markup_of_people_is_never_markup_of_ours() -> None:
    drawn = markup("<b>&amp;</b>", face=REGULAR, size=10, width=100)

    assert drawn == "&lt;b&gt;&amp;amp;&lt;/b&gt;"


def test_twenty_thousand_characters_flow_over_pages() -> None:
    text = "Mycket att säga om detta. " * 800
    release = release_of(TWELVE, comments=[text[:20_000], "kort", "också kort"])

    report = render_report(release, COVER, survey=orebro())

    assert " ".join(text[:20_000].split()) in _all_text(read(report))


def test_a_comment_that_fits_on_a_page_is_not_torn() -> None:
    long = "Rad som fyller ut. " * 60
    document = render_document("Titel", [Comment(long) for _ in range(9)], author="K")

    comments = read(document).find("Sect")[0].below[1:]

    assert len(comments) == 9
    assert all(len(comment.pages) == 1 for comment in comments)


def _all_text(node: Node) -> str:
    return " ".join(node.all_text.split())


def test_a_long_word_among_other_faces_is_heard_whole() -> None:
    text = f"{CYRILLIC} ትግርኛ {LONG_WORD[:300]} ትግርኛ slut"

    assert _heard(text) == text


@settings(deadline=None)
@given(st.text(st.characters(max_codepoint=0x2200)))
def test_a_common_text_reads_as_it_would_beside_a_letter_that_is_not_common(text: str) -> None:
    common, looked_up = (readable(f"{text}{letter}", face=REGULAR) for letter in ("x", "ж"))

    assert looked_up == f"{common[:-1]}ж"
