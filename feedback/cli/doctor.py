"""`feedback doctor`: look over the installation and say what to do next."""

from __future__ import annotations

import sys

import click
from rich.console import Console

from feedback.cli.running import settings_for
from feedback.config import WorkerSettings
from feedback.doctor import Verdict, examine

_COLOURS = {Verdict.OK: "green", Verdict.ADVICE: "yellow", Verdict.FAULT: "bold red"}


@click.command()
def doctor() -> None:
    """Look over settings, database, keys, mail, clock, fonts and surveys.

    Run it as the worker's user, with the worker's settings. Exit code 1 if something is
    broken, 2 if settings are missing.
    """
    settings = settings_for(WorkerSettings)
    console = Console(soft_wrap=True)
    is_broken = False
    for check in examine(settings):
        colour = _COLOURS[check.verdict]
        console.print(f"[{colour}]{check.verdict:<6}[/]", end="")
        console.print(f"{check.subject}: {check.found}", markup=False, highlight=False)
        if check.next_step:
            console.print(f"       → {check.next_step}", markup=False, highlight=False)
        is_broken = is_broken or check.verdict is Verdict.FAULT
    sys.exit(is_broken)
