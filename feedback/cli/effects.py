"""`feedback effects`: what a programme gave, from figures that were collected elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from feedback.cli.offline import refuse
from reports.effects.offline import list_figures, read_case, summarise
from reports.errors import EffectCaseError
from reports.exports.effects import effects_csv, effects_json, effects_xlsx
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

_TABLES: Final = {".csv": effects_csv, ".json": effects_json, ".xlsx": effects_xlsx}


@click.command()
@click.argument(
    "case", metavar="CASE.json", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--figures", is_flag=True, help="Print every figure, unrounded, one a line.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the report as PDF, or its figures where the file ends in .csv, .json or .xlsx.",
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
    if council and (out is None or out.suffix in _TABLES):
        raise click.UsageError("The four pages for a council need --out FILE.pdf.")
    try:
        read = read_case(case)
        _keep_case(case, read, out)
        found = list_figures(read) if figures else []
        content = b"" if out is None else _content(read, out, language, council=council)
    except EffectCaseError as error:
        raise refuse(error.problems) from error
    for figure in found:
        click.echo(json.dumps(figure.to_record(), ensure_ascii=False, allow_nan=False))
    if out is not None:
        write_whole(out, content)
        click.echo(f"{out}", err=figures)


def _keep_case(path: Path, case: EffectCase, out: Path | None) -> None:
    """Refuse to write over the case, or over a table that it names."""
    tables = (case.parameters.data, case.parameters.norm)
    ours = (path, *(path.with_name(name) for name in tables if name))
    if out is not None and out.exists() and any(out.samefile(one) for one in ours):
        raise click.UsageError(f"{out} is a file of the case itself: give --out another name.")


def _content(case: EffectCase, out: Path, language: str, *, council: bool) -> bytes:
    """Return what a file of this ending holds: figures, or the report."""
    if out.suffix in _TABLES:
        return _TABLES[out.suffix](case.parameters.programme or case.name, summarise(case))
    return _report(case, language, council=council)


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
