"""The web process cannot open an envelope: it neither holds nor reads a private key."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from feedback.config import Settings
from feedback.database import Database
from feedback.models import Subject
from tests.factories import OpenCampaign, open_campaign, test_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.databases import Databases

_SCRIPT = """
import json, sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from feedback import create_app
app = create_app()
client = app.test_client()
link = sys.argv[1]
statuses = [client.get(link).status_code]
for task in sys.argv[2:]:
    statuses.append(client.get(f"{link}/{task}/response/1").status_code)
    page = {"page": "1", "rating-lugn": "4", "go": "next"}
    statuses.append(client.post(f"{link}/{task}/response/1", data=page).status_code)
    statuses.append(client.post(f"{link}/{task}/response/submit").status_code)
print(json.dumps({
    "statuses": statuses,
    "modules": sorted(name for name in sys.modules if name.startswith("feedback.")),
    "keys": [path for path in opened if path.endswith(".key")],
}))
"""


@pytest.fixture(scope="module")
def campaign(
    sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OpenCampaign]:
    url = sqlite_databases.create()
    database = Database(url)
    yield open_campaign(database, test_settings(tmp_path_factory.mktemp("reach"), url))
    database.dispose()
    sqlite_databases.drop(url)


@pytest.fixture(scope="module")
def visit(campaign: OpenCampaign) -> dict[str, Any]:
    """Let a web process of its own serve a rater from the list to the receipt."""
    settings = campaign.settings
    environment = {
        **os.environ,
        "FEEDBACK_BASE_URL": settings.base_url,
        "FEEDBACK_MAIL_FROM": settings.mail_from,
        "FEEDBACK_INSTANCE": str(settings.instance),
        "FEEDBACK_BACKUPS": str(settings.backup_folder),
        "FEEDBACK_DATABASE_URL": settings.database_url,
        "FEEDBACK_SECRET_KEY": settings.secret_key,
    }
    with campaign.database.reading() as session:
        subject = str(session.scalars(select(Subject.id)).one())
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, campaign.link_to("anna@example.se"), subject],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def test_the_web_serves_a_rater_with_the_link_key_alone(
    visit: dict[str, Any], campaign: OpenCampaign
) -> None:
    link_key = campaign.settings.link_key_folder.folder / f"{campaign.id}.key"

    assert visit["statuses"] == [200, 200, 303, 200]
    assert set(visit["keys"]) == {str(link_key)}


def test_the_web_does_not_load_what_opens_envelopes(visit: dict[str, Any]) -> None:
    loaded = set(visit["modules"])

    assert "feedback.ballot.envelopes" in loaded
    assert not loaded & {"feedback.ballot.opening", "feedback.operations.campaigns.closing"}


def test_the_settings_of_the_web_do_not_say_where_the_seal_keys_lie() -> None:
    assert not [name for name in Settings.model_fields if "seal" in name]
