"""What people write comes through whole, or visibly replaced; never as markup, never a crash."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.pdfbase.pdfmetrics import getFont

from reports import fonts
from reports.emoji import is_picture
from reports.fonts import REGULAR, face_with, register_faces
from reports.pdf import characters, render_document, render_report
from reports.pdf.writing import is_right_to_left, markup, readable, shortened
from reports.sections.pieces import Comment, Text
from tests.reports.pdf.cases import COVER, TWELVE, orebro, release_of
from tests.reports.pdf.reading import Node, read
from tests.reports.pdf.verapdf import PDF_A, PDF_UA, faults

if TYPE_CHECKING:
    from pathlib import Path

ARABIC = "مرحبا، أنت مدير جيد وتستمع إلينا دائما"
PERSIAN = "می\u200cرود"
THAI = "ที่นี่ทำงานได้ดี"
CYRILLIC = "Она всегда слушает нас до конца."
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän" * 10
AWKWARD = {
    "three thousand characters": "Hon lyssnar färdigt. " * 143,
    "a word of 400 characters": LONG_WORD[:400],
    "emoji": "Bra 👍🏽 jobbat 😀 " * 90,  # broken over lines
    "emoji in Arabic": "مرحبا 👍🏽 أنت 😀",
    "Arabic": ARABIC,
    "Persian": PERSIAN,
    "Hebrew with points": "שָׁלוֹם",
    "Chinese": "我们的经理很好。",
    "ligatures and signs of Word": "ﬁnt ﬂöde \uf0b7 punkt \uf0e0 pil \uf04a",
    "Cyrillic": CYRILLIC,
    "Tigrinya": "ንግግር ጽቡቕ",
    "Amharic": "አመሰግናለሁ፣ በጣም ጥሩ መሪ።",
    "Thai": THAI,
    "markup": "<b>fet</b> & <onDraw name='x'/> </para> &amp;",
    "control characters": "a\x07b\x00c\x1b[31m",
    "zero width": "a\u200bb\u200dc\ufeffd",
    "turned around": "abc\u202edcba",
    "lone surrogate": "a\ud800b",
    "only blanks and lines": "  rad ett\r\n\r\n\trad två  \n",
}


def _heard(text: str, language: str = "sv") -> str:
    document = render_document("Titel", [Comment(text)], author="Örebro kommun", language=language)
    return " ".join(read(document).find("Sect")[0].below[1].all_text.split())


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD.keys())
def test_a_document_with_it_conforms(text: str) -> None:
    document = render_document("Titel", [Comment(text)], author="Örebro kommun")

    assert [faults(document, profile) for profile in (PDF_UA, PDF_A)] == [[], []]


@pytest.mark.parametrize(
    "name",
    [
        "three thousand characters",
        "a word of 400 characters",
        "Arabic",
        "Persian",
        "Hebrew with points",
        "Cyrillic",
        "Tigrinya",
        "Amharic",
        "Thai",
    ],
)
def test_text_that_a_face_has_comes_through_whole(name: str) -> None:
    assert _heard(AWKWARD[name]) == AWKWARD[name].strip()


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("a\x07b", "a[tecken som inte kan visas]b"),
        ("a\ud800b", "a[tecken som inte kan visas]b"),
        ("ქართული ენა", "[tecken som inte kan visas] [tecken som inte kan visas]"),
        ("\U000f0001", "[tecken som inte kan visas]"),  # what stands for a picture here
        ("ﬁnt ﬂöde", "fint flöde"),
        ("\uf0b7 punkt \uf0e0 pil", "• punkt → pil"),
        ("\U0001d401\U0001d42b\U0001d41a \uff26\u2460", "Bra F1"),
        ("a\u200bb\u200dc\ufeffd", "abcd"),
        ("<b>fet</b> & så", "<b>fet</b> & så"),
        ("e\u0301", "é"),
        ("rad ett\r\n\r\nrad två", "rad ett rad två"),
    ],
)
def test_what_no_face_has_is_visibly_replaced(text: str, heard: str) -> None:
    assert _heard(text) == heard


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Bra 👍🏽!", "Bra [tummen upp: mellanfärgad hy]!"),
        ("👨‍👩‍👧 🇸🇪 1️⃣", "[familj: man, kvinna, flicka] [flagga: Sverige] [tangent: 1]"),
        ("❤️ © 1", "[rött hjärta] © 1"),  # a letter of ours is a picture where it is asked for
        ("👍\U0001f3fb\U0001f3fb", "[tummen upp: ljus hy][ljus hy]"),
        ("أنت 👍", "أنت [tummen upp]"),
        ("\uf04a", "[leende ansikte]"),
    ],
)
def test_an_emoji_is_one_picture_heard_by_its_name(text: str, heard: str) -> None:
    assert _heard(text) == heard


@pytest.mark.parametrize(
    ("language", "heard"),
    [
        ("sv-simple", "[strålande ansikte med leende ögon]"),
        ("en", "[beaming face with smiling eyes]"),
        ("fi", "[virnistys ja hymyilevät silmät]"),
    ],
)
def test_a_picture_is_heard_in_the_language_of_the_document(language: str, heard: str) -> None:
    assert _heard("😁", language) == heard


def test_a_picture_in_a_line_from_the_right_stands_between_its_words() -> None:
    spelled = markup("شكرا 👍 (2026) 😀", face=REGULAR, size=10, width=400)

    words = re.sub("<[^>]*>", "", spelled).split()

    # From the left as the eye sees it: the last picture, the year, the first picture, thanks.
    assert [len(one) == 1 and is_picture(one) for one in words] == [True, False, True, False]
    assert (readable("😀", face=REGULAR), words[1]) == (words[0], "(2026)")


def test_a_line_that_a_name_begins_runs_the_way_of_its_text() -> None:
    spelled = markup("مرحبا بك Karin Lund هنا", face=REGULAR, size=10, width=80)

    second = re.sub("<[^>]*>", "", spelled.partition("<br/>")[2])

    assert second.split()[-1] == "Lund"  # at the right, where the line begins


@pytest.mark.parametrize(
    ("number", "seen"),
    [("019-21\u00a010", "21\u00a010-019"), ("\u200e019-21\u00a010", "019-21\u00a010")],
)
def test_a_number_with_a_mark_before_it_is_not_turned_round(number: str, seen: str) -> None:
    spelled = markup(f"هل {number} هنا", face=REGULAR, size=10, width=400)

    assert seen in re.sub("<[^>]*>", "", spelled)
    assert "\u200e" not in spelled
    assert "\u200e".encode().hex() not in spelled


def test_a_name_with_a_picture_is_the_title_in_words() -> None:
    document = render_document("Klara 🌱", [Text("x")], author="K")

    metadata = PdfReader(BytesIO(document)).metadata

    assert metadata is not None
    assert metadata.title == "Klara [skott]"


def test_a_report_carries_a_picture_only_where_somebody_wrote_one() -> None:
    plain, pictured = (
        render_document("Titel", [Comment(text)], author="K") for text in ("Bra", "Bra 😀")
    )

    assert b"/Type3" not in _unpacked(plain)
    assert b"/Type3" in _unpacked(pictured)


def test_a_mark_of_thai_gives_way_to_the_one_below_it() -> None:
    assert face_with("ท", REGULAR) == "NotoSansThai"
    shaped = getFont("NotoSansThai").shaped

    alone, above = shaped("ท่"), shaped("ที่")

    assert alone[-1] != above[-1]


def test_chinese_is_drawn_where_the_machine_has_a_face_for_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    heard = []

    for face in (tmp_path / "none.ttf", _face_of("我们。 ", tmp_path / "Extra.ttf")):
        monkeypatch.setattr(fonts, "EXTRA", face)
        fonts.is_there.cache_clear()
        characters.face_of.cache_clear()
        heard.append(_heard("我们。"))
    fonts.is_there.cache_clear()
    characters.face_of.cache_clear()

    assert heard == ["[tecken som inte kan visas]", "我们。"]


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


def _unpacked(document: bytes) -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(document)) as opened:
        opened.save(target, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return target.getvalue()


def _face_of(letters: str, path: Path) -> Path:
    """Write a face that draws a few letters as squares."""
    names = [".notdef", *(f"u{ord(letter):04X}" for letter in letters)]
    pen = TTGlyphPen(None)
    for verb, point in (("moveTo", (0, 0)), ("lineTo", (0, 900)), ("lineTo", (900, 900))):
        getattr(pen, verb)(point)
    pen.closePath()
    square = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"u{ord(letter):04X}" for letter in letters})
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=900, descent=-100)
    builder.setupNameTable({"familyName": "Extra", "styleName": "Regular", "psName": "Extra"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
    return path
