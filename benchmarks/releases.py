"""All releases of a campaign, disclosure and audit included: time, memory, growth."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.measure import Figures, Timing, verdict
from benchmarks.sample import make_responses
from reports.disclosure import release_subjects
from reports.policy import DisclosurePolicy

TARGET_MS, TARGET_MB, TARGET_GROWTH = 2000.0, 300.0, 1.15
FEW, MANY = 1000, 8500


def run() -> Figures:
    """Measure 1,000 and 8,500 leaders, each in a process of its own."""
    rows, per_leader = [], {}
    for leaders, times in ((FEW, 5), (MANY, 3)):
        timing, megabytes = _measure_apart(leaders, times)
        per_leader[leaders] = timing.median_ms / leaders
        aims = [verdict(timing.median_ms, TARGET_MS), verdict(megabytes, TARGET_MB)]
        rows.append(
            [
                f"{leaders} leaders",
                str(timing),
                f"{per_leader[leaders]:.3f}",
                f"{megabytes:.0f}",
                " · ".join(aims) if leaders == FEW else "",
            ]
        )
    growth = per_leader[MANY] / per_leader[FEW]
    told = f"{growth:.2f} × per leader"
    rows.append(["growth", "", told, "", verdict(growth, TARGET_GROWTH)])
    headings = ["releases", "ms, median (range)", "ms per leader", "peak MB", "aim"]
    title = "releases: 12 raters × 45 items, disclosure and audit included"
    return Figures(title, headings, rows)


def _measure_apart(leaders: int, times: int) -> tuple[Timing, float]:
    command = [sys.executable, "-m", "benchmarks.releases", str(leaders), str(times)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return Timing(tuple(found["ms"])), found["megabytes"]


def _measure_here(leaders: int, times: int) -> None:
    responses, policy, taken = make_responses(leaders), DisclosurePolicy(), []
    for turn in range(times + 1):
        start = time.perf_counter()
        release_subjects(responses, policy)
        if turn:
            taken.append((time.perf_counter() - start) * 1000)
    print(json.dumps({"ms": taken, "megabytes": peak_megabytes()}))


def peak_megabytes() -> float:
    """Return the peak of this process since it began; getrusage would count its parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    _measure_here(int(sys.argv[1]), int(sys.argv[2]))
