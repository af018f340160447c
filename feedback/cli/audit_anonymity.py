"""`feedback audit-anonymity`: attack the live database and say what was found."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from feedback.anonymity import AttackResult, Promise
from feedback.anonymity import audit_anonymity as attack_all
from feedback.clock import moment_in
from feedback.config import WorkerSettings, load_settings
from feedback.database import Database

_COLOURS = {Promise.KEPT: "green", Promise.LIMIT: "yellow", Promise.BROKEN: "bold red"}


@click.command("audit-anonymity")
@click.option(
    "--logs",
    "logs",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A log file of the proxy or the system to search for raters' links; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def audit_anonymity(logs: tuple[Path, ...], *, as_json: bool) -> None:
    """Attack the live database as a curious administrator would.

    Exit code 1 if the promise to the raters is broken anywhere.
    """
    settings = load_settings(WorkerSettings)
    findings = attack_all(
        Database(settings.database),
        link_keys=settings.link_key_folder,
        seal_keys=settings.seal_key_folder if settings.has_seal_keys else None,
        logs=logs,
        today=moment_in(settings.zone).today,
    )
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        _print(findings)
    sys.exit(any(finding.verdict is Promise.BROKEN for finding in findings))


def _print(findings: list[AttackResult]) -> None:
    table = Table("attack", "promise", "what was found", box=None, pad_edge=False)
    for finding in findings:
        colour = _COLOURS[finding.verdict]
        table.add_row(finding.attack, f"[{colour}]{finding.verdict}[/]", finding.sentence)
    Console().print(table)
