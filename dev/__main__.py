"""Serve the working tree: a change is on the page at the next reload.

python -m dev          # keeps what it has in dev-instance/
FRESH=1 python -m dev  # plays the sample campaign anew
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from datetime import date, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from werkzeug.serving import is_running_from_reloader, run_simple

from dev.serving import MAILS, ROOT, application, watched
from feedback.demo.__main__ import COACH, DEPARTMENT, LEADERS, ORGANISER, play
from feedback.demo.claims import HOST, USUAL_PORT, listen
from feedback.demo.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER: Final = ROOT / "dev-instance"
OPEN: Final = "Hösten"
console = Console(highlight=False)


def main() -> None:
    """Play the sample campaign if there is none, then serve until Ctrl-C."""
    if not is_running_from_reloader():
        _make_ready()
    with _worker():
        run_simple(
            HOST,
            int(os.environ["DEV_PORT"]),
            application(),
            threaded=True,
            use_reloader=True,
            extra_files=watched(),
            exclude_patterns=[f"{ROOT}/tests/*", f"{FOLDER}/*"],
        )


def _make_ready() -> None:
    """Put the settings of the sample data into the environment, which each reload inherits."""
    ready = FOLDER / "ready"
    if not ready.exists() or os.environ.get("FRESH"):
        if FOLDER.exists() and not (FOLDER / "made-by-the-demo").exists():
            sys.exit(f"{FOLDER} exists and was not made here; move it away.")
        shutil.rmtree(FOLDER, ignore_errors=True)
        with Stage.fresh(FOLDER) as stage:
            play(stage)
            _open_another(stage)
        ready.touch()
    with Stage(FOLDER, listener=listen(USUAL_PORT)) as stage:
        stage.run("database", "migrate")
        for name in [name for name in os.environ if name.startswith("FEEDBACK_")]:
            del os.environ[name]
        os.environ.update(stage.environment, DEV_PORT=str(stage.port))
        _tell(stage.address)


def _open_another(stage: Stage) -> None:
    """Open a campaign that nobody has answered yet: the links of raters lie in its mails."""
    last_day = date.today() + timedelta(days=14)  # noqa: DTZ011 - a day on the developer's own wall
    with as_file(files("feedback.demo") / "people.csv") as people:
        stage.run(
            *("campaign", "create", "--survey", "orebro", "--people", str(people)),
            *("--department", DEPARTMENT, "--programme", "Nästa program", "--name", OPEN),
            *("--last-day", last_day.isoformat()),
        )
    stage.run("campaign", "launch", OPEN, "--now", "--yes")
    stage.run("worker", "--until-idle")


def _tell(address: str) -> None:
    console.rule(f"[bold]{address}")
    console.print(f"Mails, with each code and link: {address}{MAILS}/")
    console.print(f"Sign in at {address}/sign-in as {ORGANISER} (organiser), {COACH} (coach)")
    console.print(f"or a leader: {', '.join(LEADERS.values())}. {OPEN} is open to raters.")
    console.print("Pages change as you save. Stop with Ctrl-C; FRESH=1 begins anew.\n")


@contextmanager
def _worker() -> Iterator[None]:
    """Run the worker of this tree, too, until the next reload: it sends the mails."""
    if not is_running_from_reloader():
        yield  # the process that only waits for changes
        return
    command = [sys.executable, "-c", "from feedback.cli import main; main()", "worker"]
    with (Path(os.environ["FEEDBACK_INSTANCE"]) / "worker.log").open("ab") as log:
        worker = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            yield
        finally:
            worker.terminate()
            worker.wait()


if __name__ == "__main__":
    main()
