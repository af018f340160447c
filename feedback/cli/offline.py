"""Read a survey and responses collected elsewhere, for commands that need no database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar
from unicodedata import normalize as normalise

import click

from feedback.operations.campaigns.askable import floor_faults
from reports.answers.offline import (
    OfflineResponses,
    ResponsesFileError,
    place_in_tree,
    read_responses,
    read_tree,
)
from reports.disclosure import Before, release_subjects
from reports.disclosure.modules import release_modules
from reports.errors import ReportsError
from reports.policy import GREATEST_K, LEAST_K, DisclosurePolicy
from surveys.errors import SurveyFileError
from surveys.loader import load_survey

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reports.partitions import Unit
    from reports.release import Figures, Norm, Release

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
        type=click.IntRange(LEAST_K, GREATEST_K),
        help="How many protected raters a figure needs; without it the fewest that the survey "
        "allows: 3 about a leader, 4 about a team, 5 about an event or a unit.",
    )
    return threshold(policy(command))


def tree_options(command: Command) -> Command:
    """Give a command the tree of workplaces that responses stand in, and who reads of it."""
    tree = click.option(
        "--tree",
        metavar="TREE.csv",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="The workplaces that a survey about units was answered in: code, parent, name, asked.",
    )
    opened = click.option(
        "--opened",
        is_flag=True,
        help="Everybody of a workplace reads its report: with --tree, one more answer is needed.",
    )
    return tree(opened(command))


def load_offline(
    survey_file: Path, *files: Path, tree: Path | None = None
) -> list[OfflineResponses]:
    """Return the responses of each file; on any fault, tell all of them and exit with code 2.

    With a file of workplaces they stand in its tree.
    """
    try:
        survey = load_survey(survey_file)
    except SurveyFileError as error:
        raise refuse([str(fault) for fault in error.faults]) from error
    if survey.kind.in_tree is (tree is None):
        needed = "give" if tree is None else "leave out"
        raise refuse([f"{survey_file.name} has the subject {survey.subject}: {needed} --tree"])
    read: list[OfflineResponses] = []
    problems: list[str] = []
    root = None if tree is None else _root(tree, problems)
    for file in files:
        try:
            one = read_responses(file, survey)
            read.append(one if root is None else place_in_tree(one, root, file.name))
        except ResponsesFileError as error:
            problems += error.problems
    if problems:
        raise refuse(problems)
    for file, one in zip(files, read, strict=True):
        for note in one.notes:
            click.echo(f"{file.name}: {note}", err=True)
    return read


def _root(tree: Path, problems: list[str]) -> Unit | None:
    """Return the whole of a tree of workplaces; note every fault of its file."""
    try:
        return read_tree(tree)
    except ResponsesFileError as error:
        problems += error.problems
        return None


def policy_for(
    now: OfflineResponses, k: int | None, policy: Literal["merge", "drop"]
) -> DisclosurePolicy:
    """Return the policy that is asked for; exit with code 2 if the survey allows no such k."""
    survey = now.responses.survey
    if k is None:
        return DisclosurePolicy(k=survey.floor, policy=policy)
    if faults := [str(fault) for fault in floor_faults(survey, k)]:
        raise refuse(faults)
    return DisclosurePolicy(k=k, policy=policy)


def release_offline(
    now: OfflineResponses,
    earlier: tuple[str, OfflineResponses] | None,
    policy: DisclosurePolicy,
    *,
    norms: Callable[[Figures], tuple[Norm, ...]] | None = None,
) -> dict[str, Release]:
    """Return the release of everything in a file that may be told; of occasions their modules'.

    `earlier` is what the campaign before is called, and its responses. Faults are told all at
    once, and the command ends with code 2.
    """
    try:
        if now.modules:
            if earlier is not None:
                raise refuse(["A module is told over its occasions: leave out --previous."])
            return release_modules(now.responses, now.modules, policy)
        previous = {}
        if earlier is not None:
            campaign, before = earlier
            past = release_subjects(before.responses, policy)
            previous = {label: Before(campaign, one.figures) for label, one in past.items()}
        return release_subjects(now.responses, policy, previous=previous, norms=norms)
    except ReportsError as error:
        raise refuse(error.problems) from error


def choose_subject(offline: OfflineResponses, label: str, file: Path) -> str:
    """Return a label as the file has it; exit with code 2 if it has none such."""
    known, wanted = offline.told, normalise("NFC", label.strip())
    if wanted not in known:
        some = ", ".join(known[:_MOST_NAMED]) + (", …" if len(known) > _MOST_NAMED else "")
        raise refuse([f"{file.name}: there is no {offline.about} '{label}'; there are {some}"])
    return wanted


def chosen_release(
    released: Mapping[str, Release], label: str, policy: DisclosurePolicy
) -> Release:
    """Return the release of one label; exit with code 2 where too few answered for any."""
    if label not in released:
        raise refuse([f"Nothing is shown of {label}: fewer than {policy.k} have answered."])
    return released[label]


def refuse(problems: Sequence[str]) -> click.exceptions.Exit:
    """Tell every problem of an input, and return what ends the command with code 2."""
    for problem in problems:
        click.echo(problem, err=True)
    if len(problems) > 1:
        click.echo(f"{len(problems)} faults; nothing was written.", err=True)
    return click.exceptions.Exit(FAULTY_INPUT)
