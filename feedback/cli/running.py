"""What every command shares: settings, the database, errors as lines, who is acting."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from feedback.ballot import KeyMissingError, KeyUnreadableError
from feedback.config import Settings, SettingsError, load_settings
from feedback.database import Database
from feedback.errors import CloseRefusedError, FeedbackError, InputError
from feedback.files.owners import locked_out, locked_out_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

S = TypeVar("S", bound=Settings)

REFUSED: Final = 1
FAULTY_INPUT: Final = 2


_NEXT_STEPS: Final = (
    # What the engines say (SQLite, PostgreSQL), in small letters, and what helps.
    (
        ("readonly", "read-only", "permission denied"),
        "This user cannot write it: run as the worker's user. Who can, says: feedback doctor",
    ),
    (("unable to open",), "Is its folder there, and may this user write it? See: feedback doctor"),
    (("disk is full", "no space left", "could not extend file"), "Make room on its disk."),
    (("disk i/o error",), "Is its disk full, or failing? Make room, and run: feedback doctor"),
    (("locked",), "Somebody else is writing: try again in a moment."),
    (
        ("no such table", "no such column", 'relation "', "column "),
        "Try: feedback database migrate",
    ),
)


@contextmanager
def told_as_lines() -> Iterator[None]:
    """Turn errors meant for a person into lines on standard error and an exit code."""
    try:
        yield
    except SettingsError as error:
        stop(error.faults, FAULTY_INPUT)
    except InputError as error:
        stop(error.faults, FAULTY_INPUT)
    except CloseRefusedError as error:
        stop(error.differences, REFUSED)
    except FeedbackError as error:
        stop([str(error) or type(error).__name__], REFUSED)
    except (OperationalError, ProgrammingError) as error:
        stop([f"The database answers: {error.orig}", _next_step(str(error.orig))], REFUSED)
    except KeyUnreadableError as error:
        stop([f"The key cannot be read: {error}", "Run: feedback doctor"], REFUSED)
    except KeyMissingError as error:
        stop([str(error), "Run: feedback doctor"], REFUSED)


def _next_step(words: str) -> str:
    """Return what helps against what a database says; where nothing is known, who looks."""
    for said, step in _NEXT_STEPS:
        if any(one in words.lower() for one in said):
            return step
    return "Look at FEEDBACK_DATABASE_URL and at the server, or run: feedback doctor"


def stop(lines: Iterable[str], code: int) -> NoReturn:
    """Print lines on standard error and leave with a code."""
    for line in lines:
        click.echo(line, err=True)
    raise SystemExit(code)


def settings_for(kind: type[S]) -> S:
    """Read settings, or say every fault of them and stop; so is root, where another's files lie."""
    with told_as_lines():
        settings = load_settings(kind)
        _refuse_root(settings)
        return settings
    raise AssertionError  # pragma: no cover - told_as_lines either yields or leaves


def _refuse_root(settings: Settings) -> None:
    """Raise FeedbackError if this is root and the installation another's.

    What root makes (a lock, a key, a backup), its owner cannot use; and to root everything seems
    well that the worker may neither read nor write.
    """
    if os.geteuid() != 0:
        return
    place = locked_out(settings.instance, settings.link_key_folder.folders)
    if place is not None:
        raise FeedbackError(locked_out_sentence(place, "feedback …"))


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """Open the database for one command, and close it."""
    database = Database(settings.database, settings.database_pool)
    try:
        with told_as_lines():
            yield database
    finally:
        database.dispose()


def preferred_language() -> str:
    """Return sv or en, as the environment asks; Swedish unless it says English."""
    asked = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "en" if asked.startswith("en") else "sv"
