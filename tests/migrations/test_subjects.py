"""The revision that knows teams, workplaces and occasions leaves what there is as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic import command

from feedback.database import Database, alembic_config, migrate
from tests.factories import test_settings
from tests.golden.installations import VERSIONS, installation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

UNTOUCHED = (
    "SELECT id, name, survey_json, state, k, policy, purpose, last_day FROM campaign",
    "SELECT subject_id, content, figures_hash, comments_hash FROM stored_release",
    "SELECT subject_id, format, blocks, matrix FROM stored_responses",
    "SELECT id, campaign_id, person_id, title, workplace_name FROM subject",
    "SELECT id, subject_id, rater_id, rater_group FROM invitation",
    "SELECT id, sealed, mac FROM envelope",
)
"""What is read before and after."""


@pytest.mark.parametrize("state", ["open", "closed"])
@pytest.mark.parametrize("version", VERSIONS)
def test_leaders_surveys_and_releases_stay_and_go_back_as_they_were(
    empty_database_url: str, tmp_path: Path, version: str, state: str
) -> None:
    url = empty_database_url
    installation(version, state).restore(url, test_settings(tmp_path, url))
    migrate(url, revision="0021")
    rows = _reader(url)
    before = [rows(query) for query in UNTOUCHED]
    surveys = rows("SELECT id, survey_id FROM programme")

    migrate(url, revision="0022")

    after = [rows(query) for query in UNTOUCHED]
    assert after == before
    assert rows("SELECT programme_id, survey_id FROM programme_instrument") == surveys
    assert rows("SELECT DISTINCT survey_id FROM campaign") == [(surveys[0][1],)]
    assert rows("SELECT DISTINCT kind, name FROM subject") == [("leader", "")]

    _downgrade(url, "0021")

    assert rows("SELECT id, survey_id FROM programme") == surveys
    again = [rows(query) for query in UNTOUCHED]
    assert again == before
    migrate(url)


def _reader(url: str) -> Callable[[str], list[tuple[object, ...]]]:
    def rows(query: str) -> list[tuple[object, ...]]:
        database = Database(url)
        with database.engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(sa.text(query))]
        database.dispose()
        return sorted(found, key=str)

    return rows


def _downgrade(url: str, revision: str) -> None:
    command.downgrade(alembic_config(url), revision)
