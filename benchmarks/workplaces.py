"""A survey of all employees: the close of a tree with its audits, and the reports of all heads."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from benchmarks.measure import Figures, Timing, verdict
from benchmarks.releases import peak_megabytes
from feedback.cli.drawing import cores, draw_all
from reports.disclosure.tree import release_tree
from reports.pdf.orders import order_of_part
from reports.policy import DisclosurePolicy
from reports.sections.cover import Cover
from tests.reports.large_tree import large_organisation

CLOSE_MS, REPORTS_S, MEGABYTES = 10_000.0, 60.0, 500.0
TRAITS: Final = {f"T{trait}": [f"i{trait}{item}" for item in range(4)] for trait in range(6)}
TIMES: Final = 3


def run() -> Figures:
    """Close the tree in a process of its own, then draw all reports over all cores."""
    command = [sys.executable, "-m", "benchmarks.workplaces"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    close = Timing(tuple(found["ms"]))
    seconds, count = _drawn()
    rows = [
        ["close", str(close), verdict(close.median_ms, CLOSE_MS)],
        ["peak MB", f"{found['megabytes']:.0f}", verdict(found["megabytes"], MEGABYTES)],
        [f"{count} reports, s", f"{seconds:.1f}", verdict(seconds, REPORTS_S)],
    ]
    title = f"workplaces: 8,500 answers × 24 items, 600 nodes, audits included, {cores()} processes"
    return Figures(title, ["what", "ms, median (range)", "aim"], rows)


def _drawn() -> tuple[float, int]:
    root, responses = large_organisation(TRAITS)
    released = release_tree(responses, root, DisclosurePolicy(k=5))
    cover, survey = Cover("", "", "Eksta kommun", "Medarbetare", "2026"), responses.survey
    with tempfile.TemporaryDirectory() as name:
        orders = (
            (
                str(number),
                Path(name) / f"{number}.pdf",
                order_of_part(released.parts, number, survey=survey.canonical_json(), cover=cover),
            )
            for number in range(len(released.parts))
        )
        start = time.perf_counter()
        faults = [fault for _, fault in draw_all(orders, processes=cores()) if fault]
        if faults:
            raise RuntimeError(faults[0])
        return time.perf_counter() - start, len(list(Path(name).iterdir()))


def _measure_here() -> None:
    (root, responses), taken = large_organisation(TRAITS), []
    for _ in range(TIMES):
        start = time.perf_counter()
        release_tree(responses, root, DisclosurePolicy(k=5))
        taken.append((time.perf_counter() - start) * 1000)
    print(json.dumps({"ms": taken, "megabytes": peak_megabytes()}))


if __name__ == "__main__":
    _measure_here()
