"""What charts draw: rows of marks, each with a figure that a release vouches for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reports.charts.palette import Voice
    from reports.shown.scores import Change, Score, Spread


@dataclass(frozen=True, slots=True)
class ChartMark:
    """One figure of one series; `shown` is how it is written in the report's language."""

    series: Voice
    score: Score
    shown: str

    @property
    def value(self) -> float:
        """Where the mark stands, in scale points."""
        return self.score.mean


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One trait or item: its label, its marks from top to bottom, and Others with the margin."""

    label: str
    marks: tuple[ChartMark, ...]
    others: ChartMark | None = None
    finding: Voice | None = None  # its mark stands before the label
    spread: Spread | None = None
    note: str = ""  # stands where there are no marks
    beneath: tuple[str, ...] = ()  # short lines under Others' value: its word, the gap


@dataclass(frozen=True, slots=True)
class RankedRow:
    """One item in the ranking, with the number it has there."""

    number: int
    label: str
    others: ChartMark
    own: ChartMark | None
    finding: Voice | None = None  # its mark stands before the label


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One item on the map: how Others and how the leader see it, and what it is called.

    `number` is its place in the ranking, or None where only a small mark is drawn.
    """

    number: int | None
    others: Score
    own: Score
    finding: Voice | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One trait then and now; `verdict` is the change in words."""

    label: str
    change: Change
    verdict: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The scale under a chart: its ends and the words of its steps, empty for those without."""

    lowest: int
    highest: int
    words: tuple[str, ...]

    @property
    def lowest_word(self) -> str:
        """The word at the low end."""
        return self.words[0]

    @property
    def highest_word(self) -> str:
        """The word at the high end."""
        return self.words[-1]

    def legend(self, steps: Iterable[int]) -> str:
        """Return what steps of the scale mean, as "1 = never, 2 = seldom"."""
        named = ((step, self.words[step - self.lowest]) for step in steps)
        return ", ".join(f"{step} = {word}" for step, word in named if word)

    @property
    def steps(self) -> range:
        """All steps from the lowest to the highest."""
        return range(self.lowest, self.highest + 1)

    def place(self, value: float, left: float, right: float) -> float:
        """Return where a value stands between two edges."""
        share = (value - self.lowest) / (self.highest - self.lowest)
        return left + min(max(share, 0.0), 1.0) * (right - left)


def rows_by_drawing(heights: Sequence[float], *, edges: float, most: float) -> Iterator[list[int]]:
    """Yield the numbers of the rows that each drawing of at most this height holds, in points.

    `edges` is what stands around the rows in every drawing. No row is torn apart.
    """
    page: list[int] = []
    used = edges
    for number, height in enumerate(heights):
        if page and used + height > most:
            yield page
            page, used = [], edges
        page.append(number)
        used += height
    if page:
        yield page
