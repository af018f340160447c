"""The metadata of a document (XMP), and its last step into an archive file (PDF/A-2a)."""

# ruff: noqa: ANN401 - ReportLab is untyped

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

import pikepdf
from reportlab.pdfbase.pdfdoc import XMP

_SRGB: Final = Path(__file__).with_name("srgb.icc")
_TEMPLATE: Final = Path(__file__).with_name("metadata.xml")


def write_metadata(document: Any) -> None:
    """Describe a ReportLab document in XMP as PDF/UA-1 and PDF/A-2a."""
    document.Catalog.Metadata = XMP(creator=_packet)


def archive(content: bytes) -> bytes:
    """Return the same document as PDF/A-2a, compressed, with an identifier made of its content.

    An sRGB output intent says what the colours mean; object streams halve the size.
    """
    with pikepdf.open(BytesIO(content)) as pdf:
        profile = pdf.make_stream(_colour_profile(), N=3)
        intent = pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFA1,
            OutputConditionIdentifier=pikepdf.String("sRGB"),
            Info=pikepdf.String("sRGB"),
            DestOutputProfile=profile,
        )
        pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])
        saved = BytesIO()
        pdf.save(
            saved,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return saved.getvalue()


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
