"""Nights without the disk of the keys count for nothing; without the key, seven in a row."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.ballot.opening import new_seal_pair
from feedback.models import KeyTrouble, State, StoredRelease
from feedback.operations.campaigns.key_watch import NIGHTS, night_of
from tests.feedback.office import LAST_DAY
from tests.feedback.operations.campaigns.key_disk import (
    AFTER_LAST_DAY,
    DAY,
    answer,
    key_path,
    mount,
    nights,
    run_due,
    unmount,
)

if TYPE_CHECKING:
    from tests.feedback.office import Office


def test_no_number_of_nights_without_the_key_disk_ends_a_campaign(office: Office) -> None:
    campaign_id = office.opened(last_day=LAST_DAY + 30 * DAY)
    unmount(office)

    nights(office, 3 * NIGHTS)
    assert office.state(campaign_id) is State.OPEN
    mount(office)
    nights(office, 1)

    assert office.state(campaign_id) is State.OPEN
    with office.database.reading() as session:
        assert session.scalars(select(KeyTrouble)).all() == []


def test_a_campaign_whose_last_day_passes_without_the_disk_closes_when_it_is_back(
    office: Office,
) -> None:
    campaign_id = office.opened()
    answer(office, campaign_id)
    unmount(office)
    office.now = AFTER_LAST_DAY - timedelta(seconds=1)
    assert office.worker.due() == []

    office.now = AFTER_LAST_DAY
    run_due(office)
    assert office.state(campaign_id) is State.CLOSING
    office.now += timedelta(minutes=59)
    assert office.worker.due() == []
    office.now += timedelta(minutes=2)
    run_due(office)
    assert office.state(campaign_id) is State.CLOSING
    nights(office, 2 * NIGHTS)
    assert office.state(campaign_id) is State.CLOSING

    mount(office)
    office.now += timedelta(hours=2)
    run_due(office)

    assert office.state(campaign_id) is State.CLOSED
    with office.database.reading() as session:
        assert len(session.scalars(select(StoredRelease)).all()) > 0
    assert not key_path(office, campaign_id).exists()


@pytest.mark.parametrize("damage", ["removed", "another key", "half a key"])
def test_a_key_that_is_not_there_for_a_week_makes_the_campaign_lost(
    small_office: Office, damage: str
) -> None:
    campaign_id = small_office.opened(last_day=LAST_DAY + 30 * DAY)
    path = key_path(small_office, campaign_id)
    match damage:
        case "removed":
            path.unlink()
        case "another key":
            path.write_bytes(new_seal_pair()[0])
        case _:
            path.write_bytes(path.read_bytes()[:16])

    nights(small_office, NIGHTS - 1)
    small_office.worker.nightly()  # twice in a night is one night
    assert small_office.state(campaign_id) is State.OPEN
    nights(small_office, 1)

    assert small_office.state(campaign_id) is State.LOST


@pytest.mark.parametrize("gap", ["the disk is absent", "the worker is down", "the key is there"])
def test_only_nights_in_a_row_count(small_office: Office, gap: str) -> None:
    campaign_id = small_office.opened(last_day=LAST_DAY + 30 * DAY)
    path = key_path(small_office, campaign_id)
    key = path.read_bytes()
    path.unlink()
    nights(small_office, NIGHTS - 1)

    match gap:
        case "the disk is absent":
            unmount(small_office)
            nights(small_office, 1)
            mount(small_office)
        case "the worker is down":
            small_office.now += DAY
        case _:
            path.write_bytes(key)
            nights(small_office, 1)
            path.unlink()
    nights(small_office, NIGHTS - 1)
    assert small_office.state(campaign_id) is State.OPEN

    nights(small_office, 1)
    assert small_office.state(campaign_id) is State.LOST


@pytest.mark.parametrize("first", [date(2026, 10, 22), date(2027, 3, 25)])
def test_a_night_in_which_the_clocks_change_is_one_night(small_office: Office, first: date) -> None:
    # At 01:30 UTC, as the queue has it: by the wall it is 03:30 before and 02:30 after, or back.
    small_office.now = datetime.combine(first, time(1, 30), UTC)
    campaign_id = small_office.opened(last_day=first + 30 * DAY)
    key_path(small_office, campaign_id).unlink()

    for step in (timedelta(0), *[DAY] * (NIGHTS - 2)):
        small_office.now += step
        for hours in (0, 1, 2):  # a worker that is started anew looks again
            small_office.now += timedelta(hours=hours)
            small_office.worker.nightly()
            small_office.now -= timedelta(hours=hours)
    assert small_office.state(campaign_id) is State.OPEN
    small_office.now += DAY
    small_office.worker.nightly()

    assert small_office.state(campaign_id) is State.LOST


@pytest.mark.parametrize(
    ("last_day", "closes_at"),
    [
        (date(2026, 10, 24), datetime(2026, 10, 25, 2, tzinfo=UTC)),  # the hour comes twice
        (date(2027, 3, 27), datetime(2027, 3, 28, 1, tzinfo=UTC)),  # it leaps from two to three
    ],
)
def test_answers_stop_at_three_in_a_night_of_changing_clocks_with_or_without_the_key(
    small_office: Office, last_day: date, closes_at: datetime
) -> None:
    small_office.now = closes_at - 3 * DAY
    campaign_id = small_office.opened(last_day=last_day)
    unmount(small_office)

    small_office.now = closes_at - timedelta(seconds=1)
    assert small_office.worker.due() == []
    small_office.now = closes_at
    run_due(small_office)

    assert small_office.state(campaign_id) is State.CLOSING


def test_a_night_has_the_day_of_its_evening(small_office: Office) -> None:
    zone = small_office.settings.zone
    evening = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)

    hours = [night_of(evening + timedelta(hours=step), zone) for step in range(13)]

    assert set(hours) == {evening.date()}
