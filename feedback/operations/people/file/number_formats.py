"""Read numbers of a workbook as Excel shows them: a date is a number with a date's format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Final

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from feedback.operations.people.file.archive import damaged

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from feedback.operations.people.file.xml_reading import Event

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_WHOLE: Final = re.compile(r"[+-]?[0-9]+")
_MOST_STYLES: Final = 100_000
"""Excel keeps 65,490."""


@dataclass(frozen=True, slots=True)
class NumberFormats:
    """Which of a workbook's cell styles are dates, and which spans of time."""

    dates: frozenset[str] = frozenset()
    spans: frozenset[str] = frozenset()
    epoch: datetime = WINDOWS_EPOCH

    def value(self, text: str, style: str) -> object:
        """Return what a cell with this number holds."""
        text = text.strip()
        if not _NUMBER.fullmatch(text) or not isfinite(number := float(text)):
            raise damaged()
        if style in self.dates:
            try:
                return from_excel(number, self.epoch, timedelta=style in self.spans)
            except (OverflowError, ValueError):
                return text  # a number that is no day, as Excel's #### shows
        return text if _WHOLE.fullmatch(text) else number


def number_formats(events: Iterable[Event], *, from_1904: bool) -> NumberFormats:
    """Return the formats of a workbook's styles."""
    own: dict[str, str] = {}
    styles: list[str] = []
    in_styles = False
    for name, attributes, _ in events:
        if name == "cellXfs":
            in_styles = attributes is not None
        elif attributes is None:
            continue
        elif name == "numFmt" and len(own) < _MOST_STYLES:
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:255]
        elif name == "xf" and in_styles and len(styles) < _MOST_STYLES:
            styles.append(attributes.get("numFmtId", "0"))
    formats = {str(number): code for number, code in BUILTIN_FORMATS.items()} | own
    codes = {str(place): formats.get(number, "") for place, number in enumerate(styles)}
    dates = frozenset(style for style, code in codes.items() if is_date_format(code))
    spans = frozenset(style for style in dates if is_timedelta_format(codes[style]))
    return NumberFormats(dates, spans, MAC_EPOCH if from_1904 else WINDOWS_EPOCH)
