"""`feedback report`: reports as PDF, of a closed campaign or of responses collected elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
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
from feedback.cli.workplaces import draw_part, draw_parts, number_of, release_offline_tree
from feedback.config.logo import read_logo
from reports.norms.population import norms_from
from reports.pdf import SUMMARY, render_report
from reports.pdf.child import write_whole
from reports.sample import sample as make_sample
from reports.sections.cover import Cover
from surveys.library import find_survey

if TYPE_CHECKING:
    from reports.answers.offline import OfflineResponses
    from reports.policy import DisclosurePolicy
    from reports.release import Release

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_LANGUAGES = ("sv", "en")
_NEEDED = (
    "Give --campaign, --out and either --all or --leader; or SURVEY.yaml, RESPONSES.csv, --leader "
    "and --out; or the same with --tree, and --all or --subject; or --sample."
)


@dataclass(frozen=True, slots=True)
class _Labels:
    """What the cover says; a file of responses knows none of it."""

    name: str
    title: str
    organisation: str
    campaign: str
    period: str
    language: str
    logo: Path | None

    def cover(self, leader: str) -> Cover:
        """Return the cover of a leader's report; on a faulty logo, say so and exit with code 2."""
        try:
            logo = read_logo(self.logo) if self.logo else b""
        except ValueError as error:
            raise refuse([str(error)]) from error
        return Cover(
            leader_name=self.name or leader,
            leader_title=self.title,
            organisation=self.organisation,
            campaign=self.campaign,
            period=self.period,
            language=self.language,
            logo=logo,
        )


@dataclass(frozen=True, slots=True)
class _Look:
    """What of a report is drawn."""

    is_summary: bool
    organisation_mean: bool
    is_notice: bool


@click.command()
@click.argument("survey", metavar="[SURVEY.yaml]", type=_FILE, required=False)
@click.argument("responses", metavar="[RESPONSES.csv]", type=_FILE, required=False)
@click.option(
    "--leader",
    "--subject",
    "leader",
    help="Whose report: by address in a campaign, else a label of the file, or a unit's code.",
)
@click.option(
    "--all",
    "is_all",
    is_flag=True,
    help="The reports of all leaders of a campaign, or of all workplaces of a tree.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The PDF to write; for a campaign, and for all workplaces, the folder.",
)
@click.option(
    "--language",
    type=click.Choice(_LANGUAGES),
    help="Without it each leader's own in a campaign, else Swedish.",
)
@click.option("--previous", metavar="OLD.csv", type=_FILE, help="Responses of the campaign before.")
@disclosure_options
@tree_options
@click.option("--notice", is_flag=True, help="With --tree: the notice for the wall, one page.")
@click.option("--name", default="", help="The leader's name; without it, what the file says.")
@click.option("--title", default="", help="The leader's title.")
@click.option("--organisation", default="", help="Whose report it is.")
@click.option(
    "--campaign",
    help="A closed campaign, by name or the start of its id; with a file, what it is called.",
)
@click.option("--period", default="", help="When people answered, in words.")
@click.option("--logo", type=_FILE, help="The organisation's logo, a PNG; for a file of responses.")
@click.option(
    "--organisation-mean",
    is_flag=True,
    help="Show the mean of all leaders in the file beside, from ten leaders on.",
)
@click.option("--summary", is_flag=True, help="Only the summary: two pages by themselves.")
@click.option("--sample", is_flag=True, help="Write the sample reports; --out may name a folder.")
def report(  # noqa: PLR0913 - one argument per option
    *,
    survey: Path | None,
    responses: Path | None,
    leader: str | None,
    is_all: bool,
    out: Path | None,
    language: str | None,
    previous: Path | None,
    k: int | None,
    policy: Literal["merge", "drop"],
    tree: Path | None,
    opened: bool,
    notice: bool,
    name: str,
    title: str,
    organisation: str,
    campaign: str | None,
    period: str,
    logo: Path | None,
    organisation_mean: bool,
    summary: bool,
    sample: bool,
) -> None:
    r"""Make the reports of a closed campaign, or one from a file of responses.

    \b
    feedback report --campaign "Hösten 2026" --all --out reports/
    feedback report survey.yaml responses.csv --leader L1 --out L1.pdf
    feedback report survey.yaml responses.csv --tree tree.csv --all --out reports/

    A campaign's reports are drawn over all cores. Files that are there already are left as
    they are, so a batch that was broken off goes on; remove a file to have it made anew. One
    that fails is named at the end, with exit code 1. It is written to the audit log.

    Faults of files are told all at once, with exit code 2, and nothing is written.
    """
    _refuse_what_contradicts(tree, of_tree=notice or opened, of_none=summary or organisation_mean)
    if sample:
        _write_samples(out or Path())
    elif survey is None and campaign and out and is_all is (leader is None):
        from feedback.cli.report_batch import make_reports  # noqa: PLC0415 - files need no database

        make_reports(campaign, out, leader=leader, language=language, is_summary=summary)
    elif survey and responses and out and is_all is (leader is None) and not (is_all and not tree):
        called = (name, title, organisation, campaign or "360", period)
        labels = _Labels(*called, language or "sv", logo)
        files = (responses, previous) if previous else (responses,)
        look = _Look(summary, organisation_mean, notice)
        made = _from_files if tree is None else partial(_from_tree, tree=tree, opened=opened)
        made(survey, files, leader or "", out, labels, (k, policy), look)
    else:
        raise click.UsageError(_NEEDED)


def _refuse_what_contradicts(tree: Path | None, *, of_tree: bool, of_none: bool) -> None:
    if of_tree and tree is None:
        raise click.UsageError("--notice and --opened belong to --tree.")
    if of_none and tree is not None:
        raise click.UsageError("Reports of workplaces have no --summary or --organisation-mean.")


def _from_files(
    survey: Path,
    files: tuple[Path, ...],
    leader: str,
    out: Path,
    labels: _Labels,
    allowed: tuple[int | None, Literal["merge", "drop"]],
    look: _Look,
) -> None:
    """Make one report from the responses of now and, perhaps, of the campaign before."""
    now, *before = load_offline(survey, *files)
    chosen = choose_subject(now, leader, files[0])
    earlier = (files[1].stem, before[0]) if before else None
    policy = policy_for(now, *allowed)
    released = _release(now, earlier, policy, chosen, is_compared=look.organisation_mean)
    content = render_report(
        released,
        labels.cover(chosen),
        survey=now.responses.survey,
        only=SUMMARY if look.is_summary else None,
        organisation_mean=look.organisation_mean,
    )
    write_whole(out, content)
    click.echo(f"{out}")


def _from_tree(  # noqa: PLR0913 - as many as the command has
    survey: Path,
    files: tuple[Path, ...],
    code: str,
    out: Path,
    labels: _Labels,
    allowed: tuple[int | None, Literal["merge", "drop"]],
    look: _Look,
    *,
    tree: Path,
    opened: bool,
) -> None:
    """Make the report of one unit of a tree of workplaces, or without a code all in a folder."""
    now, *before = load_offline(survey, *files, tree=tree)
    if now.root is None:
        return
    chosen = choose_subject(now, code, files[0]) if code else ""
    earlier = (files[1].stem, before[0]) if before else None
    policy = replace(policy_for(now, *allowed), known=int(opened))
    released = release_offline_tree(now, now.root, earlier, policy)
    cover, asked = labels.cover(""), now.responses.survey
    if not chosen:
        draw_parts(asked, released, cover, out, is_notice=look.is_notice)
        return
    number = number_of(released, chosen)
    write_whole(out, draw_part(asked, released, cover, number, is_notice=look.is_notice))
    click.echo(f"{out}")


def _release(
    now: OfflineResponses,
    earlier: tuple[str, OfflineResponses] | None,
    policy: DisclosurePolicy,
    label: str,
    *,
    is_compared: bool,
) -> Release:
    norms = None
    if is_compared:
        # Norms stand on released figures, so these come first.
        everybody = release_offline(now, None, policy).values()
        norms = norms_from(one.figures for one in everybody)
    return chosen_release(release_offline(now, earlier, policy, norms=norms), label, policy)


def _write_samples(folder: Path) -> None:
    """Write the sample report in every language."""
    folder.mkdir(parents=True, exist_ok=True)
    survey = find_survey("orebro")
    for language in _LANGUAGES:
        made = make_sample(survey, language)
        path = folder / f"sample-report-{language}.pdf"
        write_whole(path, render_report(made.release, made.cover, survey=survey))
        click.echo(f"{path}")
