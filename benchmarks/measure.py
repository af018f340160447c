"""Measure functions beside each other."""

from __future__ import annotations

import gc
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

TIMES = 5


@dataclass(frozen=True, slots=True)
class Timing:
    """The wall-clock times of one function, in milliseconds."""

    times_ms: tuple[float, ...]

    @property
    def median_ms(self) -> float:
        """The median, which a single disturbance does not move."""
        return statistics.median(self.times_ms)

    def __str__(self) -> str:
        """Return median and range."""
        return f"{self.median_ms:.1f} ({min(self.times_ms):.1f}–{max(self.times_ms):.1f})"


@dataclass(frozen=True, slots=True)
class Figures:
    """What a group of benchmarks found: a table whose first column is text."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def measure(
    contenders: Mapping[str, Callable[[], Any]], *, times: int = TIMES
) -> dict[str, Timing]:
    """Run every function so many times, in turns, each time once more beforehand.

    In turns, because other work on the machine then hits all of them alike; once more
    beforehand, because memory and caches are then as the function itself leaves them and not
    as the contender before it did.
    """
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(times):
        for name, function in contenders.items():
            gc.collect()
            function()
            start = time.perf_counter()
            function()
            taken[name].append((time.perf_counter() - start) * 1000)
    return {name: Timing(tuple(values)) for name, values in taken.items()}


def verdict(value: float, target: float) -> str:
    """Say whether a value stays under its target."""
    return f"under {target:g}: {'yes' if value < target else 'NO'}"
