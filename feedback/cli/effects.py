"""`feedback effects`: what a programme gave, from figures that were collected elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedback.cli.offline import refuse
from reports.effects.offline import list_figures, read_case, summarise
from reports.errors import EffectCaseError
from reports.pdf import render_document
from reports.pdf.child import write_whole
from reports.pdf.errors import TooManyPagesError
from reports.sections.effects import (
    COUNCIL_PAGES,
    council_sections,
    effect_sections,
    effect_title,
)
from reports.shown.council import Council
from reports.texts import LANGUAGES

if TYPE_CHECKING:
    from reports.effects.offline import EffectCase


@click.command()
@click.argument(
    "case", metavar="CASE.json", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--figures", is_flag=True, help="Print every figure, unrounded, one a line.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the report as PDF."
)
@click.option(
    "--council", is_flag=True, help="Write the four pages for a council instead of the report."
)
@click.option("--language", default="sv", show_default=True, type=click.Choice(LANGUAGES))
def effects(*, case: Path, figures: bool, out: Path | None, council: bool, language: str) -> None:
    """Compute what a programme gave, from leaders' scores before and after.

    CASE.json names a CSV file beside it; docs/effects.md says which columns there are.
    Faults of the files are told all at once, with exit code 2, and nothing is written.
    """
    if not figures and out is None:
        raise click.UsageError("Give --figures, or --out REPORT.pdf, or both.")
    try:
        read = read_case(case)
        found = list_figures(read) if figures else []
        content = _report(read, language, council=council) if out is not None else b""
    except EffectCaseError as error:
        raise refuse(error.problems) from error
    for figure in found:
        click.echo(json.dumps(figure.to_record(), ensure_ascii=False, allow_nan=False))
    if out is not None:
        write_whole(out, content)
        click.echo(f"{out}", err=figures)


def _report(case: EffectCase, language: str, *, council: bool) -> bytes:
    """Return the report of a case, tagged, or its four pages; equal input gives equal bytes."""
    summary, parameters = summarise(case), case.parameters
    title = effect_title(summary, language)
    pieces = effect_sections(summary, language)
    if council:
        pieces = council_sections(summary, parameters.council or Council(), language)
    try:
        return render_document(
            f"{parameters.programme}: {title}" if parameters.programme else title,
            pieces,
            author=parameters.organisation,
            language=language,
            footer=parameters.programme,
            most_pages=COUNCIL_PAGES if council else None,
        )
    except TooManyPagesError as error:
        raise EffectCaseError(
            f"{case.name}: the four pages have no room for all of this: "
            "take fewer traits, shorter names or shorter texts"
        ) from error
