"""`feedback score`: figures from responses that were collected elsewhere, and for checking us."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from feedback.cli.offline import (
    choose_subject,
    chosen_release,
    disclosure_options,
    load_offline,
    policy_for,
    refuse,
    release_offline,
    tree_options,
)
from feedback.cli.progress import telling
from feedback.cli.whole_files import whole_file
from feedback.cli.workplaces import number_of, only, records, release_offline_tree
from reports.exports.listing import list_release
from reports.exports.parts import part_comment_rows, part_rows
from reports.exports.tables import (
    CommentRow,
    FigureRow,
    comment_rows,
    figure_rows,
    write_csv,
    write_xlsx,
)
from reports.research.analysis import Analysis
from reports.research.figures import list_changes, list_figures
from reports.research.lines import label_axes, write_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from feedback.cli.progress import Told
    from reports.answers.offline import OfflineResponses
    from reports.release import Release
    from reports.release.parts import TreeRelease
    from reports.research.figures import Series

Format = Literal["json", "csv", "xlsx"]

_WARNING = (
    "These figures are unsuppressed: single raters can be read from them. "
    "They are for checking and research; show them to nobody whom they are about."
)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("survey", metavar="SURVEY.yaml", type=_FILE)
@click.argument("responses", metavar="RESPONSES.csv", type=_FILE)
@click.option("--previous", metavar="OLD.csv", type=_FILE, help="Responses of the campaign before.")
@click.option(
    "--leader", "--subject", "leader", help="Only this leader, team, module or unit (its code)."
)
@tree_options
@disclosure_options
@click.option(
    "--format",
    "form",
    default="json",
    show_default=True,
    type=click.Choice(["json", "csv", "xlsx"]),
    help="JSON Lines, one leader a line; or tidy tables.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
@click.option("--unsuppressed", is_flag=True, help="No disclosure control; only with --figures.")
@click.option("--figures", is_flag=True, help="Every statistic, one a line.")
def score(  # noqa: PLR0913 - one argument per option
    *,
    survey: Path,
    responses: Path,
    previous: Path | None,
    leader: str | None,
    tree: Path | None,
    opened: bool,
    k: int | None,
    policy: Literal["merge", "drop"],
    form: Format,
    out: Path | None,
    unsuppressed: bool,
    figures: bool,
) -> None:
    """Print what may be shown about each leader, team, module or unit, from a file of responses.

    RESPONSES.csv has the columns leader (or team; or module, event and date; or unit), group,
    optionally rater, and one per item key and open question; an empty cell is a skipped item, NO
    means "cannot judge". Faults of the files are told all at once, with exit code 2, and nothing is
    written.
    """
    if opened and tree is None:
        raise click.UsageError("--opened belongs to --tree.")
    _refuse_what_contradicts(form, out, unsuppressed=unsuppressed, figures=figures)
    with telling() as told:
        told.step("Reading")
        files = (responses, previous) if previous else (responses,)
        now, *before = load_offline(survey, *files, tree=tree)
        chosen = None if leader is None else choose_subject(now, leader, responses)
        if figures:
            _refuse_two_versions(now, before)
            click.echo(_WARNING, err=True)
            told.step("Computing and writing every figure")
            _write(out, (line.encode() for line in _figure_lines(now, before, chosen)))
            return
        told.step(f"Computing what may be shown of {len(now.told)} {now.about}s")
        earlier = (previous.stem, before[0]) if previous else None
        allowed = replace(policy_for(now, k, policy), known=int(opened))
        if now.root is not None:
            parts = release_offline_tree(now, now.root, earlier, allowed)
            _write_parts(parts, chosen, now.about, (form, out), told)
            return
        released = release_offline(now, earlier, allowed)
        if chosen is not None:
            released = {chosen: chosen_release(released, chosen, allowed)}
        _write_releases(released, now, (form, out), told)


def _refuse_what_contradicts(
    form: Format, out: Path | None, *, unsuppressed: bool, figures: bool
) -> None:
    if unsuppressed != figures:
        raise click.UsageError(
            "--unsuppressed and --figures go together: every statistic is printed without "
            "disclosure control, or only what may be shown."
        )
    if figures and form != "json":
        raise click.UsageError("--figures are printed as JSON Lines only.")
    if form == "xlsx" and out is None:
        raise click.UsageError("A workbook needs --out FILE.xlsx.")


def _refuse_two_versions(now: OfflineResponses, before: list[OfflineResponses]) -> None:
    """Figures of change tell traits by their place: the same place must ask the same."""
    if any(one.responses.survey != now.responses.survey for one in before):
        problem = "the two files answer two versions of the survey and cannot be compared"
        raise refuse([f"{problem}; leave out --previous"])


def _figure_lines(
    now: OfflineResponses, before: list[OfflineResponses], leader: str | None
) -> Iterator[str]:
    """Yield the figures of one campaign, or of two (1 the older) and of what changed."""
    analyses = [Analysis(one.responses) for one in (*before, now)]
    numbered: Iterable[int | None] = (1, 2) if before else (None,)
    for number, analysis, one in zip(numbered, analyses, (*before, now), strict=True):
        yield from _lines(list_figures(analysis), one, analysis, leader, number)
    if before:
        yield from _lines(list_changes(*analyses), now, analyses[-1], leader, None)


def _lines(
    series: Iterable[Series],
    offline: OfflineResponses,
    analysis: Analysis,
    leader: str | None,
    number: int | None,
) -> Iterator[str]:
    labels = label_axes(offline.responses, analysis.groups, offline.raters)
    if leader is not None and len(offline.responses.subjects) > 1:
        labels = labels.only(offline.responses, leader)
    return write_lines(series, labels, occasion=number)


def _write_releases(
    released: Mapping[str, Release],
    now: OfflineResponses,
    target: tuple[Format, Path | None],
    told: Told,
) -> None:
    form, out = target
    about, has_scores = now.about, now.responses.survey.kind.has_scores
    if form == "json":
        labelled = told.each(released.items(), "Writing", count=len(released))
        _write(out, (_record(about, label, one, has_scores=has_scores) for label, one in labelled))
        return
    told.step("Writing")
    figures = figure_rows(released, has_scores=has_scores)
    _write_tables(figures, comment_rows(released), about, target)


def _write_parts(
    released: TreeRelease,
    chosen: str | None,
    about: str,
    target: tuple[Format, Path | None],
    told: Told,
) -> None:
    if chosen is not None:
        released = only(released, number_of(released, chosen))
    form, out = target
    told.step("Writing")
    if form == "json":
        _write(out, records(about, released))
    else:
        _write_tables(part_rows(released), part_comment_rows(released), about, target)


def _write_tables(
    figures: Iterable[FigureRow],
    comments: Iterable[CommentRow],
    about: str,
    target: tuple[Format, Path | None],
) -> None:
    form, out = target
    if form == "xlsx":
        sheets = {"figures": (FigureRow, figures), "comments": (CommentRow, comments)}
        _write(out, [write_xlsx(sheets, about)])
        return
    _write(out, [write_csv(figures, FigureRow, about)])
    if out is not None:
        beside = out.with_name(f"{out.stem}-comments{out.suffix}")
        _write(beside, [write_csv(comments, CommentRow, about)])


def _record(about: str, label: str, release: Release, *, has_scores: bool) -> bytes:
    """Return a line; the release stands in it as it is stored, byte for byte."""
    listed = list_release(release.figures, has_scores=has_scores)
    shown = json.dumps({about: label, **listed}, ensure_ascii=False)
    return f'{shown[:-1]}, "release": {release.to_json()}}}\n'.encode()


def _write(out: Path | None, parts: Iterable[bytes]) -> None:
    with nullcontext(sys.stdout.buffer) if out is None else whole_file(out) as stream:
        stream.writelines(parts)
