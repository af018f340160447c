"""How full pages are: what is left in white bands between header and footer."""

from __future__ import annotations

from itertools import groupby
from typing import Final

import numpy as np
import pypdfium2

from reports.pdf import styles

BAND: Final = 10
"""A white band is unused when it is higher than so many millimetres."""
HALF: Final = 0.4
"""A page is about half empty when so much of it is unused."""
PER_MM: Final = 2
WHITE: Final = 250


def unused(content: bytes) -> list[float]:
    """Return for each page which share of it lies in white bands, between its edges."""
    return [_of_page(page) for page in pypdfium2.PdfDocument(content)]


def said(name: str, content: bytes) -> str:
    """Return page count and unused area in a line to print, with its reason where there is one."""
    shares = unused(content)
    pages = " ".join(f"{share:.0%}" for share in shares)
    mean = sum(shares) / len(shares)
    ends = "; the last page ends the report" if shares[-1] > HALF else ""
    return f"{name}: {len(shares)} pages, {mean:.1%} unused ({pages}{ends})"


def _of_page(page: pypdfium2.PdfPage) -> float:
    picture = page.render(scale=PER_MM * 25.4 / 72).to_pil().convert("L")
    first = round(styles.TOP / styles.MM * PER_MM)
    last = round((styles.TOP + styles.HEIGHT) / styles.MM * PER_MM)
    has_ink = [bool(row.min() < WHITE) for row in np.asarray(picture)[first:last]]
    bands = (len(list(rows)) for is_inked, rows in groupby(has_ink) if not is_inked)
    return sum(band for band in bands if band > BAND * PER_MM) / len(has_ink)
