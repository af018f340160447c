"""Read and write files: 12,000 offline responses in, their figures out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.measure import Figures, measure, verdict
from benchmarks.sample import GROUPS, make_responses
from reports.answers.matrix import CANNOT_JUDGE, SKIPPED
from reports.answers.offline import parse_responses
from reports.research.analysis import Analysis
from reports.research.figures import list_figures

if TYPE_CHECKING:
    from reports.answers.matrix import Responses

LEADERS = 1000
TARGETS_MS = {"read 12,000 rows × 45 items": 1000.0, "every statistic, as arrays": 1000.0}


def run() -> Figures:
    """Measure reading a file of responses, and computing all its statistics."""
    responses = make_responses(LEADERS)
    content = _as_csv(responses)
    read, compute = TARGETS_MS
    timings = measure(
        {
            read: lambda: parse_responses(content, responses.survey, name="r.csv"),
            compute: lambda: list(list_figures(Analysis(responses))),
        }
    )
    rows = [
        [name, str(timing), verdict(timing.median_ms, TARGETS_MS[name])]
        for name, timing in timings.items()
    ]
    return Figures("offline scoring", ["step", "ms, median (range)", "aim"], rows)


def _as_csv(responses: Responses) -> bytes:
    written = {SKIPPED: "", CANNOT_JUDGE: "NO"}
    groups = list(GROUPS)
    lines = [";".join(["leader", "group", *(item.key for item in responses.survey.items)])]
    for row, leader, group in zip(
        responses.ratings.tolist(),
        responses.subject_codes.tolist(),
        responses.group_codes.tolist(),
        strict=True,
    ):
        cells = [written.get(rating, str(rating)) for rating in row]
        lines.append(";".join([responses.subjects[leader], groups[group], *cells]))
    return "\n".join(lines).encode()
