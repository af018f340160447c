"""What every command shares: settings, the database, errors as lines, who is acting."""

from __future__ import annotations

import getpass
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar

import click
from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError

from feedback.config import Settings, SettingsError, load_settings
from feedback.database import Database
from feedback.errors import CloseRefusedError, FeedbackError, InputError
from feedback.models import Campaign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session

S = TypeVar("S", bound=Settings)

REFUSED: Final = 1
FAULTY_INPUT: Final = 2


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
        stop([f"The database answers: {error.orig}", "Try: feedback database migrate"], REFUSED)


def stop(lines: Iterable[str], code: int) -> NoReturn:
    """Print lines on standard error and leave with a code."""
    for line in lines:
        click.echo(line, err=True)
    raise SystemExit(code)


def settings_for(kind: type[S]) -> S:
    """Read settings, or say every fault of them and stop."""
    with told_as_lines():
        return load_settings(kind)
    raise AssertionError  # pragma: no cover - told_as_lines either yields or leaves


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """Open the database for one command, and close it."""
    database = Database(settings.database)
    try:
        with told_as_lines():
            yield database
    finally:
        database.dispose()


def find_by_word(session: Session, word: str) -> Campaign:
    """Return the campaign with this name or the beginning of this id; raise InputError."""
    campaigns = session.scalars(select(Campaign)).all()
    found = [c for c in campaigns if c.name == word] or [
        c for c in campaigns if str(c.id).startswith(word.lower())
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise InputError([f"There is no campaign {word!r}. See: feedback campaign list"])
    raise InputError(
        [f"{word!r} may be any of:"]
        + [f"  {str(c.id)[:8]}  {c.name} ({c.programme.name})" for c in found]
    )


def actor() -> str:
    """Name who acts here, for the audit log: the operator by the system's user."""
    return f"operator {getpass.getuser()}"


def preferred_language() -> str:
    """Return sv or en, as the environment asks; Swedish unless it says English."""
    asked = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "en" if asked.startswith("en") else "sv"
