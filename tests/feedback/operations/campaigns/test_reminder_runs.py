"""Reminders of a day are decided once, and what fails of them is seen nowhere."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import select

from feedback.ballot import Part
from feedback.database import alembic_config, migrate
from feedback.jobs import JobQueue
from feedback.mail import MailPostponedError, MailUncertainError, ServerUnreachableError
from feedback.models import Campaign, LatestClaim, Mail, MailState, ReminderRun
from feedback.operations import ledger
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import submit
from feedback.operations.campaigns.lifecycle import extend
from feedback.operations.ledger import holding
from feedback.operations.letters.sending import send_due
from feedback.operations.letters.trouble import trouble_of
from feedback.operations.people.people_list import PeopleList
from feedback.operations.people.raters import add_rater
from feedback.queue import make_huey
from tests.acting import by
from tests.feedback.mail.posts import PickyPost
from tests.feedback.office import invitation_of, leader, rater, subject_named

if TYPE_CHECKING:
    from uuid import UUID

    from feedback.mail import MailError
    from tests.feedback.office import Office

EIGHT = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)  # in Sweden
QUARTER = timedelta(minutes=15)
ONE = PeopleList((leader("Karin Lund", rater("Anna Berg"), rater("Bo Ek")),))


@pytest.fixture
def campaign(office: Office) -> UUID:
    """Give an open campaign whose invitations have left; today is a day of reminders."""
    office.now = EIGHT - timedelta(days=11)
    campaign_id = office.opened(ONE)
    office.worker.send()
    office.empty_outbox()
    office.now = EIGHT
    return campaign_id


def reminders(office: Office) -> list[Mail]:
    return [mail for mail in office.mails() if mail.kind == ledger.REMINDER]


def answer_all(office: Office, campaign: UUID) -> None:
    with office.database.writing() as session:
        for who in ("Anna Berg", "Bo Ek", "Karin Lund"):
            invitation = invitation_of(session, campaign, who, "Karin Lund")
            submit(
                session,
                office.settings.link_key_folder,
                invitation,
                Part.RESPONSE,
                Answers({"lugn": 4}),
            )


def send(office: Office, post: PickyPost) -> None:
    send_due(office.database, office.settings, post, now=lambda: office.now)


def test_a_worker_that_comes_up_at_noon_reminds_once(office: Office, campaign: UUID) -> None:
    office.now = EIGHT + timedelta(hours=4)
    office.worker.remind()
    office.worker.send()
    with office.database.writing() as session:
        subject = subject_named(session, campaign, "Karin Lund")
        add_rater(session, subject, rater("Eva Gran"), by=by(office.now))
    office.now += QUARTER
    office.worker.remind()
    office.worker.send()

    assert len(office.outbox()) == 4  # three reminders, and Eva's invitation
    assert len(reminders(office)) == 3


def test_a_day_is_marked_even_if_nobody_has_anything_left(office: Office, campaign: UUID) -> None:
    answer_all(office, campaign)
    office.worker.remind()
    office.worker.send()

    with office.database.reading() as session:
        runs = [(run.campaign_id, run.day) for run in session.scalars(select(ReminderRun))]
    assert runs == [(campaign, date(2026, 11, 27))]
    assert office.outbox() == []


def test_a_longer_campaign_does_not_remind_twice_a_day(office: Office, campaign: UUID) -> None:
    office.worker.remind()
    with office.database.writing() as session:
        extend(session, session.get_one(Campaign, campaign), date(2026, 12, 5), by=by())
        extend(
            session, session.get_one(Campaign, campaign), date(2026, 12, 6), by=by()
        )  # Friday again
    office.now += QUARTER

    office.worker.remind()

    assert len(reminders(office)) == 3


def test_what_is_put_back_from_a_backup_of_the_night_does_not_remind_anew(
    office: Office, campaign: UUID
) -> None:
    del campaign
    with office.database.reading() as session:
        of_the_night = session.get_one(LatestClaim, 1).at
    office.worker.remind()
    office.worker.send()
    with office.database.writing() as session:
        for row in (*session.scalars(select(ReminderRun)), *reminders(office)):
            session.delete(session.merge(row))
        session.get_one(LatestClaim, 1).at = of_the_night
    office.now = EIGHT + timedelta(hours=4)

    office.worker.remind()

    assert reminders(office) == []
    with office.database.reading() as session:
        assert holding.held_since(session, now=office.now) is not None


def test_what_is_put_back_before_eight_reminds_at_eight(office: Office, campaign: UUID) -> None:
    del campaign
    with office.database.writing() as session:
        session.get_one(LatestClaim, 1).at -= timedelta(hours=2)
    office.now = EIGHT - QUARTER
    office.worker.remind()
    office.now = EIGHT

    office.worker.remind()

    assert len(reminders(office)) == 3


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        (datetime(2026, 10, 23, 6, 30, tzinfo=UTC), 3),  # summer time: half past eight
        (datetime(2026, 10, 26, 6, 30, tzinfo=UTC), 0),  # the clocks went back: half past seven
        (datetime(2026, 10, 26, 7, 15, tzinfo=UTC), 3),
        (datetime(2027, 3, 30, 6, 15, tzinfo=UTC), 3),  # forward again: a quarter past eight
    ],
)
def test_eight_in_the_morning_is_that_of_the_wall(
    small_office: Office, moment: datetime, count: int
) -> None:
    small_office.now = moment - timedelta(days=10)
    small_office.opened(ONE, last_day=moment.date() + timedelta(days=3))
    small_office.now = moment

    small_office.worker.remind()

    assert len(reminders(small_office)) == count


@pytest.mark.parametrize(
    "failure",
    [
        MailPostponedError("450 anna.berg@example.se is greylisted"),
        MailUncertainError("lost"),
        ServerUnreachableError("no connection"),
    ],
)
def test_a_reminder_that_fails_is_seen_nowhere(
    office: Office, campaign: UUID, failure: MailError
) -> None:
    office.worker.remind()
    post = PickyPost(anna=failure)
    for minutes in (0, 1, 5, 20, 60):
        office.now = EIGHT + timedelta(minutes=minutes)
        assert send_due(office.database, office.settings, post, now=lambda: office.now) == {}

    with office.database.reading() as session:
        assert not trouble_of(session, session.get_one(Campaign, campaign))
        assert [mail.kind for mail in ledger.listed_mails(session)] == ["invitation"] * 3
    assert {mail.error for mail in reminders(office)} == {""}
    assert sorted(post.recipients) == ["bo.ek@example.se", "karin.lund@example.se"]


def test_a_reminder_that_cannot_be_written_stops_nothing_and_is_not_logged(
    small_office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    small_office.now = EIGHT - timedelta(days=11)
    small_office.opened(ONE)
    small_office.worker.send()
    small_office.now = EIGHT
    small_office.worker.remind()
    monkeypatch.setattr("feedback.operations.letters.sending.compose", _broken)
    queue = JobQueue(make_huey(small_office.settings.queue), small_office.worker)

    with caplog.at_level(logging.DEBUG):
        queue.sweep()
        while (task := queue.huey.dequeue()) is not None:
            queue.huey.execute(task)
    queue.huey.storage.close()

    assert "RuntimeError" not in caplog.text
    assert {mail.state for mail in reminders(small_office)} == {MailState.QUEUED}


def test_a_worker_killed_at_a_reminder_leaves_nothing_to_decide(
    office: Office, campaign: UUID
) -> None:
    office.worker.remind()
    with office.database.writing() as session:
        for mail in session.scalars(select(Mail).where(Mail.kind == ledger.REMINDER)):
            mail.state, mail.claimed_at = MailState.SENDING, office.now
    office.now += timedelta(minutes=16)
    send(office, PickyPost())

    with office.database.reading() as session:
        assert not trouble_of(session, session.get_one(Campaign, campaign))
    assert {mail.state for mail in reminders(office)} == {MailState.SENT}


def test_an_upgrade_at_noon_does_not_remind_anew(office: Office, campaign: UUID) -> None:
    office.worker.remind()
    office.worker.send()
    office.database.dispose()
    command.downgrade(alembic_config(office.database.url), "0005")

    migrate(office.database.url)

    with office.database.reading() as session:
        runs = [(run.campaign_id, run.day) for run in session.scalars(select(ReminderRun))]
    assert runs == [(campaign, date(2026, 11, 27))]


def _broken(*_: object) -> None:
    raise RuntimeError("anna.berg@example.se")
