"""Change workbooks part by part, for tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.fuzz.spoiling import packed, parts_of

if TYPE_CHECKING:
    from collections.abc import Callable

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook in which one part is another."""
    parts = parts_of(content)
    return packed(parts | {name: change(parts.get(name, b""))})


def as_excel_keeps_it(content: bytes) -> bytes:
    """Return a workbook whose cells refer to texts that stand in a part of their own."""
    parts, found = parts_of(content), list[bytes]()

    def refer(match: re.Match[bytes]) -> bytes:
        found.append(match[1])
        return b't="s"><v>%d</v>' % (len(found) - 1)

    parts[SHEET] = re.sub(rb't="inlineStr"><is><t>(.*?)</t></is>', refer, parts[SHEET])
    parts[STRINGS] = b"<sst>%s</sst>" % b"".join(b"<si><t>%s</t></si>" % one for one in found)
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = b'<Relationship Id="rId9" Type="%s" Target="sharedStrings.xml"/>' % kind
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", relation + b"</Relationships>")
    return packed(parts)
