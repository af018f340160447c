"""Read a survey and responses collected elsewhere, for commands that need no database."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from unicodedata import normalize as normalise

import click

from feedback.operations.campaigns.askable import survey_faults
from reports.answers.offline import OfflineResponses, ResponsesFileError, read_responses
from reports.policy import GREATEST_K, LEAST_K
from surveys.errors import SurveyFileError
from surveys.loader import load_survey

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

Command = TypeVar("Command", bound="Callable[..., object]")

FAULTY_INPUT = 2
_MOST_NAMED = 10


def disclosure_options(command: Command) -> Command:
    """Give a command the threshold and the policy that disclosure control works with."""
    policy = click.option(
        "--policy",
        default="merge",
        show_default=True,
        type=click.Choice(["merge", "drop"]),
        help="Whether smaller groups are joined with another or left out.",
    )
    threshold = click.option(
        "--min-group",
        "k",
        default=LEAST_K,
        show_default=True,
        type=click.IntRange(LEAST_K, GREATEST_K),
        help="How many protected raters a figure needs.",
    )
    return threshold(policy(command))


def load_offline(survey_file: Path, *files: Path) -> list[OfflineResponses]:
    """Return the responses of each file; on any fault, tell all of them and exit with code 2."""
    try:
        survey = load_survey(survey_file)
    except SurveyFileError as error:
        raise refuse([str(fault) for fault in error.faults]) from error
    if unaskable := [str(fault) for fault in survey_faults(survey)]:
        raise refuse(unaskable)
    read: list[OfflineResponses] = []
    problems: list[str] = []
    for file in files:
        try:
            read.append(read_responses(file, survey))
        except ResponsesFileError as error:
            problems += error.problems
    if problems:
        raise refuse(problems)
    for file, one in zip(files, read, strict=True):
        for note in one.notes:
            click.echo(f"{file.name}: {note}", err=True)
    return read


def choose_leader(offline: OfflineResponses, leader: str, file: Path) -> str:
    """Return the leader's label as the file has it; exit with code 2 if it has none such."""
    known, wanted = offline.responses.subjects, normalise("NFC", leader.strip())
    if wanted not in known:
        some = ", ".join(known[:_MOST_NAMED]) + (", …" if len(known) > _MOST_NAMED else "")
        raise refuse([f"{file.name}: there is no leader '{leader}'; there are {some}"])
    return wanted


def refuse(problems: Sequence[str]) -> click.exceptions.Exit:
    """Tell every problem of an input, and return what ends the command with code 2."""
    for problem in problems:
        click.echo(problem, err=True)
    if len(problems) > 1:
        click.echo(f"{len(problems)} faults; nothing was written.", err=True)
    return click.exceptions.Exit(FAULTY_INPUT)
