"""A leader is taken along to another campaign: who is asked goes along, and nobody twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.models import Campaign, Rater
from feedback.operations.people.nameless import add_nameless
from feedback.operations.people.people_list import PeopleList
from feedback.operations.people.raters import withdraw_rater
from feedback.operations.people.taking_along import take_along
from tests.acting import by
from tests.factories import tasks_about
from tests.feedback.office import PEOPLE, leader, rater, rater_named, subject_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from feedback.models import Invitation
    from tests.feedback.office import Office

NOBODY = PeopleList(())


def test_everybody_who_is_asked_goes_along_with_a_number_of_their_own(office: Office) -> None:
    first, second = office.draft(), office.draft(NOBODY, name="Våg 2")

    _take_karin(office, first, second)

    assert _asked(office, second) == _asked(office, first)
    assert set(_numbers(office, second).values()).isdisjoint(_numbers(office, first).values())


def test_the_place_there_knows_what_was_known_here(office: Office) -> None:
    first, second = office.draft(), office.draft(NOBODY, name="Våg 2")

    _take_karin(office, first, second)

    with office.database.reading() as session:
        place = subject_named(session, second, "Karin Lund")
        assert (place.title, place.workplace_name) == ("Rektor", "Norra skolan")
        assert place.coach is not None
        assert place.coach.email == "siv.ros@example.se"


def test_whoever_has_a_place_there_keeps_its_number_and_its_language(office: Office) -> None:
    there = PeopleList((leader("Nina Vik", rater("Anna Berg", language="en")),))
    first, second = office.draft(), office.draft(there, name="Våg 2")
    before = _numbers(office, second)

    _take_karin(office, first, second)

    with office.database.reading() as session:
        assert rater_named(session, second, "Anna Berg").language == "en"
    assert _numbers(office, second)["Anna Berg"] == before["Anna Berg"]


def test_a_leader_who_is_there_already_keeps_what_is_unknown_here(office: Office) -> None:
    karin = leader("Karin Lund", rater("Dan Frid", "peer"), rater("Eva Holm"), coach="Bo Ek")
    without_coach = PeopleList((leader("Karin Lund", rater("Dan Frid")),))
    first = office.draft(without_coach)
    second = office.draft(PeopleList((karin,)), name="Våg 2")

    _take_karin(office, first, second)

    assert _asked(office, second) == {
        "Karin Lund": "self",
        "Dan Frid": "team",  # as here
        "Eva Holm": "team",
    }
    with office.database.reading() as session:
        coach = subject_named(session, second, "Karin Lund").coach
        assert coach is not None
        assert coach.email == "bo.ek@example.se"


def test_who_was_withdrawn_and_codes_stay_behind(office: Office) -> None:
    first, second = office.opened(), office.draft(NOBODY, name="Våg 2")
    with office.database.writing() as session:
        karin = subject_named(session, first, "Karin Lund")
        add_nameless(session, karin.campaign, [karin], "team", 2, by=by())
        withdraw_rater(session, _task_of(tasks_about(karin), "Per Holm"), by=by())

    _take_karin(office, first, second)

    asked = _asked(office, second)
    assert "Per Holm" not in asked
    assert len(asked) == len(PEOPLE.leaders[0].raters)  # the leader in the place of Per Holm


def _take_karin(office: Office, first: UUID, second: UUID) -> None:
    with office.database.writing() as session:
        karin = subject_named(session, first, "Karin Lund")
        take_along(session, karin, session.get_one(Campaign, second))


def _asked(office: Office, campaign_id: UUID) -> dict[str, str]:
    """Return everybody who is asked about Karin Lund, and as what."""
    with office.database.reading() as session:
        tasks = tasks_about(subject_named(session, campaign_id, "Karin Lund"))
        return {_name(one.rater): one.group for one in tasks}


def _numbers(office: Office, campaign_id: UUID) -> dict[str, int]:
    with office.database.reading() as session:
        raters = session.scalars(select(Rater).where(Rater.campaign_id == campaign_id))
        return {_name(one): one.number for one in raters}


def _task_of(tasks: Sequence[Invitation], name: str) -> Invitation:
    return next(one for one in tasks if _name(one.rater) == name)


def _name(rater: Rater) -> str:
    return rater.person.name if rater.person else ""
