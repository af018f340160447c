"""`feedback report`: a leader's report as a PDF, from responses that were collected elsewhere."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from feedback.cli.offline import choose_leader, load_offline, refuse
from reports.disclosure import Before, DisclosurePolicy, release_subjects
from reports.errors import ReportsError
from reports.pdf import Cover, render_report
from reports.policy import GREATEST_K, LEAST_K
from reports.sample import sample as make_sample
from surveys.library import find_survey

if TYPE_CHECKING:
    from reports.offline import OfflineResponses
    from reports.release import Release

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_LANGUAGES = ("sv", "en")


@dataclass(frozen=True, slots=True)
class _Labels:
    """What the cover says; a file of responses knows none of it."""

    name: str
    title: str
    organisation: str
    campaign: str
    period: str
    language: str

    def cover(self, leader: str) -> Cover:
        return Cover(
            leader_name=self.name or leader,
            leader_title=self.title,
            organisation=self.organisation,
            campaign=self.campaign,
            period=self.period,
            language=self.language,
        )


@click.command()
@click.argument("survey", metavar="[SURVEY.yaml]", type=_FILE, required=False)
@click.argument("responses", metavar="[RESPONSES.csv]", type=_FILE, required=False)
@click.option("--leader", help="Whose report, as the file calls the leader.")
@click.option("--out", type=click.Path(path_type=Path), help="The PDF to write.")
@click.option("--language", default="sv", show_default=True, type=click.Choice(_LANGUAGES))
@click.option("--previous", metavar="OLD.csv", type=_FILE, help="Responses of the campaign before.")
@click.option(
    "--min-group",
    "k",
    default=LEAST_K,
    show_default=True,
    type=click.IntRange(LEAST_K, GREATEST_K),
    help="How many protected raters a figure needs.",
)
@click.option(
    "--policy",
    default="merge",
    show_default=True,
    type=click.Choice(["merge", "drop"]),
    help="Whether smaller groups are joined with another or left out.",
)
@click.option("--name", default="", help="The leader's name; without it, what the file says.")
@click.option("--title", default="", help="The leader's title.")
@click.option("--organisation", default="", help="Whose report it is.")
@click.option("--campaign", default="360", show_default=True, help="What the campaign is called.")
@click.option("--period", default="", help="When people answered, in words.")
@click.option("--sample", is_flag=True, help="Write the sample reports; --out may name a folder.")
def report(  # noqa: PLR0913 - one argument per option
    *,
    survey: Path | None,
    responses: Path | None,
    leader: str | None,
    out: Path | None,
    language: str,
    previous: Path | None,
    k: int,
    policy: Literal["merge", "drop"],
    name: str,
    title: str,
    organisation: str,
    campaign: str,
    period: str,
    sample: bool,
) -> None:
    """Make one leader's report from a file of responses (as in `feedback score`).

    Faults of the files are told all at once, with exit code 2, and nothing is written.
    """
    if sample:
        _write_samples(out or Path())
        return
    if survey is None or responses is None or leader is None or out is None:
        raise click.UsageError("Give SURVEY.yaml, RESPONSES.csv, --leader and --out, or --sample.")
    now, *before = load_offline(survey, responses, *([previous] if previous else []))
    chosen = choose_leader(now, leader, responses)
    earlier = (previous.stem, before[0]) if previous else None
    try:
        released = _release(now, earlier, DisclosurePolicy(k=k, policy=policy), chosen)
    except ReportsError as error:
        raise refuse(error.problems) from error
    labels = _Labels(name, title, organisation, campaign, period, language)
    _write(out, render_report(released, labels.cover(chosen), survey=now.responses.survey))
    click.echo(f"{out}")


def _release(
    now: OfflineResponses,
    earlier: tuple[str, OfflineResponses] | None,
    policy: DisclosurePolicy,
    leader: str,
) -> Release:
    previous = {}
    if earlier is not None:
        campaign, before = earlier
        past = release_subjects(before.responses, policy)
        previous = {subject: Before(campaign, one.figures) for subject, one in past.items()}
    return release_subjects(now.responses, policy, previous=previous)[leader]


def _write_samples(folder: Path) -> None:
    """Write the sample report in every language."""
    folder.mkdir(parents=True, exist_ok=True)
    survey = find_survey("orebro")
    for language in _LANGUAGES:
        made = make_sample(survey, language)
        path = folder / f"sample-report-{language}.pdf"
        _write(path, render_report(made.release, made.cover, survey=survey))
        click.echo(f"{path}")


def _write(path: Path, content: bytes) -> None:
    """Write a file that appears only when it is complete."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
