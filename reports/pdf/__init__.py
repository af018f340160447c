"""Tagged PDF documents: the report of a release, and documents without results."""

from reports.pdf.codes import QrCode
from reports.pdf.document import SUMMARY, render_document, render_report
from reports.pdf.letters import HowToBegin, PrintedLetter, render_letters
from reports.pdf.parts import render_notice, render_part
from reports.pdf.slips import Slip, render_slips

__all__ = [
    "SUMMARY",
    "HowToBegin",
    "PrintedLetter",
    "QrCode",
    "Slip",
    "render_document",
    "render_letters",
    "render_notice",
    "render_part",
    "render_report",
    "render_slips",
]
