"""Reminders go by schedule to those with something left, and nothing tells who that was."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from feedback.ballot import Part
from feedback.jobs import Duty
from feedback.mail import MailRefusedError, MailUncertainError
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import decline, submit
from feedback.operations.campaigns.reminding import reminder_days
from feedback.operations.ledger import REMINDER, listed_mails
from feedback.operations.letters.sending import send_due
from feedback.operations.people.people_list import PeopleList, RaterEntry
from feedback.operations.people.raters import withdraw_rater
from tests.acting import by
from tests.feedback.mail.posts import PickyPost
from tests.feedback.office import body_of, invitation_of, leader, rater

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.office import Office

STOCKHOLM = ZoneInfo("Europe/Stockholm")
A_REMINDER_DAY = datetime(2026, 11, 27, 9, 0, tzinfo=STOCKHOLM)  # a Friday, a week before the last
PEOPLE = PeopleList(
    (
        leader("Karin Lund", rater("Anna Berg"), rater("Bo Ek"), rater("Cia Dahl")),
        leader("Olle Sand", rater("Anna Berg", "peer")),
    )
)


def traces(office: Office) -> list[tuple[object, ...]]:
    """Return all that the ledger holds of the reminders of a day, but whose they are."""
    return [
        (mail.state, mail.attempts, mail.error, mail.claimed_at == mail.sent_at)
        for mail in office.mails()
        if mail.kind == REMINDER
    ]


def opened(office: Office, people: PeopleList = PEOPLE) -> UUID:
    campaign_id = office.opened(people)
    office.worker.send()
    office.empty_outbox()
    office.now = A_REMINDER_DAY
    return campaign_id


def remind(office: Office) -> set[str]:
    office.worker.remind()
    office.worker.send()
    return {str(mail["To"]).partition(" <")[0] for mail in office.outbox()}


def test_a_reminder_goes_before_a_holiday_not_on_it() -> None:
    days = reminder_days(date(2026, 6, 1), date(2026, 6, 22), (3, 1))

    assert days == [date(2026, 6, 18)]  # both before Midsommarafton


def test_reminders_go_a_week_three_days_and_a_day_before() -> None:
    days = reminder_days(date(2026, 11, 16), date(2026, 12, 4))

    assert days == [date(2026, 11, 27), date(2026, 12, 1), date(2026, 12, 3)]


def test_at_weekends_they_go_the_friday_before() -> None:
    # The last day is a Monday: a day before is Sunday, three days before is Friday already.
    days = reminder_days(date(2026, 11, 16), date(2026, 12, 7))

    assert days == [date(2026, 11, 30), date(2026, 12, 4)]
    assert all(day.weekday() < 5 for day in days)


def test_nobody_is_reminded_right_after_the_invitation() -> None:
    assert reminder_days(date(2026, 12, 2), date(2026, 12, 4)) == []


def test_whoever_has_something_left_is_reminded_of_that_alone(office: Office) -> None:
    campaign_id = opened(office)
    with office.database.writing() as session:
        for who, about in (("Anna Berg", "Karin Lund"), ("Bo Ek", "Karin Lund")):
            invitation = invitation_of(session, campaign_id, who, about)
            submit(
                session,
                office.settings.link_key_folder,
                invitation,
                Part.RESPONSE,
                Answers({"lugn": 4}),
            )
        decline(session, invitation_of(session, campaign_id, "Cia Dahl", "Karin Lund"))

    reminded = remind(office)

    assert reminded == {"Anna Berg", "Karin Lund", "Olle Sand"}
    text = body_of(office.mail_to("Anna Berg"))
    assert "Olle Sand" in text
    assert "- Karin Lund" not in text


def test_the_ledger_does_not_tell_to_whom_a_reminder_went(office: Office) -> None:
    campaign_id = opened(office)
    with office.database.writing() as session:
        decline(session, invitation_of(session, campaign_id, "Cia Dahl", "Karin Lund"))
        invitation = invitation_of(session, campaign_id, "Bo Ek", "Karin Lund")
        submit(
            session,
            office.settings.link_key_folder,
            invitation,
            Part.RESPONSE,
            Answers({"lugn": 4}),
        )
    post = PickyPost(anna=MailUncertainError("lost"), karin=MailRefusedError("550 gone"))

    office.worker.remind()
    waiting = traces(office)
    for _ in range(3):  # what nobody can know of lets the others wait for a while
        send_due(office.database, office.settings, post, now=lambda: office.now)
        office.now += timedelta(minutes=2)

    assert len(waiting) == len(PEOPLE.people)
    assert len(set(waiting)) == len(set(traces(office))) == 1
    assert post.recipients == ["olle.sand@example.se"]


def test_the_withdrawn_are_not_reminded(small_office: Office) -> None:
    campaign_id = opened(small_office)
    with small_office.database.writing() as session:
        withdraw_rater(session, invitation_of(session, campaign_id, "Bo Ek", "Karin Lund"), by=by())

    assert "Bo Ek" not in remind(small_office)


def test_whoever_answers_while_the_reminder_waits_does_not_get_it(small_office: Office) -> None:
    campaign_id = opened(small_office)
    small_office.worker.remind()
    with small_office.database.writing() as session:
        invitation = invitation_of(session, campaign_id, "Bo Ek", "Karin Lund")
        submit(
            session,
            small_office.settings.link_key_folder,
            invitation,
            Part.RESPONSE,
            Answers({"lugn": 4}),
        )

    small_office.worker.send()

    assert "bo.ek@example.se" not in " ".join(str(mail["To"]) for mail in small_office.outbox())


def test_at_most_one_a_day(small_office: Office) -> None:
    opened(small_office)
    first = remind(small_office)
    small_office.empty_outbox()

    small_office.now += timedelta(hours=3)

    assert first
    assert remind(small_office) == set()


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 26, 9, 0, tzinfo=STOCKHOLM),
        datetime(2026, 11, 27, 7, 59, tzinfo=STOCKHOLM),
        datetime(2026, 11, 27, 16, 0, tzinfo=STOCKHOLM),
        datetime(2026, 11, 28, 9, 0, tzinfo=STOCKHOLM),
    ],
    ids=["another day", "too early", "too late", "Saturday"],
)
def test_none_go_outside_the_days_and_hours(small_office: Office, moment: datetime) -> None:
    opened(small_office)
    small_office.now = moment

    assert remind(small_office) == set()


def test_nothing_counts_or_lists_reminders(small_office: Office) -> None:
    opened(small_office)
    small_office.worker.remind()

    count = small_office.worker.send()

    assert len(small_office.outbox()) > 0
    assert not count
    with small_office.database.reading() as session:
        assert {mail.kind for mail in listed_mails(session)} == {"invitation"}


def test_the_ledger_forgets_reminders_the_night_after(office: Office) -> None:
    opened(office)
    remind(office)
    assert any(mail.kind == REMINDER for mail in office.mails())

    office.now += timedelta(days=1, hours=1)
    office.worker.nightly()

    assert not any(mail.kind == REMINDER for mail in office.mails())


def test_close_leaves_no_reminder_in_the_ledger(small_office: Office) -> None:
    campaign_id = opened(small_office)
    remind(small_office)

    small_office.worker.do(Duty.CLOSE, campaign_id)

    assert {mail.kind for mail in small_office.mails()} == {"invitation"}


def test_raters_without_an_address_are_not_queued(small_office: Office) -> None:
    slip = RaterEntry(name="Mona Vik", group="team", own_number="17")
    opened(small_office, PeopleList((leader("Karin Lund", slip),)))

    assert remind(small_office) == {"Karin Lund"}
