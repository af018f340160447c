"""A campaign is extended, closed or cancelled as a whole, and only where that makes sense."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from feedback.ballot import Part
from feedback.errors import InputError, StateError, SurveyCancelledError
from feedback.jobs import Duty
from feedback.models import (
    Answered,
    Base,
    Campaign,
    Envelope,
    Invitation,
    Mail,
    Person,
    Rater,
    RetiredNumber,
    State,
)
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import submit
from feedback.operations.campaigns.lifecycle import ask_close, cancel, closes_at, extend
from tests.acting import by
from tests.feedback.office import LAST_DAY, PEOPLE, address_of, invitation_of
from tests.opening import open_link

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.office import Office

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def count(office: Office, table: type[Base]) -> int:
    with office.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def in_state(office: Office, state: State) -> UUID:
    campaign_id = office.opened()
    with office.database.writing() as session:
        session.get_one(Campaign, campaign_id).state = state
    return campaign_id


def test_it_closes_at_three_in_the_night_after_the_last_day() -> None:
    campaign = Campaign(last_day=date(2026, 12, 4))

    moment = closes_at(campaign, STOCKHOLM)

    assert moment == datetime(2026, 12, 5, 3, 0, tzinfo=STOCKHOLM)


def test_it_is_due_to_close_at_three_and_not_before(small_office: Office) -> None:
    campaign_id = small_office.opened()

    small_office.now = datetime(2026, 12, 5, 2, 59, tzinfo=STOCKHOLM)
    early = small_office.worker.due()
    small_office.now = datetime(2026, 12, 5, 3, 0, tzinfo=STOCKHOLM)
    due = small_office.worker.due()

    assert early == []
    assert due == [(Duty.CLOSE, campaign_id)]


def test_a_day_more_is_a_day_more_for_everybody(small_office: Office) -> None:
    campaign_id = small_office.opened()

    with small_office.database.writing() as session:
        extend(session, session.get_one(Campaign, campaign_id), date(2026, 12, 11), by=by())

    small_office.now = datetime(2026, 12, 5, 3, 0, tzinfo=STOCKHOLM)
    assert small_office.worker.due() == []


def test_days_once_promised_are_never_taken_back(small_office: Office) -> None:
    campaign_id = small_office.opened()

    with small_office.database.writing() as session, pytest.raises(InputError, match="later"):
        extend(session, session.get_one(Campaign, campaign_id), LAST_DAY, by=by())


def test_closing_is_only_asked_for_and_the_worker_closes(office: Office) -> None:
    campaign_id = office.opened()
    with office.database.writing() as session:
        ask_close(session, session.get_one(Campaign, campaign_id), by=by())
    assert office.state(campaign_id) is State.CLOSING

    for duty, due in office.worker.due():
        office.worker.do(duty, due)

    assert office.state(campaign_id) is State.CLOSED
    assert office.settings.seal_key_folder.find(campaign_id) is None
    assert office.worker.due() == []


def test_keys_left_by_a_crash_after_close_are_destroyed(small_office: Office) -> None:
    campaign_id = small_office.opened()
    small_office.worker.do(Duty.CLOSE, campaign_id)
    small_office.settings.seal_key_folder.create(campaign_id)

    for duty, due in small_office.worker.due():
        small_office.worker.do(duty, due)

    assert small_office.settings.seal_key_folder.find(campaign_id) is None


@pytest.mark.parametrize(
    "state", [State.DRAFT, State.LAUNCHING, State.CLOSING, State.CLOSED, State.CANCELLED]
)
def test_only_an_open_campaign_closes(small_office: Office, state: State) -> None:
    campaign_id = in_state(small_office, state)

    with small_office.database.writing() as session, pytest.raises(StateError, match=state.value):
        ask_close(session, session.get_one(Campaign, campaign_id), by=by())


@pytest.mark.parametrize("state", [State.CLOSING, State.CLOSED, State.CANCELLED])
def test_a_campaign_that_is_over_cannot_be_cancelled(small_office: Office, state: State) -> None:
    campaign_id = in_state(small_office, state)

    with small_office.database.writing() as session, pytest.raises(StateError):
        cancel(session, session.get_one(Campaign, campaign_id), by=by(small_office.now))


def test_cancelling_erases_everything_of_raters(office: Office) -> None:
    campaign_id = office.opened()
    with office.database.writing() as session:
        invitation = invitation_of(session, campaign_id, "Anna Berg", "Karin Lund")
        submit(
            session,
            office.settings.link_key_folder,
            invitation,
            Part.RESPONSE,
            Answers({"lugn": 4}, {"fortsatt": "Bra."}),
        )

    with office.database.writing() as session:
        cancel(session, session.get_one(Campaign, campaign_id), by=by(office.now))

    for table in (Envelope, Answered, Invitation, Rater, Mail):
        assert count(office, table) == 0
    with office.database.reading() as session:
        left = set(session.scalars(select(Person.email)))
    # Leaders and the coach stand in the campaign still; whoever only rated is gone.
    assert left == {address_of(name) for name in ("Karin Lund", "Olle Sand", "Siv Ros")}


def test_the_worker_destroys_the_keys_of_a_cancelled_campaign(office: Office) -> None:
    campaign_id = office.opened()
    with office.database.writing() as session:
        cancel(session, session.get_one(Campaign, campaign_id), by=by(office.now))

    for duty, due in office.worker.due():
        office.worker.do(duty, due)

    assert office.settings.link_key_folder.find(campaign_id) is None
    assert office.settings.seal_key_folder.find(campaign_id) is None
    assert office.worker.due() == []


def test_a_link_of_a_cancelled_campaign_says_so_and_names_nobody(office: Office) -> None:
    campaign_id = office.opened()
    code = office.link_of(campaign_id, "Anna Berg").rpartition("/")[2]

    with office.database.writing() as session:
        cancel(session, session.get_one(Campaign, campaign_id), by=by(office.now))

    with office.database.reading() as session:
        with pytest.raises(SurveyCancelledError):
            open_link(session, office.settings.link_key_folder, code)
        assert {column.name for column in RetiredNumber.__table__.columns} == {
            "number",
            "campaign_id",
        }
    assert count(office, RetiredNumber) == len(PEOPLE.people)


def test_people_of_another_campaign_stay(office: Office) -> None:
    office.opened(name="Våg 1")
    campaign_id = office.opened(name="Våg 2")
    people = count(office, Person)

    with office.database.writing() as session:
        cancel(session, session.get_one(Campaign, campaign_id), by=by(office.now))

    assert count(office, Person) == people
    assert count(office, Rater) == len(PEOPLE.people)
