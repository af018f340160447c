"""A campaign's reports as `feedback report --all` draws them: over all cores, in children.

A hundred are drawn and then all thousand, so that a slope in time or in memory shows.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.measure import Figures, verdict
from feedback.cli.drawing import cores, draw_all
from reports.pdf.orders import Order
from reports.sample import sample
from surveys.library import find_survey

if TYPE_CHECKING:
    from collections.abc import Iterator

FEW: Final = 100
LEADERS: Final = 1000
LONGEST_S: Final = 90.0
SOME: Final = 25
"""After so many reports the memory of the children is read once."""


def run() -> Figures:
    """Draw a hundred reports, then a thousand."""
    few, many = _drawn(FEW), _drawn(LEADERS)
    rows = [_row(count, *taken) for count, taken in ((FEW, few), (LEADERS, many))]
    rows.append((f"{LEADERS}, target", verdict(many[0], LONGEST_S), "", ""))
    return Figures(
        f"a campaign's reports, {cores()} processes",
        ("", "s", "ms a report", "MB a process at most"),
        rows,
    )


def _row(count: int, seconds: float, megabytes: float) -> tuple[str, str, str, str]:
    each = 1000 * seconds / count
    return f"{count} reports", f"{seconds:.1f}", f"{each:.0f}", f"{megabytes:.0f}"


def _drawn(count: int) -> tuple[float, float]:
    """Return the seconds that so many reports took, children started and files written."""
    most = 0.0
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        drawn = draw_all(_orders(count, Path(folder)), processes=cores())
        for number, (name, fault) in enumerate(drawn):
            if fault:
                message = f"{name}: {fault}"
                raise RuntimeError(message)
            if number % SOME == 0:
                most = max(most, _largest_child_mb())
        seconds = time.perf_counter() - start
        written = len(list(Path(folder).iterdir()))
    if written != count:
        message = f"{written} of {count} reports were written."
        raise RuntimeError(message)
    return seconds, most


def _orders(count: int, folder: Path) -> Iterator[tuple[str, Path, Order]]:
    """Yield an order for each leader, its release read and written anew as from a database."""
    survey = find_survey("orebro")
    made, definition = sample(survey, "sv"), survey.canonical_json()
    for number in range(count):
        cover = replace(made.cover, leader_name=f"{made.cover.leader_name} {number}")
        order = Order(made.release.to_json(), definition, cover)
        yield cover.leader_name, folder / f"{number}.pdf", order


def _largest_child_mb() -> float:
    """Return the most memory that a child has had so far; a system without /proc says nothing."""
    most = 0
    for children in Path("/proc/self/task").glob("*/children"):
        for child in children.read_text().split():
            status = Path(f"/proc/{child}/status").read_text()
            line = next((one for one in status.splitlines() if one.startswith("VmHWM")), "VmHWM 0")
            most = max(most, int(line.split()[1]))
    return most / 1024
