"""A race that always goes the same way: somebody writes between another's look and write."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Thread, get_ident
from typing import TYPE_CHECKING, Final

from sqlalchemy import Engine, event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LONGEST_SECONDS: Final = 60  # whoever waits for a row that we hold goes on after us all the same


@contextmanager
def just_before_a_row(table: str, rival: Callable[[], object], *, waits: bool) -> Iterator[None]:
    """Let a rival go ahead at the moment at which this thread first writes a row into a table.

    `waits` for the rival to end, as on PostgreSQL. On SQLite the rival waits for us: one writes
    at a time there, from its first look on.
    """
    us, started = get_ident(), Thread(target=rival)
    beginnings = (f"INSERT INTO {table} ", f'INSERT INTO "{table}" ')

    def look(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        is_first = started.ident is None
        if is_first and get_ident() == us and statement.startswith(beginnings):
            started.start()
            if waits:
                started.join(_LONGEST_SECONDS)

    event.listen(Engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", look)
    assert started.ident is not None, f"nobody wrote into {table}"
    started.join()
