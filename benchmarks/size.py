"""What each page, button, command and job costs with 1,000 leaders and 12,000 raters.

The same walk as the tests make with few people. `BENCH_LEADERS` makes it smaller, to try it.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.measure import Figures
from feedback.database import Database
from feedback.memory import settle

# Only the tests know how to make an organisation in every state, and to walk through it.
from tests.databases import SqliteDatabases
from tests.factories import test_settings
from tests.feedback.office import Office
from tests.feedback.size.commands import type_commands
from tests.feedback.size.organisation import make_organisation, run_jobs
from tests.feedback.size.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.feedback.size.counting import Asked

LEADERS: Final = int(os.environ.get("BENCH_LEADERS", "1000"))
RATERS: Final = 9  # of a team; with a colleague, a manager and one on paper, twelve
MAILS: Final = 600
PAGE_SECONDS: Final = 0.3
DOWNLOAD_SECONDS: Final = 1.0  # a file of everybody: as long as a button may take
PRESS_SECONDS: Final = 1.0
MOST_QUERIES: Final = 60
_SHOWN: Final = 8  # of each kind: the dearest, and whatever misses an aim


def run() -> Figures:
    """Make the organisation once, walk through it, and show what is dearest of each kind."""
    with tempfile.TemporaryDirectory(prefix="size-") as name:
        folder = Path(name)
        databases = SqliteDatabases(folder)
        url = databases.create()
        office = Office(Database(url), test_settings(folder, url))
        made = make_organisation(office, leaders=LEADERS, raters=RATERS, mails=MAILS)
        settle()  # as the server and the worker do
        walked = walk(made, databases, times=2)  # a server that runs has read its surveys
        typed = type_commands(made, databases, folder)
        run_jobs(made)
    rows = [
        *_rows("page", walked.pages, PAGE_SECONDS),
        *_rows("download", walked.downloads, DOWNLOAD_SECONDS),
        *_rows("button", walked.presses, PRESS_SECONDS),
        *_rows("command", typed),
        *_rows("job", {key: asked for key, asked in made.jobs.items() if key != "send"}),
        _mail(made.jobs["send"]),
    ]
    headings = ["what", "of", "CPU s", "queries", "aim"]
    return Figures(f"{LEADERS} leaders with {RATERS + 3} raters, on SQLite", headings, rows)


def _rows(
    kind: str, found: Mapping[str, Asked], most_seconds: float | None = None
) -> Iterator[list[str]]:
    dearest = sorted(found.items(), key=lambda one: -one[1].cpu_seconds)
    for place, (name, asked) in enumerate(dearest):
        is_quick = most_seconds is None or asked.cpu_seconds <= most_seconds
        is_kept = is_quick and asked.queries <= MOST_QUERIES
        if place < _SHOWN or not is_kept:
            verdict = "yes" if is_kept else "NO"
            yield [name, kind, f"{asked.cpu_seconds:.2f}", str(asked.queries), verdict]


def _mail(asked: Asked) -> list[str]:
    each = asked.cpu_seconds / MAILS
    aim = "under a tenth of a core at 600 a minute: " + ("yes" if each < 0.01 else "NO")  # noqa: PLR2004 - 600 × 10 ms
    return ["one mail", "job", f"{each:.4f}", f"{asked.queries / MAILS:.0f}", aim]
