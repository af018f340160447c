"""What the tables of a programme refuse, whoever writes them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from feedback.models import (
    Campaign,
    Cohort,
    CourseModule,
    CourseOccasion,
    Initiative,
    Membership,
    Person,
    Programme,
    Subject,
    Team,
    TeamMember,
    Workplace,
)
from feedback.operations.people.people_list import LeaderEntry, PeopleList
from tests.factories import person

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from feedback.models import Base
    from tests.feedback.office import Office

DAY = date(2026, 10, 14)
Row = TypeVar("Row", bound="Base")


class Place:
    """A programme with one of each thing, in an open session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.campaign = session.scalars(select(Campaign)).one()
        self.programme = session.scalars(select(Programme)).one()
        self.karin = session.scalars(select(Person).join(Subject.person)).one()
        self.olle = person(session, "olle@example.se")
        self.team = self.add(Team(programme_id=self.programme.id, name="Ledningsgruppen"))
        self.cohort = self.add(Cohort(programme_id=self.programme.id, name="Våg 1"))
        self.workplace = self.add(
            Workplace(programme_id=self.programme.id, code="1", name="Skola", path="Skola")
        )
        module = self.add(CourseModule(programme_id=self.programme.id, name="Klar ledare"))
        self.occasion = self.add(CourseOccasion(module=module, cohort=self.cohort, day=DAY))

    def add(self, row: Row) -> Row:
        """Write a row at once."""
        self.session.add(row)
        self.session.flush()
        return row

    def elsewhere(self) -> Programme:
        """Return another programme."""
        other = Programme(department=self.programme.department, name="Annat", purpose="Att lära.")
        return self.add(other)


@pytest.fixture
def refused(office: Office) -> Callable[[Callable[[Place], Base]], bool]:
    """Tell whether the database refuses a row."""
    office.draft(PeopleList((LeaderEntry("karin.lund@example.se", "Karin Lund"),)))

    def is_refused(row: Callable[[Place], Base]) -> bool:
        with office.database.writing() as session:
            place = Place(session)
            try:
                place.add(row(place))
            except IntegrityError:
                return True
            finally:
                session.rollback()
        return False

    return is_refused


EACH = {
    "team": lambda at: Subject(campaign=at.campaign, kind="team", name="L", team=at.team),
    "workplace": lambda at: Subject(
        campaign=at.campaign, kind="unit", name="Skola", workplace=at.workplace
    ),
    "occasion": lambda at: Subject(
        campaign=at.campaign, kind="event", name="Klar ledare", occasion=at.occasion
    ),
}
REFUSED = {
    "a subject that is nothing": lambda at: Subject(campaign=at.campaign, kind="team", name="L"),
    "a subject that is two things": lambda at: Subject(
        campaign=at.campaign, person=at.olle, team=at.team
    ),
    "a team of one name": lambda at: Team(programme_id=at.programme.id, name="Ledningsgruppen"),
    "a member who leaves before they came": lambda at: TeamMember(
        team=at.team, person=at.olle, first_day=DAY, last_day=date(2026, 10, 13)
    ),
    "a cohort that ends before it begins": lambda at: Cohort(
        programme_id=at.programme.id, name="Våg 2", begins_on=DAY, ends_on=date(2026, 1, 1)
    ),
    "a member of another programme's cohort": lambda at: Membership(
        programme_id=at.elsewhere().id, cohort_id=at.cohort.id, person=at.olle
    ),
    "a workplace of one code": lambda at: Workplace(
        programme_id=at.programme.id, code="1", name="Vård", path="Vård"
    ),
    "a workplace under another programme's": lambda at: Workplace(
        programme_id=at.elsewhere().id, parent_id=at.workplace.id, code="2", name="V", path="V"
    ),
    "an occasion twice": lambda at: CourseOccasion(
        module=at.occasion.module, cohort=at.cohort, day=DAY
    ),
    "an initiative that stands nowhere": lambda at: Initiative(
        programme_id=at.programme.id, title="Nya möten", status="glömd", status_on=DAY
    ),
}


@pytest.mark.parametrize("name", EACH)
def test_a_subject_is_a_team_a_workplace_or_an_occasion(
    refused: Callable[[Callable[[Place], Base]], bool], name: str
) -> None:
    assert not refused(EACH[name])


@pytest.mark.parametrize("name", EACH)
def test_a_campaign_asks_once_about_each(
    refused: Callable[[Callable[[Place], Base]], bool], name: str
) -> None:
    def again(at: Place) -> Base:
        at.add(EACH[name](at))
        return EACH[name](at)

    assert refused(again)


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused(
    refused: Callable[[Callable[[Place], Base]], bool], name: str
) -> None:
    assert refused(REFUSED[name])


@pytest.mark.parametrize(("left", "is_refused"), [(None, True), (DAY, False)])
def test_a_team_has_one_head_at_a_time(
    refused: Callable[[Callable[[Place], Base]], bool],
    left: date | None,
    is_refused: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    def next_head(at: Place) -> Base:
        first = {"first_day": DAY, "is_head": True}
        at.add(TeamMember(team=at.team, person=at.karin, last_day=left, **first))
        return TeamMember(team=at.team, person=at.olle, **first)

    assert refused(next_head) is is_refused


def test_who_comes_back_to_a_team_was_there_twice(
    refused: Callable[[Callable[[Place], Base]], bool],
) -> None:
    def back(at: Place) -> Base:
        at.add(TeamMember(team=at.team, person=at.olle, first_day=DAY, last_day=DAY))
        return TeamMember(team=at.team, person=at.olle, first_day=DAY)

    def twice(at: Place) -> Base:
        at.add(back(at))
        return TeamMember(team=at.team, person=at.olle, first_day=DAY)

    assert not refused(back)
    assert refused(twice)


def test_somebody_is_put_once_into_a_programme(
    refused: Callable[[Callable[[Place], Base]], bool],
) -> None:
    def into_two(at: Place) -> Base:
        later = at.add(Cohort(programme_id=at.programme.id, name="Våg 2"))
        at.add(Membership(programme_id=at.programme.id, cohort=at.cohort, person=at.olle))
        return Membership(programme_id=at.programme.id, cohort=later, person=at.olle)

    assert refused(into_two)
