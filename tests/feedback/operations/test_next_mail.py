"""Which mail leaves next is found without looking at all the others that wait."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import event

from feedback.models import MailHold, MailOccasion
from feedback.operations.ledger import (
    KEY_AWAY,
    LEADER_MOVED,
    REMINDER,
    mark_sent,
    queue_mail,
)
from feedback.operations.ledger.due import next_due
from feedback.operations.ledger.holding import KEYS_AWAY
from tests.factories import person
from tests.feedback.office import MONDAY

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from feedback.operations.ledger.due import Due
    from tests.feedback.office import Office

# What shows the index that a large table would be read by, in one that is small.
_AS_IF_LARGE: Final = ("SET LOCAL enable_seqscan = off", "SET LOCAL enable_sort = off")


def test_no_mail_that_waits_is_read_to_find_the_next_one(office: Office) -> None:
    with office.database.reading() as session:
        plans = _plans_of_looking(office, session)

    assert [plan for plan in plans if "ix_mail_seen_due" in plan], plans
    assert [plan for plan in plans if "ix_mail_blind_due" in plan]
    assert [plan for plan in plans if "TEMP B-TREE" in plan or "Sort" in plan] == []


def test_a_blind_mail_is_due_when_no_other_is(office: Office) -> None:
    with office.database.writing() as session:
        anna = person(session, "anna@example.se")
        queue_mail(session, anna, REMINDER, MailOccasion("1"), due_at=MONDAY - timedelta(days=1))
        queue_mail(session, anna, LEADER_MOVED, MailOccasion("1"), due_at=MONDAY)
        seen = _due(office, session)
        assert seen
        mark_sent(session, seen.mail_id, now=MONDAY)

        blind = _due(office, session)

    assert not seen.is_blind
    assert blind
    assert blind.is_blind


def test_a_hold_that_waits_for_keys_lets_alarms_pass_and_nothing_else(office: Office) -> None:
    with office.database.writing() as session:
        anna = person(session, "anna@example.se")
        queue_mail(
            session, anna, LEADER_MOVED, MailOccasion("1"), due_at=MONDAY - timedelta(days=1)
        )
        queue_mail(session, anna, KEY_AWAY, MailOccasion("1"), due_at=MONDAY)
        first = _due(office, session)
        hold = MailHold(id=1, reason=KEYS_AWAY, since=MONDAY)
        session.add(hold)
        alarm = _due(office, session)
        hold.reason = "by hand"
        nothing = _due(office, session)
        hold.retry_at = MONDAY
        tried_again = _due(office, session)

    assert first == tried_again
    assert alarm not in (None, first)
    assert nothing is None


def _due(office: Office, session: Session) -> Due | None:
    return next_due(session, now=MONDAY, hours=office.settings.hours)


def _plans_of_looking(office: Office, session: Session) -> list[str]:
    """Return how the engine goes about each question that finding the next mail asks."""
    asked: list[tuple[str, Any]] = []
    connection = session.connection()

    def note(_connection: Any, _cursor: Any, statement: str, facts: Any, *_more: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
        asked.append((statement, facts))

    event.listen(connection, "before_cursor_execute", note)
    _due(office, session)
    event.remove(connection, "before_cursor_execute", note)
    return [_plan(connection, statement, facts) for statement, facts in asked]


def _plan(connection: Connection, statement: str, facts: Any) -> str:  # noqa: ANN401 - as the driver takes them
    is_sqlite = connection.dialect.name == "sqlite"
    for setting in () if is_sqlite else _AS_IF_LARGE:
        connection.exec_driver_sql(setting)
    explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    rows = connection.exec_driver_sql(f"{explain} {statement}", facts)
    return "\n".join(str(row) for row in rows)
