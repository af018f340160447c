"""Kill −9 of web workers and of the close job: every receipt counts, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from feedback.ballot.opening import open_envelopes
from feedback.database import Database
from feedback.demo.stage import is_well
from feedback.models import Answered, Campaign, Envelope
from feedback.operations.campaigns.closing import ClosingStep
from tests.journeys.crowd import Crowd
from tests.journeys.stages import (
    assert_closed_whole,
    children_of,
    large_people_file,
    launch,
    settings_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.demo.stage import Stage

_CLOSE = """
import os, signal, sys
from datetime import UTC, datetime
from uuid import UUID
from feedback.config import WorkerSettings
from feedback.config.sources import load_settings
from feedback.database import Database
from feedback.operations.campaigns.closing import close_campaign
settings = load_settings(WorkerSettings)
def on_step(step):
    if step.name == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
close_campaign(
    Database(settings.database), settings, UUID(sys.argv[1]), now=datetime.now(UTC), on_step=on_step
)
"""

AHEAD = 8  # receipts between two kills

# The other engine's turn among the sample's proofs is test_server_kills.py.
pytestmark = [
    pytest.mark.proof,
    pytest.mark.sampled_on("sqlite"),
    pytest.mark.timeout(1800),
]


@pytest.fixture
def database(stage: Stage) -> Iterator[Database]:
    made = Database(stage.database_url)
    yield made
    made.dispose()


def test_every_receipt_is_counted_once_while_workers_are_killed(
    stage: Stage, database: Database, tmp_path: Path
) -> None:
    links = launch(stage, large_people_file(tmp_path))
    # A pause, for else all would be done before anybody is killed twice.
    crowd = Crowd(stage.port, links, pause_seconds=0.6)
    kills = counted = 0

    with stage.served() as server:

        def kill_all_workers() -> None:
            nonlocal kills, counted
            # A worker that dies within 5.5 seconds of its start is taken for a crash loop,
            # and the server gives up; so each gets to live a little longer than that.
            time.sleep(6)
            # On a slow machine a worker lives longer: until somebody got ahead by it.
            if is_well(stage.port) and len(crowd.receipts) >= counted + AHEAD:
                counted = len(crowd.receipts)
                for worker in children_of(server.pid):
                    os.kill(worker, signal.SIGKILL)
                kills += 1

        crowd.answer(at_once=8, while_running=kill_all_workers)

    with database.reading() as session:
        campaign = session.scalars(select(Campaign)).one()
        answered = session.scalar(select(func.count()).select_from(Answered))
        key = settings_of(stage).seal_key_folder.read(campaign.id)
        ballots = list(open_envelopes(key, session.scalars(select(Envelope.sealed))))
    opened = {text for ballot in ballots for text in ballot.comments.values()}
    received = {text for opinion in crowd.receipts.values() for text in opinion.comments.values()}
    assert kills >= 2
    assert len(crowd.receipts) == 240
    assert answered == len(ballots) == 240
    assert received <= opened

    stage.run("campaign", "close", "Våren", "--yes")
    stage.run("worker", "--until-idle")
    assert_closed_whole(stage, database, subjects=20)


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(step, marks=() if step is ClosingStep.WRITTEN else pytest.mark.whole)
        for step in ClosingStep
    ],
)
def test_a_close_killed_at_any_step_is_finished_by_the_next(
    stage: Stage, database: Database, people_file: Path, step: ClosingStep
) -> None:
    links = launch(stage, people_file)
    with stage.served():
        Crowd(stage.port, links).answer(at_once=4)
    with database.reading() as session:
        campaign_id = session.scalars(select(Campaign.id)).one()

    done = subprocess.run(
        [sys.executable, "-c", _CLOSE, str(campaign_id), step.name],
        env=stage.environment,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    stage.run("worker", "--until-idle")

    assert done.returncode == -signal.SIGKILL
    assert_closed_whole(stage, database, subjects=2)
