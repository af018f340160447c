"""The validator is sharp: each deliberate defect is caught."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests.reports.pdf.golden import sample_report
from tests.reports.pdf.verapdf import PDF_A, PDF_UA, faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Defect = Callable[[pikepdf.Pdf], None]


def _elements(pdf: pikepdf.Pdf, role: str) -> Iterator[Any]:
    for entry in pdf.objects:
        if isinstance(entry, Dictionary) and entry.get("/S") == Name(f"/{role}") and "/P" in entry:
            yield entry


def _without(role: str, key: str) -> Defect:
    def remove(pdf: pikepdf.Pdf) -> None:
        for element in _elements(pdf, role):
            if key in element:
                del element[key]

    return remove


def _without_root(key: str) -> Defect:
    def remove(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[key]

    return remove


def _hidden_title(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def _skipped_heading(pdf: pikepdf.Pdf) -> None:
    for element in list(_elements(pdf, "H2")):
        element.S = Name.H3


def _ragged_row(pdf: pikepdf.Pdf) -> None:
    row = next(_elements(pdf, "TR"))
    row.K = Array(list(row.K)[:-1])


def _untagged_text(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    content = page.Contents.read_bytes()
    opening = re.search(rb"/P <</MCID \d+>> BDC", content)
    assert opening is not None
    end = content.index(b"EMC", opening.end())
    inside = content[opening.end() : end]
    page.Contents.write(content[: opening.start()] + inside + content[end + 3 :])


def _content_in_an_artifact(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    content = page.Contents.read_bytes()
    start = content.index(b"/P <</MCID")
    end = content.index(b"EMC", start)
    wrapped = b"/Artifact BMC " + content[start:end] + b"EMC EMC"
    page.Contents.write(content[:start] + wrapped + content[end + 3 :])


def _empty_parent_tree(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTree.Nums = Array([])


def _list_item_in_a_row(pdf: pikepdf.Pdf) -> None:
    next(_elements(pdf, "TD")).S = Name.LI


def _without_tabs(pdf: pikepdf.Pdf) -> None:
    # Tab order only matters on pages with annotations; then it must follow the structure.
    page = pdf.pages[0]
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], Contents="x")
    page.Annots = Array([pdf.make_indirect(note)])
    del page["/Tabs"]


def _unembedded_font(pdf: pikepdf.Pdf) -> None:
    for entry in pdf.objects:
        if isinstance(entry, Dictionary) and "/FontFile2" in entry:
            del entry["/FontFile2"]


def _letters_without_meaning(pdf: pikepdf.Pdf) -> None:
    for entry in pdf.objects:
        if isinstance(entry, Dictionary) and "/ToUnicode" in entry:
            del entry["/ToUnicode"]


DEFECTS: Final[dict[str, Defect]] = {
    "figure without alternative": _without("Figure", "/Alt"),
    "header cell without scope": _without("TH", "/A"),
    "no language": _without_root("/Lang"),
    "no marks": _without_root("/MarkInfo"),
    "no structure": _without_root("/StructTreeRoot"),
    "no metadata": _without_root("/Metadata"),
    "title not shown": _hidden_title,
    "heading level left out": _skipped_heading,
    "ragged table": _ragged_row,
    "untagged text": _untagged_text,
    "content inside an artifact": _content_in_an_artifact,
    "empty parent tree": _empty_parent_tree,
    "list item in a table row": _list_item_in_a_row,
    "annotation out of order": _without_tabs,
    "font not embedded": _unembedded_font,
    "letters without meaning": _letters_without_meaning,
}


@pytest.mark.parametrize("defect", DEFECTS.values(), ids=DEFECTS.keys())
def test_a_defect_is_caught(defect: Defect) -> None:
    with pikepdf.open(BytesIO(sample_report("sv"))) as pdf:
        defect(pdf)
        broken = BytesIO()
        pdf.save(broken)

    found = faults(broken.getvalue(), PDF_UA)

    assert found != []


def test_colours_without_an_output_intent_are_no_archive() -> None:
    with pikepdf.open(BytesIO(sample_report("sv"))) as pdf:
        del pdf.Root.OutputIntents
        broken = BytesIO()
        pdf.save(broken)

    found = faults(broken.getvalue(), PDF_A)

    assert found != []
