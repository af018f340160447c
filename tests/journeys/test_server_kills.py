"""Kill −9 of web and PostgreSQL: every receipt counts once, drafts live, no trace is left."""

from __future__ import annotations

import os
import signal
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import pytest
from sqlalchemy import func, select

from feedback.ballot.opening import open_envelopes
from feedback.database import Database
from feedback.demo.claims import HOST
from feedback.demo.stage import Stage, is_well
from feedback.demo.visitor import Visitor
from feedback.models import Answered, Campaign, Draft
from tests.forensics import watch
from tests.journeys.crowd import Crowd
from tests.journeys.stages import (
    assert_closed_whole,
    children_of,
    large_people_file,
    launch,
    settings_of,
    told_by,
)
from tests.postgres_server import PostgresCluster, PostgresDidNotStartError, postgres_cluster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


LEADERS = 12
DRAFTS = 10
KILLS = 3  # a machine that is slow to start again would else be killed for ever
# A worker that dies within 5.5 seconds of its start is taken for a crash loop.
LETS_LIVE_SECONDS = 6
COMES_BACK_WITHIN_SECONDS = 30

# The other engine's turn among the sample's proofs is test_kills.py.
pytestmark = [
    pytest.mark.proof,
    pytest.mark.sampled_on("postgresql"),
    pytest.mark.timeout(900),
]


class Engine(Protocol):
    """A database whose server may be killed."""

    url: str
    kills: int

    def kill(self) -> None:
        """Kill the server and start it again; a file has none."""


@dataclass
class File:
    """SQLite: there is no server, the web workers hold the file."""

    url: str
    kills: int = KILLS

    def kill(self) -> None:
        """Do nothing: whoever kills the workers has killed it."""


@dataclass
class Server:
    """PostgreSQL of our own."""

    cluster: PostgresCluster
    url: str = ""
    kills: int = 0
    running: ExitStack = field(default_factory=ExitStack)

    def start(self) -> None:
        """Start it; what is left of the one before may hold on to its memory for a moment."""
        until = time.monotonic() + COMES_BACK_WITHIN_SECONDS
        while True:
            try:
                self.url = self.running.enter_context(self.cluster.running())
            except PostgresDidNotStartError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
            else:
                return

    def kill(self) -> None:
        """Kill the postmaster, whose children then die by themselves, and start anew."""
        os.kill(self.cluster.postmaster, signal.SIGKILL)
        self.running.close()
        time.sleep(1)  # raters meet a web without a database
        self.start()
        self.kills += 1


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        yield File(f"sqlite:///{tmp_path / 'feedback.db'}")
        return
    # Durable, as in use: the server comes back from what it wrote before it was killed.
    with postgres_cluster(is_durable=True) as cluster, _started(Server(cluster)) as server:
        yield server


@pytest.fixture
def stage(engine: Engine, tmp_path: Path) -> Iterator[Stage]:
    (tmp_path / "instance").mkdir()
    with Stage(tmp_path / "instance", engine.url) as stage:
        yield stage


@contextmanager
def _started(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.running.close()


def test_kills_of_web_and_database_lose_no_receipt_no_draft_and_leave_no_trace(
    engine: Engine, stage: Stage, tmp_path: Path
) -> None:
    links = launch(stage, large_people_file(tmp_path, leaders=LEADERS))
    settings = settings_of(stage)
    database = Database(settings.database)
    crowd = Crowd(stage.port, links[DRAFTS:], pause_seconds=0.8)
    killed: list[int] = []

    with stage.served() as web:
        tasks = [_save_draft(stage, link, place) for place, link in enumerate(links[:DRAFTS])]
        crowd.answer(at_once=8, while_running=_killer(stage, web.pid, engine, killed))
        drafts = [_draft_of(stage, task) for task in tasks]

    with database.reading() as session:
        campaign_id = session.scalars(select(Campaign.id)).one()
        answered = session.scalar(select(func.count()).select_from(Answered))
        saved = session.scalar(select(func.count()).select_from(Draft))
    seal_key = settings.seal_key_folder.read(campaign_id)
    link_key = settings.link_key_folder.read(campaign_id)
    codes = [link.split("/")[2] for link in links]
    traces = watch(database, codes=codes, seal_key=seal_key, link_key=link_key)
    ballots = list(open_envelopes(seal_key, traces.envelopes))

    assert len(killed) == KILLS
    assert engine.kills >= KILLS
    assert drafts == [f"Utkast {place}" for place in range(DRAFTS)]
    assert saved == DRAFTS
    assert answered == len(ballots) == len(crowd.receipts)
    assert told_by(ballots) == told_by(crowd.receipts.values())

    stage.run("campaign", "close", "Våren", "--yes")
    stage.run("worker", "--until-idle")
    assert_closed_whole(stage, database, subjects=LEADERS)
    assert traces.left_in(database) == []
    log = (stage.folder / "serve.log").read_bytes()
    assert not [code for code in codes if code.encode() in log]
    database.dispose()


def _killer(stage: Stage, web: int, engine: Engine, killed: list[int]) -> Callable[[], None]:
    def kill() -> None:
        time.sleep(LETS_LIVE_SECONDS / 2)
        if len(killed) == KILLS:
            return
        engine.kill()
        time.sleep(LETS_LIVE_SECONDS / 2)
        if is_well(stage.port):
            workers = children_of(web)
            for worker in workers:
                os.kill(worker, signal.SIGKILL)
            killed.append(len(workers))

    return kill


def _save_draft(stage: Stage, link: str, place: int) -> str:
    """Save a page with words of one's own, without ever handing it in; return the task."""
    visitor = Visitor(HOST, stage.port)
    page = visitor.get(link)
    task = next(a.split("?")[0] for a in page.links if a.split("?")[0].endswith("/response"))
    number, question = _words_page(visitor, task)
    visitor.post(f"{task}/{number}", {"page": str(number), question: f"Utkast {place}"})
    return task


def _draft_of(stage: Stage, task: str) -> str:
    visitor = Visitor(HOST, stage.port)
    number, question = _words_page(visitor, task)
    [form] = [form for form in visitor.get(f"{task}/{number}").forms if question in form.texts]
    return form.values[question].strip()


def _words_page(visitor: Visitor, task: str) -> tuple[int, str]:
    """Return the page of the open questions, and the first of them."""
    for number in range(1, 20):
        for form in visitor.get(f"{task}/{number}").forms:
            words = [name for name in form.texts if name.startswith("words-")]
            if words:
                return number, words[0]
    message = f"{task} asks for no words"
    raise AssertionError(message)
