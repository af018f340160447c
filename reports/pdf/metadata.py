"""The metadata of a document: XMP, and the output intent that an archive file needs."""

# ruff: noqa: ANN401 - ReportLab is untyped

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import XMP, PDFArrayCompact, PDFDictionary, PDFStream, PDFString

_SRGB: Final = Path(__file__).with_name("srgb.icc")
_TEMPLATE: Final = Path(__file__).with_name("metadata.xml")


def write_metadata(document: Any) -> None:
    """Describe a ReportLab document in XMP as PDF/UA-1 and PDF/A-2a; say what its colours mean."""
    catalog = document.Catalog
    catalog.Metadata = XMP(creator=_packet)
    profile = PDFStream(PDFDictionary({"N": 3}), _colour_profile())
    intent = PDFDictionary(
        {
            "Type": "/OutputIntent",
            "S": "/GTS_PDFA1",
            "OutputConditionIdentifier": PDFString("sRGB"),
            "Info": PDFString("sRGB"),
            "DestOutputProfile": document.Reference(profile),
        }
    )
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.OutputIntents = PDFArrayCompact([document.Reference(intent)])


@cache
def _colour_profile() -> bytes:
    return _SRGB.read_bytes()


@cache
def _template() -> str:
    return _TEMPLATE.read_text("utf-8")


def _packet(document: Any) -> bytes:
    info = document.info
    filled = _template().format(
        title=_escape(info.title),
        author=_escape(info.author),
        producer=_escape(info.producer),
        language=_escape(document.Catalog.Lang.s),
    )
    head = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    return f'{head}{filled}<?xpacket end="w"?>'.encode()


def _escape(text: object) -> str:
    return escape(str(text))
