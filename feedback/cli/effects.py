"""`feedback effects`: what a programme gave, from figures that were collected elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import click

from feedback.cli.offline import refuse
from reports.effects.offline import list_figures, read_case
from reports.errors import EffectCaseError


@click.command()
@click.argument(
    "case", metavar="CASE.json", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--figures", is_flag=True, help="Print every figure, unrounded, one a line.")
def effects(*, case: Path, figures: bool) -> None:
    """Compute what a programme gave, from leaders' scores before and after.

    CASE.json names a CSV file beside it; docs/effects.md says which columns there are.
    Faults of the files are told all at once, with exit code 2, and nothing is printed.
    """
    if not figures:
        raise click.UsageError("Give --figures.")
    try:
        found = list_figures(read_case(case))
    except EffectCaseError as error:
        raise refuse(error.problems) from error
    for figure in found:
        click.echo(json.dumps(figure.to_record(), ensure_ascii=False, allow_nan=False))
