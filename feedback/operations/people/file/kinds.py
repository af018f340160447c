"""Know files that are no tables by how they begin, and say what they are."""

from __future__ import annotations

from typing import Final

from feedback.operations.people.file.notices import Notice, PeopleFileError

LOCKED: Final = "file-locked"

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Office kept files until 2007, and keeps those with a password."""
_STREAMS: Final = {
    "WordDocument": "Word 97–2003 (.doc)",
    "PowerPoint Document": "PowerPoint 97–2003 (.ppt)",
    "__substg1.0_": "Outlook (.msg)",
    "Workbook": "Excel 97–2003 (.xls)",
    "Book": "Excel 97–2003 (.xls)",
}
_BEGINNINGS: Final = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG": "PNG",
    b"GIF8": "GIF",
    b"RIFF": "WebP",
    b"%PDF": "PDF",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"Rar!": "RAR",
    b"SQLite format 3\0": "SQLite",
    b"BEGIN:VCARD": "vCard (.vcf)",
    b"BEGIN:VCALENDAR": "iCalendar (.ics)",
    b"MIME-Version:": "MHTML",
    b"\x09\x08\x10\0": "Excel 5 (.xls)",
    b"\x09\x08\x08\0": "Excel 5 (.xls)",
}


def refuse_other_kinds(content: bytes) -> None:
    """Refuse what is known to be no table, with what it is and what to do."""
    if content.startswith(_OLE):
        raise PeopleFileError([_office_file(content)])
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            raise PeopleFileError([Notice("not-a-table", values={"looks_like": kind})])


def _office_file(content: bytes) -> Notice:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Notice(LOCKED)
    for stream, kind in _STREAMS.items():
        if stream.encode("utf-16-le") in content:
            return Notice("not-a-table", values={"looks_like": kind})
    return Notice("not-a-table", values={"looks_like": "Excel 97–2003 (.xls) / Office"})
