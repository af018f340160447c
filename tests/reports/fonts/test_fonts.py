"""The embedded faces: small, free to embed, and complete enough for a report."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.pdfmetrics import getFont

from reports import fonts
from reports.fonts import BOLD, ITALIC, REGULAR, SEMIBOLD, face_with, has_glyph, register_faces

FOLDER = Path(fonts.__file__).parent
FILES = sorted(FOLDER.glob("*.ttf"))


def test_all_faces_together_stay_small() -> None:
    assert sum(file.stat().st_size for file in FILES) < 2_000_000


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_face_is_truetype_and_under_the_open_font_licence(file: Path) -> None:
    with TTFont(file) as face:
        licence = str(face["name"].getDebugName(13))

        assert "glyf" in face  # ReportLab embeds no other outlines
        assert "Open Font License" in licence


@pytest.mark.parametrize("face", [REGULAR, SEMIBOLD, BOLD, ITALIC])
def test_inter_draws_what_reports_say(face: str) -> None:
    register_faces()

    missing = [
        letter for letter in "åäöÅÄÖéüłđễæøñ ”“’–—…•→←↑≥≤±−·×✓ΩЖ€½" if not has_glyph(face, letter)
    ]

    assert missing == []


@pytest.mark.parametrize(
    ("letter", "face"),
    [
        ("å", REGULAR),
        ("Ж", REGULAR),
        ("م", "NotoSansArabic"),
        ("ש", "NotoSansHebrew"),
        ("ት", "NotoSansEthiopic"),
        ("ด", "NotoSansThai"),
        ("😀", None),  # not by itself: as a picture it is a private character
        ("\u10e5", None),
    ],
)
def test_each_script_has_its_face(letter: str, face: str | None) -> None:
    assert face_with(letter) == face


def test_usual_letters_are_spelled_alike_in_every_document_and_others_are_not() -> None:
    register_faces()
    face, first, second = getFont(REGULAR), PDFDocument(), PDFDocument()
    face.splitString("ж", first)

    ((subset, codes),) = face.splitString("Så är det – 3,5", first)

    assert face.splitString("Så är det – 3,5", second) == [(subset, codes)]
    assert face.spelled("Så är det – 3,5") == escapePDF(codes)
    assert face.spelled("ж") is None
