"""The audit log names acts: one name each, details apart, in the language of whoever reads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from feedback.database import Database
from feedback.languages import in_language, install, translated
from feedback.models import AuditEntry, Campaign
from feedback.operations import audit_log
from feedback.operations.acts import Act, in_words
from feedback.operations.audit_chain import faults_of, hash_of
from tests.acting import SOMEBODY, by
from tests.factories import open_campaign, test_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Give a database, once on each engine."""
    made = Database(database_url)
    yield made
    made.dispose()


def test_an_entry_names_the_act_the_thing_its_details_and_its_department(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    opened = open_campaign(database, test_settings(tmp_path, database_url))

    with database.writing() as session:
        campaign = session.get_one(Campaign, opened.id)
        audit_log.note(session, by(NOON), Act.EXTEND_CAMPAIGN, campaign, details="2026-12-24")

    with database.reading() as session:
        (entry,) = audit_log.latest(session)
        told = entry.at, entry.actor, entry.action, entry.object, entry.details
        department = session.get_one(Campaign, opened.id).programme.department_id
    thing = f"campaign {opened.id}"
    assert told == (NOON, SOMEBODY, "extend campaign", thing, "2026-12-24")
    assert entry.department_id == department


def test_whoever_changes_the_details_of_an_act_is_found_out(database: Database) -> None:
    with database.writing() as session:
        audit_log.note(
            session, by(NOON), Act.GRANT_ORGANISER, "account eva@example.se", details="A"
        )

    with database.writing() as session:
        if database.is_sqlite:
            session.execute(text("DROP TRIGGER audit_entry_never_changes"))
        else:
            session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
        session.execute(text("UPDATE audit_entry SET details = 'B'"))
        faults = faults_of(session)
        session.rollback()

    assert faults == ["Entry 1 was changed."]


def test_an_entry_from_before_there_were_details_keeps_its_hash() -> None:
    entry = AuditEntry(
        number=1,
        at=NOON,
        actor="hr@example.se",
        action="extend to 2026-12-24",
        object="campaign 0b5f",
        department_id=UUID(int=7),
        previous_hash="0" * 64,
    )

    assert hash_of(entry) == "be33416359dff4fe90cb6b92c1a5cff5c86539327823b48cad5aa25d26387e83"


def test_an_act_is_told_as_done_in_the_language_of_the_page() -> None:
    app = Flask(__name__)
    install(app)

    with app.app_context(), in_language("sv"):
        told = [translated(in_words(action)) for action in ("extend campaign", "extend to 1 May")]

    assert told == ["förlängde omgången", "extend to 1 May"]
