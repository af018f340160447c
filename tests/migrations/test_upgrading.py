"""An upgrade in the middle of a campaign: links, drafts and envelopes of before go on to count."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.ballot import Part
from feedback.database import Database
from feedback.jobs import Duty
from feedback.models import State, StoredRelease
from feedback.operations.answering.submitting import submit, tasks_of
from reports.release import read_release
from tests.factories import test_settings
from tests.feedback.cli.commands import feedback, sit_down
from tests.feedback.office import Office
from tests.golden.installations import VERSIONS, installation
from tests.opening import open_link, read_draft

if TYPE_CHECKING:
    from pathlib import Path

AFTER_THE_LAST_DAY = datetime(2026, 12, 5, 3, 30, tzinfo=UTC)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_campaign_that_was_open_takes_answers_and_closes(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    before = installation(version, "open")
    settings = test_settings(tmp_path, empty_database_url)
    before.restore(empty_database_url, settings)
    sit_down(monkeypatch, settings)
    migrated = feedback("database", "migrate")
    office = Office(Database(empty_database_url), settings)

    with office.database.writing() as session:
        access = open_link(session, settings.link_key_folder, before.content["links"]["Eva Gran"])
        (task,) = tasks_of(session, access, has_conditions=False)
        draft = read_draft(session, access, task.invitation, Part.RESPONSE)
        submit(session, settings.link_key_folder, task.invitation, Part.RESPONSE, draft.answers)
    office.now = AFTER_THE_LAST_DAY
    office.worker.nightly()
    assert office.worker.due() == [(Duty.CLOSE, before.campaign_id)]
    office.worker.do(Duty.CLOSE, before.campaign_id)

    assert migrated.exit_code == 0, migrated.output
    assert f"Revision {before.content['revision']} -> " in migrated.output
    assert [file.suffix for file in settings.backup_folder.iterdir()] == [".backup"]
    assert draft.answers.ratings == before.content["drafts"]["Eva Gran"]["ratings"]
    assert office.state(before.campaign_id) is State.CLOSED
    assert not settings.seal_key_folder.holds(before.campaign_id)
    with office.database.reading() as session:
        release = read_release(session.scalars(select(StoredRelease.content)).one())
    assert [block.n for block in release.figures.blocks] == [5]
    office.database.dispose()
