"""Read a survey and responses collected elsewhere, for commands that need no database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reports.offline import OfflineResponses, ResponsesFileError, read_responses
from surveys.errors import SurveyFileError
from surveys.loader import load_survey

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FAULTY_INPUT = 2
_MOST_NAMED = 10


def load_offline(survey_file: Path, *files: Path) -> list[OfflineResponses]:
    """Return the responses of each file; on any fault, tell all of them and exit with code 2."""
    try:
        survey = load_survey(survey_file)
    except SurveyFileError as error:
        raise refuse([str(fault) for fault in error.faults]) from error
    read: list[OfflineResponses] = []
    problems: list[str] = []
    for file in files:
        try:
            read.append(read_responses(file, survey))
        except ResponsesFileError as error:
            problems += error.problems
    if problems:
        raise refuse(problems)
    return read


def choose_leader(offline: OfflineResponses, leader: str, file: Path) -> str:
    """Return the leader's label as the file has it; exit with code 2 if it has none such."""
    known = offline.responses.subjects
    if leader.strip() not in known:
        some = ", ".join(known[:_MOST_NAMED]) + (", …" if len(known) > _MOST_NAMED else "")
        raise refuse([f"{file.name}: there is no leader '{leader}'; there are {some}"])
    return leader.strip()


def refuse(problems: Sequence[str]) -> click.exceptions.Exit:
    """Tell every problem of an input, and return what ends the command with code 2."""
    for problem in problems:
        click.echo(problem, err=True)
    if len(problems) > 1:
        click.echo(f"{len(problems)} faults; nothing was written.", err=True)
    return click.exceptions.Exit(FAULTY_INPUT)
