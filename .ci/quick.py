"""Run the tests that a change reaches, the nearest first, for as long as a pause lasts.

`reach.py` says which they are and why. What needs a browser or PostgreSQL waits for `make test`,
and so does what is left when the time is up: the last line says how much that is.
"""

from __future__ import annotations

import sys
import time
from typing import Any, Final

import pytest
from reach import Reach, changed_files

SECONDS: Final = 35.0
MOST_FILES: Final = 40
"""To read more test files takes longer than to run the nearest ones."""
QUICK: Final = "not proof and not browser and not postgres"
SHOWN: Final = 5


class UntilTimeIsUp:
    """Ends a run in good order when its time is up, and remembers what failed until then."""

    def __init__(self, seconds: float) -> None:
        """Begin to count."""
        self._ends = time.monotonic() + seconds
        self._session: pytest.Session | None = None
        self.has_ended_it = False
        self.failed = 0

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Keep what can be told to stop."""
        self._session = session

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a failure; after a test's last report, look at the clock."""
        self.failed += report.failed
        if self._session and report.when == "teardown" and time.monotonic() > self._ends:
            # Who hands the tests out decides whether there is another.
            dealer: Any = self._session.config.pluginmanager.get_plugin("dsession")
            dealer.shouldstop = "the time of `make quick` is up"
            self.has_ended_it = True


def main() -> int:
    """Run them; tell how they were chosen and what is left."""
    changed = changed_files()
    reached = Reach().tests_of(changed)
    nearest = reached[:MOST_FILES]
    print(f"{len(changed)} changed files reach {len(reached)} test files, as .ci/reach.py says:")
    for each in nearest[:SHOWN]:
        print(f"  {each.file}  ← {each.source}")
    if len(nearest) > SHOWN:
        print(f"  and {len(nearest) - SHOWN} more; the farthest are left to `make test`")
    return run([each.file for each in nearest], SECONDS) if nearest else 0


def run(files: list[str], seconds: float) -> int:
    """Run these, in this order, until the time is up; that some were left is no failure."""
    until = UntilTimeIsUp(seconds)
    # A test at a time: what was handed out is run to its end.
    options = ["-q", "--no-header", "-m", QUICK, "-p", "no:randomly", "-n2", "--maxschedchunk=1"]
    result = pytest.main([*options, *files], plugins=[until])
    if until.failed or result not in {0, pytest.ExitCode.NO_TESTS_COLLECTED}:
        return 1 if until.failed or not until.has_ended_it else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
