"""Two who write the same at the same moment: whoever comes second looks once more.

Each operation looks whether a name is free, and the database has the last word. Between the two
somebody else can be quicker: on PostgreSQL, for SQLite lets one write at a time from its first
look on. Whoever lost looks again, and is told what everybody is told who comes too late, or finds
what they wanted there already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy.exc import IntegrityError

from feedback.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_UNIQUE_VIOLATION: Final = "23505"  # PostgreSQL's
_SQLITE_NAMES: Final = frozenset(
    {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_ROWID"}
)


def with_a_second_look(do: Callable[[], T], *, undo: Callable[[], object] = lambda: None) -> T:
    """Do something to its commit; where somebody was quicker, undo it and do it once more.

    Raises
    ------
    InputError
        Where the second look finds what stands against it, or somebody was quicker again.
    """
    try:
        return do()
    except IntegrityError as error:
        if not _is_taken(error):
            raise
    undo()
    try:
        return do()
    except IntegrityError as error:
        if not _is_taken(error):
            raise
        told = Fault("Somebody else has just done the same. Look how it stands now.")
        raise InputError([told]) from error


def _is_taken(error: IntegrityError) -> bool:
    """Tell whether something that may be there once is there already."""
    name = getattr(error.orig, "sqlite_errorname", "")
    return name in _SQLITE_NAMES or getattr(error.orig, "sqlstate", "") == _UNIQUE_VIOLATION
