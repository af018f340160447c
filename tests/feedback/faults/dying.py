"""Processes that die, or find no room, at any change that they are about to make.

A change is what alters the database or a folder: a statement, a commit, a file that is opened
for writing, renamed, removed; and each call of another program.
"""

from __future__ import annotations

import ctypes
import io
import os
import resource
import signal
import sqlite3
import struct
import sys
import threading
import traceback
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Engine, event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MOST_CHANGES: Final = 2000
_CHANGING: Final = (
    *("ALTER", "COMMIT", "CREATE", "DELETE", "DROP", "INSERT", "UPDATE", "VACUUM"),
    *("PRAGMA WAL_CHECKPOINT", "PRAGMA JOURNAL_MODE = DELETE"),
)
_, _MOST_BYTES = resource.getrlimit(resource.RLIMIT_FSIZE)
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_CHANGES: Final = frozenset(
    {
        "os.chmod",
        "os.chown",
        "os.link",
        "os.mkdir",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.truncate",
        "subprocess.Popen",
    }
)


def tries_that_die(act: Callable[[], object], *, every: int = 1) -> Iterator[int]:
    """Do something in processes killed before their first change, before their second, and so on.

    Gives the number of changes that each had made, after its death, until one lives to the end.
    """
    for changes in range(0, MOST_CHANGES, every):
        if _ends_well(partial(_die_after, changes), act):
            return
        yield changes
    message = "It changes something without end."
    raise AssertionError(message)


def in_files_of(most_bytes: int, act: Callable[[], object]) -> None:
    """Do something in a process whose files grow no larger, as on a full disk."""

    def fill_up() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, _MOST_BYTES))

    assert _ends_well(fill_up, act)


def where_one_may_only_read(folders: list[Path], act: Callable[[], object]) -> None:
    """Do something in a process that may not write in these folders, nor the files in them."""
    paths = [path for folder in folders for path in (folder, *folder.iterdir())]
    modes = {path: path.stat().st_mode for path in paths}
    try:
        for path, mode in modes.items():
            path.chmod(mode & ~0o222)
        assert _ends_well(_be_like_anybody, act)
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def _be_like_anybody() -> None:
    """Give up what lets root write everything; for anybody else there is nothing to give up."""
    # As capset(2) wants it: version 3 and this process; of two words, three sets of rights each.
    header, rights = struct.pack("=Ii", 0x20080522, 0), bytes(24)
    if ctypes.CDLL(None, use_errno=True).capset(header, rights) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def _let_files_grow() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_BYTES, _MOST_BYTES))


def _ends_well(prepare: Callable[[], object], act: Callable[[], object]) -> bool:
    """Tell whether a process of its own lived to the end of it; what fails in it is a fault."""
    child = os.fork()
    if child == 0:
        # Another thread may hold the lock of who measures coverage, and here nobody lets go of it.
        sys.settrace(None)
        threading.settrace(None)
        code, said = 1, io.StringIO()  # what a file takes in would fail where files may not grow
        # A module that is compiled here for the first time would be kept as far as files may grow.
        sys.dont_write_bytecode = True
        try:
            with redirect_stdout(said), redirect_stderr(said):
                prepare()
                act()
            code = 0
        except BaseException:  # noqa: BLE001 - the child never returns into the test
            _let_files_grow()
            sys.stderr.write(said.getvalue() + traceback.format_exc())
            sys.stderr.flush()
        finally:
            os._exit(code)
    try:
        _, status = os.waitpid(child, 0)
    except (
        BaseException
    ):  # the test's time is up: what it leaves would keep its servers from ending
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.waitstatus_to_exitcode(status) == 0
    return True


def _die_after(changes: int) -> None:
    """Let this process be killed before the change that comes after so many."""
    left = changes

    def change(*_: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def said(statement: str) -> None:
        if statement.lstrip().upper().startswith(_CHANGING):
            change()

    def heard(name: str, what: tuple[Any, ...]) -> None:
        if name in _CHANGES or (name == "open" and (what[2] or 0) & _WRITES):
            change()

    sys.addaudithook(heard)
    _trace_sqlite(said)
    _trace_postgresql(said)


def _trace_sqlite(said: Callable[[str], None]) -> None:
    """Hear of each statement on each connection, of those without SQLAlchemy as well."""
    connect = sqlite3.connect

    def traced(*words: Any, **options: Any) -> sqlite3.Connection:  # noqa: ANN401 - as connect has them
        connection: sqlite3.Connection = connect(*words, **options)
        connection.set_trace_callback(said)
        return connection

    # In a process of its own, which never comes back.
    sqlite3.connect = sqlite3.dbapi2.connect = traced  # type: ignore[assignment]


def _trace_postgresql(said: Callable[[str], None]) -> None:
    def execute(connection: Any, _cursor: object, statement: str, *_: object) -> None:  # noqa: ANN401 - SQLAlchemy's
        if connection.dialect.name != "sqlite":
            said(statement)

    def commit(connection: Any) -> None:  # noqa: ANN401 - as above
        if connection.dialect.name != "sqlite":
            said("COMMIT")

    event.listen(Engine, "before_cursor_execute", execute)
    event.listen(Engine, "commit", commit)
