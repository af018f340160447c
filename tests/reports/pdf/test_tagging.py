"""The tagging layer by itself: one element stays one element, and nothing is left untagged."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.pagesizes import A4
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, TableStyle

from reports.fonts import REGULAR, register_faces
from reports.pdf import styles
from reports.pdf.errors import UnbalancedTagsError
from reports.pdf.flowables import BULLETS, Close, Decoration, Figure, Open
from reports.pdf.paragraphs import ListItem, Paragraph, link
from reports.pdf.tables import tagged_table
from reports.pdf.tagging import TaggedCanvas
from tests.reports.pdf.reading import read
from tests.reports.pdf.verapdf import PDF_A, PDF_UA, faults

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

LONG = "En mening som fyller raderna. " * 200


@pytest.fixture(autouse=True)
def _faces() -> None:
    """Make the faces known before a test builds its paragraphs."""
    register_faces()


def _document(*story: Flowable) -> bytes:
    target = BytesIO()
    template = BaseDocTemplate(
        target, title="Titel", author="K", lang="sv-SE", initialFontName=REGULAR, invariant=1
    )
    frame = Frame(50, 50, A4[0] - 100, A4[1] - 100, 0, 0, 0, 0)
    template.addPageTemplates([PageTemplate("page", [frame])])
    template.build([Paragraph("Rubrik", styles.TITLE), *story], canvasmaker=TaggedCanvas)
    return target.getvalue()


def _conforms(content: bytes) -> bool:
    return not faults(content, PDF_UA) and not faults(content, PDF_A)


def test_a_paragraph_over_two_pages_is_one_element() -> None:
    content = _document(Paragraph(LONG, styles.BODY))

    (paragraph,) = read(content).find("P")

    assert len(paragraph.pages) == 2
    assert " ".join(paragraph.text.split()) == LONG.strip()
    assert _conforms(content)


def test_a_list_item_over_two_pages_is_one_item_with_one_label() -> None:
    items = [ListItem(LONG, styles.ITEM, bulletText="•"), ListItem("kort", styles.ITEM)]
    content = _document(Open("L", attributes=BULLETS), *items, Close())

    (listed,) = read(content).find("L")

    assert [node.role for node in listed.below] == ["LI", "LI"]
    assert [node.role for node in listed.below[0].below] == ["Lbl", "LBody"]
    assert _conforms(content)


def test_words_are_not_glued_where_lines_break() -> None:
    content = _document(Paragraph("sammanställda svar " * 60, styles.BODY))

    text = read(content).find("P")[0].text

    assert "svarsammanställda" not in text
    assert "sammanställdasvar" not in text


def test_a_link_stands_where_it_is_read() -> None:
    address = "https://kommunen.example/360?a=1&b=2"
    words = f"Läs mer på {link(address, 'kommunens sidor om återkoppling ' * 6)} och fråga."
    content = _document(Paragraph(words, styles.BODY))

    paragraph = read(content).find("P")[0]

    assert [node.role for node in paragraph.below] == ["Link"]
    assert paragraph.below[0].text.startswith("kommunens sidor")
    assert _conforms(content)


def test_repeated_header_rows_are_heard_once() -> None:
    style = TableStyle(
        [
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, "#000000"),
            ("FONT", (0, 0), (-1, -1), REGULAR, 9),
        ]
    )
    head = [Paragraph("Påstående", styles.CELL_HEAD), Paragraph("Andra", styles.CELL_HEAD)]
    rows = [[Paragraph(f"rad {row}", styles.CELL), "4,1"] for row in range(90)]
    content = _document(tagged_table([head, *rows], widths=[200, 80], style=style, summary="åäö"))

    (table,) = read(content).find("Table")

    assert [node.all_text for node in table.find("THead")] == ["Påstående Andra"]
    assert len(table.find("TR")) == 91
    assert len(table.find("TH")) == 92
    assert _conforms(content)


def test_spans_are_told() -> None:
    style = TableStyle([("SPAN", (1, 0), (2, 0)), ("FONT", (0, 0), (-1, -1), REGULAR, 9)])
    content = _document(
        tagged_table([["a", "b", ""], ["1", "2", "3"]], widths=[50, 50, 50], style=style)
    )

    assert [len(row.below) for row in read(content).find("TR")] == [2, 3]
    assert _conforms(content)


def test_a_figure_is_heard_as_its_alternative() -> None:
    drawing = Drawing(100, 20)
    drawing.add(Rect(0, 0, 50, 20))
    content = _document(Figure(drawing, "En stapel."), Decoration(drawing))

    assert read(content).all_text == "Rubrik En stapel."
    assert _conforms(content)


def test_a_heading_makes_a_bookmark() -> None:
    content = _document(Paragraph("Avsnitt", styles.SECTION), Paragraph("Text", styles.BODY))

    assert _conforms(content)
    assert [node.text.strip() for node in read(content).find("H2")] == ["Avsnitt"]


def test_an_element_left_open_is_refused() -> None:
    with pytest.raises(UnbalancedTagsError, match="Sect"):
        _document(Open("Sect"), Paragraph("Text", styles.BODY))


def test_an_artifact_left_open_is_refused() -> None:
    canvas = TaggedCanvas(BytesIO(), lang="sv-SE")
    canvas.open_artifact()

    with pytest.raises(UnbalancedTagsError, match="page 1"):
        canvas.showPage()
