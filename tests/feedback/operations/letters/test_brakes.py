"""Mail keeps hours and pace, and stands still after a restore."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.models import Campaign, LatestClaim, Mail, MailState
from feedback.operations.ledger import holding
from feedback.operations.letters.forecast import forecast
from feedback.operations.letters.restoring import ClaimFile
from feedback.operations.letters.sending import send_due
from feedback.operations.people.people_list import PeopleList
from tests.feedback.mail.posts import PickyPost
from tests.feedback.office import MONDAY, leader, rater

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.feedback.office import Office

ONE = PeopleList((leader("Karin Lund", rater("Anna Berg")),))
TEAM = PeopleList((leader("Karin Lund", *(rater(f"Person {n}") for n in range(9))),))
SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def send(office: Office, **settings: object) -> PickyPost:
    post = PickyPost()
    changed = office.settings.model_copy(update=settings)
    send_due(office.database, changed, post, now=lambda: office.now)
    return post


def test_an_invitation_waits_for_monday(small_office: Office) -> None:
    small_office.now = SUNDAY
    small_office.opened(ONE)

    on_sunday = send(small_office)
    has_mail = small_office.worker.has_mail()
    small_office.now = MONDAY
    on_monday = send(small_office)

    assert on_sunday.taken == []
    assert not has_mail
    assert len(on_monday.taken) == 2


def test_no_more_leave_in_a_minute_than_the_server_takes(small_office: Office) -> None:
    small_office.opened(TEAM)
    left: list[datetime] = []
    clock = small_office.now

    def pause(seconds: float) -> None:
        nonlocal clock
        clock += timedelta(seconds=seconds)

    settings = small_office.settings.model_copy(update={"mail_per_minute": 30})
    send_due(
        *(small_office.database, settings, PickyPost()),
        now=lambda: clock,
        on_mail=lambda: left.append(clock),
        pause=pause,
    )

    assert len(left) == 10
    gaps = [later - earlier for earlier, later in itertools.pairwise(left)]
    assert set(gaps) == {timedelta(seconds=2)}


def test_a_faster_server_gets_several_in_a_second(small_office: Office) -> None:
    small_office.opened(TEAM)
    pauses: list[float] = []
    clock = small_office.now

    def pause(seconds: float) -> None:
        nonlocal clock
        pauses.append(seconds)
        clock += timedelta(seconds=seconds)

    settings = small_office.settings.model_copy(update={"mail_per_minute": 240})
    send_due(*(small_office.database, settings, PickyPost()), now=lambda: clock, pause=pause)

    assert pauses == [1.0, 1.0]  # four, four and two


def forget_claims(session: Session) -> None:
    """Let the database know no later claim than a backup of yesterday did."""
    session.get_one(LatestClaim, 1).at = MONDAY - timedelta(days=1)


def test_a_restored_database_starts_on_hold(small_office: Office) -> None:
    small_office.opened(ONE)
    with small_office.database.writing() as session:  # the ledger as a backup knew it
        waiting = [(mail.id, mail.due_at) for mail in session.scalars(select(Mail))]
    send(small_office)
    with small_office.database.writing() as session:
        for mail_id, due_at in waiting:
            mail = session.get_one(Mail, mail_id)
            mail.state, mail.due_at, mail.claimed_at = MailState.QUEUED, due_at, None
        forget_claims(session)

    after = send(small_office)

    assert after.taken == []
    with small_office.database.reading() as session:
        held = holding.held_since(session, now=small_office.now)
        assert held is not None
        assert held.needs_operator


def test_once_released_a_restored_system_is_not_held_again(small_office: Office) -> None:
    small_office.opened(ONE)
    send(small_office)
    with small_office.database.writing() as session:
        forget_claims(session)
    send(small_office)
    with small_office.database.writing() as session:
        holding.lift_hold(session)
        mail = session.scalars(select(Mail)).first()
        assert mail is not None
        mail.state = MailState.QUEUED

    assert len(send(small_office).taken) == 1


def test_a_database_on_a_new_machine_starts_on_hold(small_office: Office) -> None:
    small_office.opened(ONE)
    send(small_office)
    ClaimFile.of(small_office.settings).path.unlink()
    small_office.opened(ONE, name="Våg 2")

    assert send(small_office).taken == []


def test_a_fresh_installation_is_not_held(small_office: Office) -> None:
    small_office.opened(ONE)

    assert len(send(small_office).taken) == 2


def test_what_another_machine_sent_is_no_restore(small_office: Office) -> None:
    small_office.opened(ONE)
    send(small_office)
    ClaimFile.of(small_office.settings).path.write_text(
        (MONDAY - timedelta(days=1)).isoformat(timespec="microseconds"), encoding="ascii"
    )
    small_office.opened(ONE, name="Våg 2")

    assert len(send(small_office).taken) == 2


def test_the_forecast_runs_over_nights_and_weekends(small_office: Office) -> None:
    campaign_id = small_office.draft(TEAM)  # ten invitations: few enough to go as the first lot
    settings = small_office.settings.model_copy(update={"mail_per_minute": 1})
    friday = datetime(2026, 11, 20, 14, 25, tzinfo=UTC)

    with small_office.database.reading() as session:
        campaign = session.get_one(Campaign, campaign_id)
        last = forecast(session, campaign, settings, now=friday)

    # Launched 14:55, five leave until 15:00 (16 o'clock in Sweden), five on Monday from seven.
    assert last == datetime(2026, 11, 23, 7, 5, tzinfo=UTC)
