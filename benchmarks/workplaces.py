"""A survey of all employees: the close of a tree with its audits, and the reports of all heads."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.measure import Figures, Timing, verdict
from benchmarks.releases import peak_megabytes
from feedback.cli.drawing import cores, draw_all
from reports.disclosure.tree import release_tree
from reports.partitions import Unit
from reports.pdf.orders import order_of_part
from reports.policy import DisclosurePolicy
from reports.sections.cover import Cover
from tests.reports.tree_campaigns import campaign_of, survey_of

if TYPE_CHECKING:
    from reports.answers.matrix import Responses

RATERS: Final = 8500
DEPARTMENTS, DIVISIONS, WORKPLACES = 10, 6, 529
"""With the whole, 600 nodes."""
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
    root, responses = organisation()
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


def organisation() -> tuple[Unit, Responses]:
    """Return a tree of 600 nodes, heads in its inner ones, and the answers of 8,500 people."""
    rng = np.random.default_rng(1)
    inner = DEPARTMENTS * DIVISIONS
    shares = np.array_split(np.arange(WORKPLACES), inner)
    heads = [DEPARTMENTS, *[DIVISIONS] * DEPARTMENTS, *(len(share) for share in shares)]
    places = [f"w{one}" for one in rng.integers(0, WORKPLACES, RATERS - sum(heads))]
    asked = {code: places.count(code) for code in set(places)}
    divisions = [
        Unit(
            f"a{number}",
            f"Avdelning {number}",
            len(share),
            0,
            tuple(Unit(f"w{one}", f"Enhet {one}", asked.get(f"w{one}", 0)) for one in share),
        )
        for number, share in enumerate(shares)
    ]
    departments = tuple(
        Unit(
            f"f{number}",
            f"Förvaltning {number}",
            DIVISIONS,
            0,
            tuple(divisions[number * DIVISIONS : (number + 1) * DIVISIONS]),
        )
        for number in range(DEPARTMENTS)
    )
    root = Unit("k", "Eksta kommun", DEPARTMENTS, 0, departments)
    nodes = (root, *departments, *divisions)
    places += [one.code for one in nodes for _ in range(one.asked)]
    made = campaign_of(root, places, rng, survey=survey_of(TRAITS), missing=0.05)
    return root, made.responses


def _measure_here() -> None:
    (root, responses), taken = organisation(), []
    for _ in range(TIMES):
        start = time.perf_counter()
        release_tree(responses, root, DisclosurePolicy(k=5))
        taken.append((time.perf_counter() - start) * 1000)
    print(json.dumps({"ms": taken, "megabytes": peak_megabytes()}))


if __name__ == "__main__":
    _measure_here()
