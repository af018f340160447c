"""An assertion is taken once, whichever process takes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from feedback.database import Database
from feedback.models import UsedAssertion
from feedback.signin.saml_once import use_once

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
END = NOW + timedelta(minutes=5)


def test_the_second_process_is_refused(database_url: str) -> None:
    first, second = Database(database_url), Database(database_url)

    with first.writing() as session:
        assert use_once(session, "idp a", END, now=NOW)
    with second.writing() as session:
        assert not use_once(session, "idp a", END, now=NOW + timedelta(minutes=4))
        assert use_once(session, "idp b", END, now=NOW)

    first.dispose()
    second.dispose()


def test_what_has_expired_is_forgotten(database_url: str) -> None:
    database = Database(database_url)
    with database.writing() as session:
        use_once(session, "idp a", END, now=NOW)
        use_once(session, "idp b", END + timedelta(hours=1), now=END + timedelta(minutes=1))

        assert session.scalar(select(func.count()).select_from(UsedAssertion)) == 1
    database.dispose()
