"""`feedback doctor` and `feedback health`: how the installation stands, and what to do next."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from feedback.cli.running import settings_for
from feedback.clock import utc_now
from feedback.config import WebsView, WorkerSettings
from feedback.doctor import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feedback.doctor import Check

_COLOURS = {Verdict.OK: "green", Verdict.ADVICE: "yellow", Verdict.FAULT: "bold red"}


@click.command()
def doctor() -> None:
    """Look over settings, database, keys, mail, clock, fonts and surveys.

    Run it as the worker's user, with the worker's settings; for the web as the web's, with the
    web's, as `feedback --as-web doctor`. Exit code 1 if something needs
    somebody (FAULT), 2 if settings are missing or wrong; what is only better looked at (LOOK) is 0.
    """
    # Loaded here: `health` is to be quick.
    from feedback.doctor.examination import examine  # noqa: PLC0415

    sys.exit(_print(examine(_settings())))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For a monitoring system; without names.")
@click.option("--mail", is_flag=True, help="Mail administrators if there is news; for a timer.")
def health(*, as_json: bool, mail: bool) -> None:
    """Look quickly whether something needs somebody; exit code 1 if it does.

    The same checks as the doctor's: what is quick is looked at now, the rest as a worker last
    found it within the hour. Run it as the worker's user, with the worker's settings.
    """
    # Loaded here: whoever asks for `--help` waits for none of it.
    from feedback.doctor.findings import all_known  # noqa: PLC0415

    settings = _settings()
    found = all_known(settings)
    if as_json:
        click.echo(json.dumps(_as_json(found), indent=2, ensure_ascii=False))
        is_needed = any(check.verdict is Verdict.FAULT for check in found)
    else:
        is_needed = _print(found)
    if mail:
        from feedback.logs import configure  # noqa: PLC0415 - as above
        from feedback.watch.alarm import tell  # noqa: PLC0415

        configure(settings.log)
        is_needed = tell(settings, found, now=utc_now()) or is_needed
    sys.exit(is_needed)


def _settings() -> WorkerSettings:
    """Read the settings of whoever is looked over: the worker, or the web with --as-web."""
    is_web = click.get_current_context().find_root().params.get("as_web", False)
    return settings_for(WebsView if is_web else WorkerSettings)


def _print(checks: Iterable[Check]) -> bool:
    """Print what was found; return whether something needs somebody."""
    console = Console(soft_wrap=True)
    is_needed = False
    for check in checks:
        colour = _COLOURS[check.verdict]
        console.print(f"[{colour}]{check.verdict:<6}[/]", end="")
        console.print(f"{check.subject}: {check.found}", markup=False, highlight=False)
        if check.next_step:
            console.print(f"       → {check.next_step}", markup=False, highlight=False)
        is_needed = is_needed or check.verdict is Verdict.FAULT
    return is_needed


def _as_json(found: list[Check]) -> dict[str, Any]:
    """Return what may leave the machine: no name of a campaign, no address, no free text."""
    return {
        "needs_somebody": any(check.verdict is Verdict.FAULT for check in found),
        "checks": [
            {
                "part": check.part,
                "subject": check.subject,
                "verdict": check.verdict.value,
                "found": check.told,
                "next_step": check.next_step,
            }
            for check in found
        ],
    }
