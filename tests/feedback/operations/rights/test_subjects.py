"""Who may read a subject's report, take it along, and change a task: the questions themselves."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.models import Account, Invitation, Person, Subject
from feedback.operations.rights import subjects
from feedback.operations.rights.accounts import create_account
from feedback.operations.rights.recipients import is_same
from tests.feedback.world import ADMIN, EVERYBODY, KARIN, MAJA, NOW, ORGANISER

if TYPE_CHECKING:
    from tests.feedback.world import World

TODAY: Final = NOW.date()


def test_a_report_is_read_by_its_coach_and_then_by_whom_it_is_for_and_by_nobody_else(
    world: World,
) -> None:
    before = _readers(world)
    world.share_with_coach(world.karin)
    with_coach = _readers(world)
    world.share_with_leader(world.karin)
    with_both = _readers(world)

    assert before == set()
    assert with_coach == {MAJA}
    assert with_both == {MAJA, KARIN}
    assert with_both.isdisjoint({ORGANISER, ADMIN})


def test_a_coach_from_outside_reads_and_takes_nothing_along(world: World) -> None:
    world.share_with_coach(world.karin)
    inside = _takes(world)
    with world.database.writing() as session:
        karin = session.get_one(Subject, world.karin)
        karin.coach_is_external, karin.coach_access_until = True, date(2099, 1, 1)
    outside = _takes(world)

    assert inside
    assert not outside
    assert _readers(world) == {MAJA}


def test_a_right_ends_with_its_last_day_and_when_the_leader_ends_it(world: World) -> None:
    world.share_with_coach(world.karin)
    with world.database.writing() as session:
        session.get_one(Subject, world.karin).coach_access_until = TODAY
    on_the_day, after = _readers(world), _readers(world, date(2026, 12, 6))
    with world.database.writing() as session:
        session.get_one(Subject, world.karin).coach_access_ended_at = NOW
    ended = _readers(world)

    assert (on_the_day, after, ended) == ({MAJA}, set(), set())


def test_somebody_whom_a_letter_goes_to_is_asked_about_like_an_account(world: World) -> None:
    world.share_with_coach(world.karin)
    with world.database.reading() as session:
        karin = session.get_one(Subject, world.karin)
        maja = session.scalars(select(Person).where(Person.email == MAJA)).one()

        assert subjects.may_read(session, maja, karin, today=TODAY)
        assert not subjects.may_read(session, karin.person, karin, today=TODAY)


def test_two_without_an_address_are_not_one() -> None:
    one, other = Person(name="Anna", own_number="1"), Person(name="Anna", own_number="1")

    assert is_same(one, one)
    assert not is_same(one, other)


def test_the_leaders_own_task_is_nobody_elses_to_change(world: World) -> None:
    with world.database.reading() as session:
        tasks = session.scalars(
            select(Invitation).where(Invitation.subject_id == world.karin)
        ).all()
        kept = {one.group for one in tasks if not subjects.is_named_others(one)}

    assert kept == {"self"}


def _readers(world: World, today: date = TODAY) -> set[str]:
    with world.database.writing() as session:
        karin = session.get_one(Subject, world.karin)
        accounts = [create_account(session, address) for address in EVERYBODY]
        return {
            one.email for one in accounts if subjects.may_read(session, one, karin, today=today)
        }


def _takes(world: World) -> bool:
    with world.database.writing() as session:
        karin = session.get_one(Subject, world.karin)
        maja: Account = create_account(session, MAJA)
        return subjects.may_download_as_coach(session, maja, karin, today=TODAY)
