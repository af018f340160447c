"""One palette for every chart and page of a report: a colour and a shape for each voice.

Colour never speaks alone: each series also has a shape and a label. Every colour that draws
something keeps 3:1 against white and against the row band, every text colour 4.5:1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Shape = Literal["diamond", "square", "circle", "triangle", "wedge", "hexagon", "bar"]

WHITE: Final = "#ffffff"
INK: Final = "#1c2733"
MUTED: Final = "#4f5d6b"
RULE: Final = "#7b8794"  # lines that must be seen, as those to write on
GRID: Final = "#d9dfe6"  # lines that only guide the eye
BAND: Final = "#f4f6f9"
MARGIN: Final = "#cfd8e3"  # how sure the Others figure is; its edge is drawn in RULE
WARNING: Final = "#9a3412"  # the ground of a rehearsal's badge

BANDS: Final = ("#b45309", "#64748b", "#0f766e")  # low, middle, high


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice in a chart: whose marks, and how they look."""

    key: str
    label: str
    colour: str
    shape: Shape


SELF: Final[tuple[str, Shape]] = ("#12355b", "diamond")
OTHERS: Final[tuple[str, Shape]] = (INK, "bar")
ORGANISATION: Final[tuple[str, Shape]] = ("#0369a1", "square")
IDENTIFIED: Final[tuple[tuple[str, Shape], ...]] = (("#c2410c", "square"), ("#92400e", "hexagon"))
PROTECTED: Final[tuple[tuple[str, Shape], ...]] = (
    ("#0f766e", "circle"),
    ("#7c3aed", "triangle"),
    ("#be185d", "wedge"),
    ("#4d7c0f", "hexagon"),
    ("#0369a1", "square"),
)
FINDINGS: Final[dict[str, tuple[str, Shape]]] = {
    "strength": ("#12355b", "circle"),
    "seen_more": ("#0f766e", "triangle"),
    "seen_less": ("#b45309", "wedge"),
    "low": (INK, "square"),
    "divided": ("#7c3aed", "hexagon"),
}
"""What stands out, by what `reports.shown.findings` calls it; the rest is drawn as a ring."""
