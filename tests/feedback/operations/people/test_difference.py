"""What a list would change is what it changes: the difference, and applying it, agree."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from feedback.errors import StateError
from feedback.models import Campaign, Invitation, Person, Rater, State
from feedback.operations.campaigns.programmes import create_campaign, create_programme
from feedback.operations.people.applying import apply_people, put_people
from feedback.operations.people.difference import CampaignPlace, difference
from feedback.operations.people.digests import digest_of
from feedback.operations.people.file import people_csv, people_xlsx, read_people_file
from feedback.operations.people.nameless import add_nameless, nameless_of
from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry
from feedback.operations.people.placing import STEPS
from feedback.operations.people.present import people_of
from feedback.operations.people.register import find_or_add_department
from tests.acting import by
from tests.factories import small_survey
from tests.feedback.office import (
    LAST_DAY,
    MONDAY,
    PEOPLE,
    address_of,
    invitation_of,
    leader,
    rater,
    rater_named,
    subject_named,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.operations.people.difference import Difference
    from tests.feedback.office import Office

NAMES = ("Anna Berg", "Bo Ek", "Cia Dahl", "Åsa Öberg", "Ida Lim", "=SUM(A1)")
LEADERS = ("Karin Lund", "Olle Sand", "Nina Vik")


@st.composite
def raters(draw: st.DrawFn) -> tuple[RaterEntry, ...]:
    numbers = draw(st.sets(st.integers(0, len(NAMES) - 1)))
    return tuple(
        RaterEntry(
            name=NAMES[number],
            group=draw(st.sampled_from(["manager", "peer", "team"])),
            email=None if number == 3 else f"rater{number}@example.se",
            own_number="17" if number == 3 else None,
            language=("sv", "en")[number % 2],
            workplace=("", "Norra skolan")[number % 2],
        )
        for number in sorted(numbers)
    )


@st.composite
def people_lists(draw: st.DrawFn) -> PeopleList:
    names = draw(st.sets(st.sampled_from(LEADERS)))
    return PeopleList(
        tuple(
            replace(
                leader(name, *draw(raters())),
                title=draw(st.sampled_from(["", "Rektor", "Enhetschef"])),
                coach_email=draw(st.sampled_from([None, "siv.ros@example.se"])),
                approver_email=draw(st.sampled_from([None, "chefen@example.se"])),
            )
            for name in sorted(names)
        )
    )


def changed_by(before: PeopleList, change: Difference) -> PeopleList:
    """Return the list that a difference makes of another one."""
    places = {
        place.key: place
        for one in before.leaders
        for place in (CampaignPlace(one), *(CampaignPlace(one, rater) for rater in one.raters))
    }
    for place in change.removed:
        del places[place.key]
    for place in (*change.added, *(one.place for one in change.changed)):
        places[place.key] = place
    raters = {
        place.leader.email: tuple(
            one.rater
            for one in places.values()
            if one.rater and one.leader.email == place.leader.email
        )
        for place in places.values()
    }
    return PeopleList(
        tuple(
            replace(one.leader, raters=raters[one.leader.email])
            for one in places.values()
            if one.rater is None
        )
    )


def as_set(people: PeopleList) -> set[tuple[LeaderEntry, frozenset[RaterEntry]]]:
    return {(replace(one, raters=()), frozenset(one.raters)) for one in people.leaders}


@given(people_lists(), people_lists())
def test_a_difference_applied_to_one_list_gives_the_other(
    before: PeopleList, after: PeopleList
) -> None:
    found = difference(before, after)

    assert as_set(changed_by(before, found)) == as_set(after)


@given(people_lists())
def test_a_list_differs_in_nothing_from_itself_in_another_order(people: PeopleList) -> None:
    turned = PeopleList(
        tuple(replace(one, raters=one.raters[::-1]) for one in people.leaders[::-1])
    )

    assert difference(people, turned).is_empty
    assert digest_of(people) == digest_of(turned)


@given(people_lists(), people_lists())
def test_an_addition_removes_nobody(before: PeopleList, after: PeopleList) -> None:
    found = difference(before, after.joined_to(before))

    assert found.removed == ()
    assert {place.key for place in difference(before, after).added} == {
        place.key for place in found.added
    }


@settings(max_examples=25, deadline=None)
@given(people_lists().filter(lambda people: people.leaders))
def test_what_is_written_is_read_back(people: PeopleList) -> None:
    people, survey = people.unified(), small_survey()

    for content in (people_csv(people, survey, "sv"), people_xlsx(people, survey, "en")):
        read = read_people_file(content, survey, leaders_may_be_alone=True).people

        assert as_set(read) == as_set(people)


@settings(
    max_examples=25,
    deadline=None,
    # Every example rolls back what it did, so the office stays as empty as it was given.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(people_lists(), people_lists())
def test_applying_does_what_the_difference_said(
    small_office: Office, before: PeopleList, after: PeopleList
) -> None:
    with small_office.database.session(writing=True) as session:
        campaign = _draft(session, before)
        stood = people_of(session, campaign)

        done = apply_people(session, campaign, after, seen=digest_of(stood), by=by())

        now = people_of(session, campaign)
        assert as_set(now) == as_set(after.keeping(stood))
        assert done == difference(stood, after.keeping(stood))
        assert difference(now, after.keeping(now)).is_empty
        session.rollback()


def test_applying_adds_changes_and_removes(office: Office) -> None:
    campaign_id = office.draft()
    karin, _ = PEOPLE.leaders
    nina = leader("Nina Vik", rater("Ida Lim"))
    moved = replace(karin.raters[0], group="peer")
    wanted = PeopleList((replace(karin, title="Rektor 2", raters=(moved, karin.raters[1])), nina))
    steps: list[str] = []

    done = _apply(office, campaign_id, wanted, on_step=steps.append)

    assert (len(done.added), len(done.changed), len(done.removed)) == (2, 2, 7)
    assert steps == list(STEPS)
    with office.database.reading() as session:
        campaign = session.get_one(Campaign, campaign_id)
        assert as_set(people_of(session, campaign)) == as_set(wanted.unified())
        assert invitation_of(session, campaign_id, "Nina Vik", "Nina Vik").group == "self"
        numbers = session.scalars(select(Rater.number)).all()
        assert len(set(numbers)) == 5
        # Whoever was only on the old list has left the register, too.
        assert session.scalar(select(Person).where(Person.email == address_of("Per Holm"))) is None


def test_who_stays_keeps_the_place_and_its_number(small_office: Office) -> None:
    campaign_id = small_office.draft()
    with small_office.database.reading() as session:
        before = rater_named(session, campaign_id, "Anna Berg").number

    _apply(small_office, campaign_id, PeopleList(PEOPLE.leaders[:1]))

    with small_office.database.reading() as session:
        assert rater_named(session, campaign_id, "Anna Berg").number == before


def test_an_empty_cell_changes_nothing(small_office: Office) -> None:
    campaign_id = small_office.draft()
    karin, olle = PEOPLE.leaders

    bare = replace(karin, title="", workplace="", coach_email=None)

    assert _apply(small_office, campaign_id, PeopleList((bare, olle))).is_empty


def test_codes_from_a_box_stay_with_a_leader_who_stays(small_office: Office) -> None:
    campaign_id = small_office.draft()
    with small_office.database.writing() as session:
        names = ("Karin Lund", "Olle Sand")
        subjects = [subject_named(session, campaign_id, name) for name in names]
        add_nameless(session, session.get_one(Campaign, campaign_id), subjects, "team", 4, by=by())

    _apply(small_office, campaign_id, PeopleList(PEOPLE.leaders[:1]))

    with small_office.database.reading() as session:
        boxes = nameless_of(session, session.get_one(Campaign, campaign_id))
        assert [(box.leader, box.count) for box in boxes] == [("Karin Lund", 4)]


def test_after_launch_no_list_is_taken(small_office: Office) -> None:
    campaign_id = small_office.opened()

    with pytest.raises(StateError):
        _apply(small_office, campaign_id, PEOPLE)


def test_a_thousand_leaders_are_put_in_within_seconds(small_office: Office) -> None:
    many = PeopleList(
        tuple(
            leader(
                f"Chef {number}",
                *(rater(f"Person {(number * 12 + n) % 9000}") for n in range(12)),
            )
            for number in range(1000)
        )
    )
    began = time.process_time()

    campaign_id = small_office.draft(many)

    assert time.process_time() - began < 8  # 1.7 s when it was written
    with small_office.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Invitation)) == 13_000
        assert small_office.state(campaign_id) is State.DRAFT


def _apply(
    office: Office,
    campaign_id: UUID,
    people: PeopleList,
    on_step: Callable[[str], None] = lambda _: None,
) -> Difference:
    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        return put_people(session, campaign, people, on_step=on_step)


def _draft(session: Session, people: PeopleList) -> Campaign:
    department = find_or_add_department(session, "Barn och utbildning", by=by())
    programme = create_programme(session, department, "Ledare", "small", by=by())
    return create_campaign(
        session,
        programme,
        small_survey(),
        name="Våg 1",
        last_day=LAST_DAY,
        people=people,
        by=by(MONDAY),
    )
