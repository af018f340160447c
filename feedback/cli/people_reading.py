"""How a people file is to be read where it can be read in several ways: said by options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from feedback.cli.running import FAULTY_INPUT, preferred_language, stop
from feedback.operations.people.file import (
    LEAVE,
    TAKE,
    AmbiguousFileError,
    PeopleFileError,
    ReadingChoices,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import NoReturn

C = TypeVar("C", bound="Callable[..., Any]")

LANGUAGE: Final = click.option(
    "--language",
    type=click.Choice(["sv", "en"]),
    default=preferred_language,
    help="The language of messages about the file; else as LANG says.",
)
_HIDDEN: Final = click.Choice([TAKE, LEAVE])
_OPTIONS: Final = (
    click.option("--sheet", help="The sheet of the workbook, by its name."),
    click.option("--encoding", help="Of a CSV file: cp1252, mac_roman, utf-8 …"),
    click.option("--hidden-rows", type=_HIDDEN, help="Whether these are part of it."),
    click.option("--hidden-columns", type=_HIDDEN, help="As --hidden-rows."),
    click.option(
        "--leader-above", type=_HIDDEN, help="Whether a row without a leader is the one's above."
    ),
    click.option("--columns", help="What headings do not say: group=H,rater_email=D."),
)


def reading_options(command: C) -> C:
    """Let a command take the answers to what a file leaves open."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def answers_of(said: Mapping[str, str | None]) -> ReadingChoices:
    """Return what the options say; one that was not given says nothing."""
    return ReadingChoices(**{about: answer or "" for about, answer in said.items()})


def stop_reading(error: PeopleFileError, language: str) -> NoReturn:
    """Say every fault of a file and end; of a question also with which option it is answered."""
    lines = [notice.text(language) for notice in error.notices]
    if isinstance(error, AmbiguousFileError):
        option = f"--{error.about.replace('_', '-')}"
        if error.wanted:
            meant = ",".join(f"{one.column}={one.guess or '?'}" for one in error.wanted)
            lines += [f'{option} "{meant}"', *(choice.label for choice in error.choices)]
        else:
            lines += [
                f'{option} "{choice.value}"' + (f"   {choice.label}" if choice.label else "")
                for choice in error.choices
            ]
    stop(lines, FAULTY_INPUT)
