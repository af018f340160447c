"""A programme's line of time: what happened, what is open, what is planned, and what it asks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from feedback.models import Campaign, MeasurementPoint, State
from feedback.operations.campaigns.progress_table import WaveRow
from feedback.organiser.time_line import TimeLine, time_line_of

if TYPE_CHECKING:
    from tests.feedback.world import World

ZONE = ZoneInfo("Europe/Stockholm")
TODAY = date(2026, 12, 1)


def wave(name: str, last_day: date, state: State, *, tasks: int = 10, **facts: Any) -> WaveRow:  # noqa: ANN401 - what a campaign is made of
    """Return a row of the programme's table."""
    campaign = Campaign(id=uuid4(), name=name, last_day=last_day, state=state, **facts)
    return WaveRow(campaign, 5, tasks, 0, 0, 0)


WAVES = (
    wave(
        "Vår",
        date(2026, 5, 29),
        State.CLOSED,
        tasks=40,
        launched_at=datetime(2026, 5, 10, 23, 30, tzinfo=UTC),
        closed_at=datetime(2026, 5, 30, 1, 0, tzinfo=UTC),
    ),
    wave("Höst", date(2026, 12, 4), State.OPEN, launched_at=datetime(2026, 11, 20, tzinfo=UTC)),
    wave("Inställd", date(2026, 12, 5), State.CANCELLED),
    wave("Nästa vår", date(2027, 5, 28), State.DRAFT),
)
POINTS = (
    MeasurementPoint(date(2026, 5, 29), "Vår"),
    MeasurementPoint(date(2027, 11, 26), "Nästa höst"),
)


@pytest.fixture
def line(world: World) -> TimeLine:
    """Give the line of three waves and two points, one of them measured."""
    with world.app.test_request_context():
        found = time_line_of(WAVES, POINTS, today=TODAY, zone=ZONE)
    assert found
    return found


def test_waves_stand_from_their_first_to_their_last_day(line: TimeLine) -> None:
    days = {bar.row.campaign.name: (bar.first, bar.last) for bar in line.bars}

    assert days == {
        "Vår": (date(2026, 5, 11), date(2026, 5, 30)),  # days in Sweden; until it closed
        "Höst": (date(2026, 11, 20), date(2026, 12, 4)),
        "Nästa vår": (date(2027, 5, 14), date(2027, 5, 28)),  # as long as usual
    }
    assert [bar.step for bar in line.bars] == [3, 2, 4]
    places = [bar.begins for bar in line.bars]
    assert places == sorted(places)
    assert all(0 < bar.begins < bar.begins + bar.width < 100 for bar in line.bars)


def test_the_heaviest_wave_measures_the_load(line: TimeLine) -> None:
    assert [bar.load for bar in line.bars] == [100, 25, 25]
    assert line.most_tasks == 40


def test_a_point_is_filled_once_its_wave_is_open_or_over(line: TimeLine) -> None:
    assert [mark.is_measured for mark in line.points] == [True, False]
    assert line.points[1].place > line.bars[-1].begins


def test_today_stands_where_it_is_and_nowhere_if_it_is_beyond(world: World, line: TimeLine) -> None:
    with world.app.test_request_context():
        later = time_line_of(WAVES, POINTS, today=TODAY + timedelta(days=3650), zone=ZONE)

    assert line.today is not None
    assert line.bars[1].begins < line.today < line.bars[2].begins
    assert later
    assert later.today is None


@pytest.mark.parametrize("last", [date(2026, 6, 5), date(2028, 1, 1), date(2099, 1, 1)])
def test_months_are_as_many_as_there_is_room_for(world: World, last: date) -> None:
    with world.app.test_request_context():
        found = time_line_of(WAVES[:1], (MeasurementPoint(last, "Slutet"),), today=TODAY, zone=ZONE)

    assert found
    assert 2 <= len(found.ticks) <= 9
    assert len({tick.words for tick in found.ticks}) == len(found.ticks)
    assert all(bar.begins + bar.width <= 100 for bar in found.bars)


def test_of_many_waves_the_latest_are_drawn(world: World) -> None:
    first = date(2026, 1, 31)
    many = [wave(f"Våg {n}", first + timedelta(days=30 * n), State.DRAFT) for n in range(15)]

    with world.app.test_request_context():
        found = time_line_of(many, (), today=TODAY, zone=ZONE)

    assert found
    assert found.bars[0].row.campaign.name == "Våg 3"
    assert (len(found.bars), found.left_out) == (12, 3)


def test_without_waves_and_points_there_is_no_line(world: World) -> None:
    with world.app.test_request_context():
        assert time_line_of(WAVES[2:3], (), today=TODAY, zone=ZONE) is None
