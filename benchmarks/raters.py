"""Raters who answer, as many as the server takes: whole ways a second, on either database.

The server is `feedback serve` as it is shipped, with its two workers; the driver shares the
processors with it. Beside it stands a bare Flask app that sends the same bytes; both by turns.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from benchmarks import bare
from benchmarks.campaign import LoadCampaign, make_campaign
from benchmarks.driver import (
    HOST,
    Measured,
    Way,
    answer_by_trait,
    answer_one_page,
    pages_of_one_page,
    run_window,
    wait_for,
)
from benchmarks.measure import Figures
from feedback.config import WorkerSettings
from feedback.demo.claims import listen
from feedback.demo.stage import Stage

# A real PostgreSQL from a wheel; only the tests know how to start it without root.
from tests.postgres_server import postgres_cluster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Links = Iterator[tuple[int, bytes]]

SECONDS: Final = float(os.environ.get("BENCH_SECONDS", "12"))
"""How long one window lasts; the environment may shorten it, to try the driver."""

AT_ONCE: Final = (8, 32)
MOST_P95_MS: Final = 120.0
SHARE_OF_BARE: Final = 0.4
_RATERS_A_SECOND: Final = 700  # more than any of these takes
_WARM_UP_SECONDS: Final = 1.0
_TURNS: Final = 4


@dataclass(frozen=True, slots=True)
class Task:
    """One way to answer, and how many must get through it in a second."""

    name: str
    layout: str
    way: Way
    aim: float


TASKS: Final = (
    Task("one page: 45 items, 2 texts", "one-page", answer_one_page, 150),
    Task("by trait: 14 requests", "by-trait", answer_by_trait, 35),
)


class LoadFailedError(Exception):
    """Something went wrong under load: the rates would mean nothing."""


def run() -> Figures:
    """Let raters answer, check that every response opens as it was sent, print the rates."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="load-") as name, _databases(Path(name)) as databases:
        for engine, address in databases.items():
            for task in TASKS:
                url = address(task.layout.replace("-", "_"))
                rows += _measure(task, engine, url, Path(name) / f"{engine}-{task.layout}")
    headings = ["way", "database", "at once", "raters/s", "page ms, median / p95", "aim"]
    return Figures("raters who answer over HTTP, two workers", headings, rows)


def _measure(task: Task, engine: str, url: str, folder: Path) -> list[list[str]]:
    """Measure one way on one database; for one page also beside the bare app."""
    folder.mkdir()
    with Stage(folder, url) as stage:
        return _measure_at(stage, task, engine, folder)


def _measure_at(stage: Stage, task: Task, engine: str, folder: Path) -> list[list[str]]:
    url = stage.database_url
    settings = WorkerSettings.model_validate(
        {"base_url": stage.address, "mail_from": "x@example.se", "instance": folder}
        | ({"database_url": url} if url else {})
    )
    raters = int(_RATERS_A_SECOND * (SECONDS * len(AT_ONCE) + _WARM_UP_SECONDS))
    campaign = make_campaign(settings, layout=task.layout, raters=raters)
    links, beside = iter(campaign.links), None
    with stage.served():
        warm_up = _window(stage.port, links, task, seconds=_WARM_UP_SECONDS)
        if task.layout == "one-page":
            rater, link = next(links)
            pages = pages_of_one_page(stage.port, rater, link)
            warm_up.finished.append(rater)
            with _bare_app(folder, settings.database, pages, campaign) as port:
                _window(port, cycle(campaign.links), task, seconds=_WARM_UP_SECONDS)
                calm, beside = _in_turns(task, (stage.port, links), (port, cycle(campaign.links)))
        else:
            calm = _window(stage.port, links, task, seconds=SECONDS)
        crowded = _window(stage.port, links, task, at_once=AT_ONCE[1], seconds=SECONDS)
    _check(campaign, [warm_up, calm, crowded])
    campaign.database.dispose()
    rows = [_row(task, engine, window, beside) for window in (calm, crowded)]
    if beside:
        rows.append(["the same bytes from bare Flask", engine, *_figures(beside), ""])
    return rows


def _window(
    port: int, links: Links, task: Task, *, seconds: float, at_once: int = AT_ONCE[0]
) -> Measured:
    measured = run_window(port, links, task.way, at_once=at_once, seconds=seconds)
    if measured.errors:
        raise LoadFailedError(measured.errors[0])
    return measured


def _in_turns(task: Task, *servers: tuple[int, Links]) -> list[Measured]:
    """Measure servers by turns: a machine that changes its pace changes it for all of them."""
    totals = [Measured(AT_ONCE[0]) for _ in servers]
    for _ in range(_TURNS):
        for total, (port, links) in zip(totals, servers, strict=True):
            total.add(_window(port, links, task, seconds=SECONDS / _TURNS))
    return totals


def _check(campaign: LoadCampaign, windows: list[Measured]) -> None:
    """Raise LoadFailedError unless every response opens at close as it was sent."""
    finished = [rater for window in windows for rater in window.finished]
    if wrong := campaign.wrong_responses(finished):
        message = f"{wrong} of {len(finished)} responses do not open as they were sent"
        raise LoadFailedError(message)


@contextmanager
def _bare_app(
    folder: Path, database_url: str, pages: tuple[bytes, bytes], campaign: LoadCampaign
) -> Iterator[int]:
    """Serve the bare app beside ours: same bytes, same links, same database; give its port."""
    files = [folder / name for name in ("form.html", "receipt.html")]
    for file, page in zip(files, pages, strict=True):
        file.write_bytes(page)
    bare.METADATA.create_all(campaign.database.engine)
    with listen() as probe:
        port: int = probe.getsockname()[1]
    settings = dict(zip(bare.SETTINGS, [database_url, *map(str, files)], strict=True))
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory"),
            *("--workers", "2", "--blocking-threads", "1", "--host", HOST, "--port", str(port)),
            *("--log-level", "error", "benchmarks.bare:create_app"),
        ],
        env={**os.environ, **settings},
    )
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


@contextmanager
def _databases(folder: Path) -> Iterator[dict[str, Callable[[str], str]]]:
    """Give, by engine, what makes the address of a database of this name."""
    with postgres_cluster(is_durable=True) as cluster, cluster.running() as url:

        def in_postgres(name: str) -> str:
            maintenance = make_url(url).set(drivername="postgresql")
            address = maintenance.render_as_string(hide_password=False)
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
            return make_url(url).set(database=name).render_as_string(hide_password=False)

        yield {
            "SQLite": lambda name: f"sqlite:///{folder / name}.db",
            "PostgreSQL": in_postgres,
        }


def _row(task: Task, engine: str, window: Measured, beside: Measured | None) -> list[str]:
    is_judged = window.at_once == AT_ONCE[0]
    aims = [_verdict(window.per_second, task.aim)]
    if beside:
        aims.append(_verdict(window.per_second / beside.per_second, SHARE_OF_BARE, " × bare"))
    p95 = window.percentile(0.95)
    aims.append(f"p95 under {MOST_P95_MS:g}: {'yes' if p95 < MOST_P95_MS else 'NO'}")
    return [task.name, engine, *_figures(window), "; ".join(aims) if is_judged else ""]


def _figures(window: Measured) -> list[str]:
    times = f"{window.percentile(0.5):.0f} / {window.percentile(0.95):.0f}"
    return [str(window.at_once), f"{window.per_second:.0f}", times]


def _verdict(value: float, aim: float, unit: str = "") -> str:
    shown = f" ({value:.2f})" if unit else ""
    return f"≥ {aim:g}{unit}: {'yes' if value >= aim else 'NO'}{shown}"
