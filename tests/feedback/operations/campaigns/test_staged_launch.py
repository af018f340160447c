"""A launch that was clicked can be undone, and a few mails go alone before the rest."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from feedback.errors import StateError
from feedback.jobs import Duty
from feedback.models import Campaign, MailState, State
from feedback.operations.campaigns.first_lot import FIRST_ALONE, REST_AFTER
from feedback.operations.campaigns.lifecycle import UNDO, ask_launch, undo_launch
from feedback.operations.ledger.holding import hold_campaign, release_campaign
from feedback.operations.people.people_list import PeopleList
from tests.acting import by
from tests.feedback.office import MONDAY, leader, rater

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.office import Office

MANY = PeopleList(
    (leader("Karin Lund", *(rater(f"Anna{n} Berg") for n in range(FIRST_ALONE + 9))),)
)


def _clicked(office: Office, **facts: object) -> UUID:
    campaign_id = office.draft(MANY)
    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        for name, value in facts.items():
            setattr(campaign, name, value)
        ask_launch(session, campaign, delay=UNDO, by=by(office.now, zone=office.settings.zone))
    return campaign_id


def _launched(office: Office) -> UUID:
    campaign_id = _clicked(office)
    office.now = MONDAY + UNDO
    office.worker.do(Duty.LAUNCH, campaign_id)
    return campaign_id


def _sent(office: Office) -> int:
    office.worker.send()
    return sum(mail.state is MailState.SENT for mail in office.mails())


def test_nothing_happens_for_half_an_hour(office: Office) -> None:
    campaign_id = _clicked(office)

    office.now = MONDAY + UNDO - timedelta(seconds=1)
    office.worker.do(Duty.LAUNCH, campaign_id)

    assert office.worker.due() == []
    assert office.state(campaign_id) is State.LAUNCHING


def test_the_worker_opens_it_when_the_half_hour_is_over(office: Office) -> None:
    campaign_id = _clicked(office)

    office.now = MONDAY + UNDO

    assert office.worker.due() == [(Duty.LAUNCH, campaign_id)]


def test_an_undone_launch_is_a_draft_again_and_mails_nobody(office: Office) -> None:
    campaign_id = _clicked(office)

    with office.database.writing() as session:
        undo_launch(session, session.get_one(Campaign, campaign_id), by=by())
    office.now = MONDAY + UNDO
    office.worker.do(Duty.LAUNCH, campaign_id)

    assert office.state(campaign_id) is State.DRAFT
    assert office.mails() == []


def test_what_is_open_cannot_be_undone(office: Office) -> None:
    campaign_id = _launched(office)

    with office.database.writing() as session, pytest.raises(StateError):
        undo_launch(session, session.get_one(Campaign, campaign_id), by=by())


def test_a_first_day_is_waited_for_until_eight_in_the_morning(office: Office) -> None:
    campaign_id = _clicked(office, first_day=date(2026, 11, 25))

    with office.database.reading() as session:
        opens_at = session.get_one(Campaign, campaign_id).launch_at

    assert opens_at == datetime(2026, 11, 25, 8, tzinfo=office.settings.zone)


def test_a_few_mails_go_alone_and_the_rest_an_hour_later(office: Office) -> None:
    _launched(office)

    at_once = _sent(office)
    office.now += REST_AFTER
    in_the_end = _sent(office)

    assert at_once == FIRST_ALONE
    assert in_the_end == len(MANY.people)


def test_the_rest_waits_for_as_long_as_it_is_held(office: Office) -> None:
    campaign_id = _launched(office)
    _sent(office)
    with office.database.writing() as session:
        hold_campaign(session, session.get_one(Campaign, campaign_id), by=by())

    office.now += timedelta(days=1)
    while_held = _sent(office)
    with office.database.writing() as session:
        release_campaign(session, session.get_one(Campaign, campaign_id), by=by(office.now))

    assert while_held == FIRST_ALONE
    assert _sent(office) == len(MANY.people)


def test_the_rest_goes_at_once_when_asked(office: Office) -> None:
    campaign_id = _launched(office)

    with office.database.writing() as session:
        release_campaign(session, session.get_one(Campaign, campaign_id), by=by(office.now))

    assert _sent(office) == len(MANY.people)


def test_holding_one_campaign_holds_no_other(office: Office) -> None:
    held = office.opened(name="Våg 1")
    office.opened(name="Våg 2")
    with office.database.writing() as session:
        hold_campaign(session, session.get_one(Campaign, held), by=by())

    office.worker.send()

    states = {mail.state for mail in office.mails() if mail.campaign_id == held}
    others = {mail.state for mail in office.mails() if mail.campaign_id != held}
    assert (states, others) == ({MailState.QUEUED}, {MailState.SENT})
