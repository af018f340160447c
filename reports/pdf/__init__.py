"""Tagged PDF documents: the report of a release, and documents without results."""

from reports.cover import Cover, Marks, Withholdings
from reports.pdf.document import SUMMARY, render_document, render_report

__all__ = ["SUMMARY", "Cover", "Marks", "Withholdings", "render_document", "render_report"]
