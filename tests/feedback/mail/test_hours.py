"""Mail leaves on working days in working hours, in Sweden's own time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from feedback.mail.hours import MailHours, is_working_day

STOCKHOLM = ZoneInfo("Europe/Stockholm")
HOURS = MailHours.from_text("08-16", STOCKHOLM)


def here(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-23 08:00", "2026-11-23 08:00"),
        ("2026-11-23 15:59", "2026-11-23 15:59"),
        ("2026-11-23 16:00", "2026-11-24 08:00"),
        ("2026-11-23 07:59", "2026-11-23 08:00"),
        ("2026-11-20 16:30", "2026-11-23 08:00"),  # Friday evening to Monday
        ("2026-06-18 17:00", "2026-06-22 08:00"),  # over Midsummer
        ("2026-12-23 17:00", "2026-12-28 08:00"),  # over Christmas
        ("2027-03-25 17:00", "2027-03-30 08:00"),  # over Easter
        ("2026-03-28 12:00", "2026-03-30 08:00"),  # over the change of clocks
    ],
)
def test_mail_waits_for_the_next_working_hour(moment: str, opens: str) -> None:
    assert HOURS.next_open(here(moment)) == here(opens)


def test_the_answer_is_in_the_zone_of_the_question() -> None:
    night = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    assert HOURS.next_open(night).isoformat() == "2026-11-23T07:00:00+00:00"


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2026, 6, 19), False),  # Midsommarafton
        (date(2026, 12, 24), False),
        (date(2026, 12, 31), False),
        (date(2026, 5, 14), False),  # Kristi himmelsfärdsdag
        (date(2026, 5, 15), True),  # the day between
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), True),
    ],
)
def test_holidays_and_the_big_eves_are_no_working_days(day: date, *, is_working: bool) -> None:
    assert is_working_day(day) is is_working


@pytest.mark.parametrize(
    ("moment", "span", "done"),
    [
        ("2026-11-23 08:00", timedelta(hours=2), "2026-11-23 10:00"),
        ("2026-11-23 15:00", timedelta(hours=2), "2026-11-24 09:00"),
        ("2026-11-20 15:30", timedelta(hours=9), "2026-11-24 08:30"),
        ("2026-11-21 12:00", timedelta(), "2026-11-23 08:00"),
    ],
)
def test_a_span_of_mail_runs_over_working_hours_only(
    moment: str, span: timedelta, done: str
) -> None:
    assert HOURS.after(here(moment), span) == here(done)


def test_always_knows_no_night() -> None:
    always = MailHours.from_text("always", STOCKHOLM)

    assert always.is_open(here("2026-12-24 23:00"))
    assert always.after(here("2026-12-24 23:00"), timedelta(hours=3)) == here("2026-12-25 02:00")


@pytest.mark.parametrize("text", ["8", "16-08", "08-25", "08:60-16", "", "morning"])
def test_a_span_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"such as|such|must be"):
        MailHours.from_text(text, STOCKHOLM)
