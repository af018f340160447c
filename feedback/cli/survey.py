"""`feedback survey`: checks survey files before anybody is asked anything."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from surveys.checks import lix_by_trait
from surveys.duration import FORMULA, estimated_minutes
from surveys.inspection import Inspection, exit_code, inspect_file
from surveys.schema import schema_json

if TYPE_CHECKING:
    from surveys.model import Survey

__all__ = ["survey_commands"]


@click.group(name="survey")
def survey_commands() -> None:
    """Check survey files."""


@survey_commands.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE…",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--strict", is_flag=True, help="Fail on advice, too.")
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...], *, strict: bool) -> None:
    """Tell every fault of survey files, and how they could be better.

    Exit code 2 for faults; 1 for advice with --strict.
    """
    inspections = [inspect_file(path) for path in files]
    for inspection in inspections:
        for fault in inspection.faults:
            click.echo(fault, err=True)
        if inspection.survey is not None:
            _tell(inspection, inspection.survey)
    context.exit(exit_code(inspections, strict=strict))


@survey_commands.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
def schema(out: Path | None) -> None:
    """Print the JSON Schema of survey files, for editors."""
    if out is None:
        click.echo(schema_json(), nl=False)
    else:
        out.write_text(schema_json(), encoding="utf-8")


def _tell(inspection: Inspection, survey: Survey) -> None:
    for line in inspection.advice_lines:
        click.echo(line)
    Console(soft_wrap=True).print(_measures(survey))
    click.echo(f"{inspection.file}: {_length(survey)}")
    click.echo(f"{inspection.file}: {_advice_count(inspection)}")


def _measures(survey: Survey) -> Table:
    table = Table(title=f"{survey.id} {survey.version} ({survey.status})", title_justify="left")
    table.add_column("trait")
    for heading in ("items", "short form", "LIX"):
        table.add_column(heading, justify="right")
    readability = lix_by_trait(survey)
    for trait in survey.traits:
        short = sum(item.short for item in trait.items)
        lix = f"{readability[trait.key]:.0f}" if trait.key in readability else "–"
        name = survey.text(trait.name, survey.default_language)
        table.add_row(name, str(len(trait.items)), str(short), lix)
    return table


def _length(survey: Survey) -> str:
    length = f"about {estimated_minutes(survey)} min"
    if survey.short_items:
        length += f", the short form {estimated_minutes(survey, short=True)} min"
    return f"{length} ({FORMULA})"


def _advice_count(inspection: Inspection) -> str:
    if not inspection.advice:
        return "no faults, no advice"
    counts = Counter(str(advice.rule) for advice in inspection.advice)
    listed = ", ".join(f"{rule} {count}" for rule, count in sorted(counts.items()))
    return f"no faults, advice: {len(inspection.advice)} ({listed})"
