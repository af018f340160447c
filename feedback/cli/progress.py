"""Tell on a terminal what a long command is doing; in a pipe or a log it says nothing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeVar

    T = TypeVar("T")


class Told:
    """What a command tells of how far it has come."""

    def __init__(self, progress: Progress) -> None:
        """Begin with nothing told."""
        self._progress = progress
        self._task = progress.add_task("", total=None, visible=False)

    def step(self, words: str) -> None:
        """Say what is done now, for as long as it takes."""
        self._progress.reset(self._task, total=None, visible=True, description=words)

    def each(self, things: Iterable[T], words: str, *, count: int) -> Iterator[T]:
        """Hand the things on, and say how many of them are done."""
        self._progress.reset(self._task, total=count, visible=True, description=words)
        for thing in things:
            yield thing
            self._progress.advance(self._task)


@contextmanager
def telling() -> Iterator[Told]:
    """Tell on standard error how far a command has come, while it is a terminal; then wipe it."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        yield Told(progress)
