"""Draw many reports over all cores, in processes that know no key and no setting."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reports.pdf.orders import Order

DIED: Final = "the process that drew it died"
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "TMPDIR")


class Child:
    """One process that draws; it is started when it is first needed, and again when it died."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._process: subprocess.Popen[str] | None = None

    def draw(self, order: Order, path: Path) -> str:
        """Have one report drawn; return what went wrong, or nothing."""
        process = self._started()
        line = json.dumps({"path": str(path), "order": order.to_json()})
        try:
            print(line, file=process.stdin, flush=True)
            answer = process.stdout.readline() if process.stdout else ""
        except BrokenPipeError:
            answer = ""
        if not answer.endswith("\n"):
            self.stop()
            return DIED
        return answer.strip()

    def stop(self) -> None:
        """End the process, whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(BrokenPipeError), process:
                process.kill()

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(
                # -I: neither the environment nor the working folder decides what is imported.
                [sys.executable, "-I", "-X", "utf8", "-m", "reports.pdf.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
                env={name: os.environ[name] for name in _KEPT if name in os.environ},
            )
        return self._process


def draw_all(
    orders: Iterable[tuple[str, Path, Order]], *, processes: int
) -> Iterator[tuple[str, str]]:
    """Yield the name of each report when it is done, and what went wrong with it, if anything.

    Orders are taken one by one, only a few ahead of the processes, so memory stays flat.
    """
    children = [Child() for _ in range(processes)]
    idle: SimpleQueue[Child] = SimpleQueue()
    for child in children:
        idle.put(child)

    def draw(name: str, path: Path, order: Order) -> tuple[str, str]:
        child = idle.get()
        try:
            return name, child.draw(order, path)
        finally:
            idle.put(child)

    with ThreadPoolExecutor(processes) as pool:
        try:
            running: set[Future[tuple[str, str]]] = set()
            for order in orders:
                running.add(pool.submit(draw, *order))
                if len(running) > processes:
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    yield from (one.result() for one in done)
            for one in running:
                yield one.result()
        finally:
            for child in children:
                child.stop()


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0))
