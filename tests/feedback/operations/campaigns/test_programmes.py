"""A campaign is made whole or not at all, and what raters are told is frozen at launch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from feedback.errors import InputError, StateError
from feedback.models import (
    Campaign,
    Department,
    Invitation,
    Person,
    Programme,
    Rater,
    State,
    Subject,
)
from feedback.operations.campaigns.arranging import arrange, arrangement_of, choose_survey
from feedback.operations.campaigns.programmes import (
    campaigns_of,
)
from feedback.operations.people.people_list import PeopleList, RaterEntry
from surveys.loader import survey_from_json
from tests.acting import by
from tests.factories import small_survey
from tests.feedback.office import address_of, leader, rater, rater_named, subject_named

if TYPE_CHECKING:
    from tests.feedback.office import Office


def test_each_leader_is_asked_about_themself_without_being_listed(office: Office) -> None:
    campaign_id = office.draft()

    with office.database.reading() as session:
        own = session.scalars(
            select(Person.email)
            .join(Rater, Rater.person_id == Person.id)
            .join(Invitation, Invitation.rater_id == Rater.id)
            .join(Subject, Subject.id == Invitation.subject_id)
            .where(Invitation.group == "self", Subject.person_id == Person.id)
            .where(Subject.campaign_id == campaign_id)
        ).all()
    assert sorted(filter(None, own)) == [address_of("Karin Lund"), address_of("Olle Sand")]


def test_somebody_who_rates_two_leaders_has_one_link(small_office: Office) -> None:
    campaign_id = small_office.draft()

    with small_office.database.reading() as session:
        anna = rater_named(session, campaign_id, "Anna Berg")
        assert len(anna.invitations) == 2
        assert anna.link_version == 1


def test_a_coach_gets_no_link(small_office: Office) -> None:
    campaign_id = small_office.draft()

    with small_office.database.reading() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        assert karin.coach is not None
        assert karin.coach.name == "Siv Ros"
        coaching = select(Rater).where(Rater.person_id == karin.coach_id)
        assert session.scalar(coaching) is None


def test_raters_without_an_address_are_known_by_their_number(office: Office) -> None:
    slip = RaterEntry(name="Mona Vik", group="team", own_number="17")

    campaign_id = office.draft(PeopleList((leader("Karin Lund", slip),)))

    with office.database.reading() as session:
        person = session.scalars(select(Person).where(Person.own_number == "17")).one()
        assert person.email is None
        assert session.scalar(
            select(Rater).where(Rater.campaign_id == campaign_id, Rater.person_id == person.id)
        )


def test_the_same_people_in_a_second_wave_are_the_same_persons(office: Office) -> None:
    office.draft(name="Våg 1")
    with office.database.reading() as session:
        before = session.scalar(select(func.count()).select_from(Person))

    office.draft(name="Våg 2")

    with office.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == before


def test_raters_numbers_follow_no_order(small_office: Office) -> None:
    team = tuple(rater(f"Person {number:02}") for number in range(30))

    campaign_id = small_office.draft(PeopleList((leader("Karin Lund", *team),)))

    with small_office.database.reading() as session:
        numbers = [rater_named(session, campaign_id, entry.name).number for entry in team]
    assert numbers != sorted(numbers)
    assert len({number >> 30 for number in numbers}) > 20


def test_k_policy_and_purpose_are_the_programmes_unless_given(small_office: Office) -> None:
    given = small_office.draft(name="Egen", k=5, policy="drop", purpose="Bara lärande.")
    inherited = small_office.draft(name="Ärvd")

    with small_office.database.reading() as session:
        own, other = session.get_one(Campaign, given), session.get_one(Campaign, inherited)
        assert (own.k, own.policy, own.purpose) == (5, "drop", "Bara lärande.")
        assert (other.k, other.policy) == (3, "merge")
        assert other.purpose == other.programme.purpose


def test_every_fault_of_a_campaign_is_told_at_once(small_office: Office) -> None:
    with pytest.raises(InputError) as caught:
        small_office.draft(name=" ", k=2, policy="hide", last_day=date(2026, 11, 1))

    assert len(caught.value.faults) == 4


def test_a_name_is_used_once_in_a_programme(small_office: Office) -> None:
    small_office.draft(name="Våg 1")

    with pytest.raises(InputError, match="already a campaign"):
        small_office.draft(name="Våg 1")


def test_nothing_is_kept_of_a_campaign_that_could_not_be_made(office: Office) -> None:
    with pytest.raises(InputError):
        office.draft(k=99)  # its department and its programme were made in the same transaction

    with office.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Programme)) == 0
        assert session.scalar(select(func.count()).select_from(Department)) == 0


def test_survey_k_policy_and_purpose_change_until_launch(small_office: Office) -> None:
    campaign_id = small_office.draft()

    with small_office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        wanted = replace(arrangement_of(campaign), k=4, purpose="Lärande.")
        arrange(session, campaign, wanted, by=by(small_office.now))
        choose_survey(session, campaign, small_survey(layout="one-page"), by=by())

    with small_office.database.reading() as session:
        campaign = session.get_one(Campaign, campaign_id)
        assert survey_from_json(campaign.survey_json).layout == "one-page"
        assert (campaign.k, campaign.purpose) == (4, "Lärande.")


@pytest.mark.parametrize("change", [{"k": 4}, {"policy": "drop"}, {"purpose": "Lön."}], ids=str)
def test_what_raters_were_told_is_frozen_at_launch(
    small_office: Office, change: dict[str, Any]
) -> None:
    campaign_id = small_office.opened()

    with small_office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        wanted = replace(arrangement_of(campaign), **change)
        with pytest.raises(StateError):
            arrange(session, campaign, wanted, by=by(small_office.now))


def test_the_survey_is_frozen_at_launch(small_office: Office) -> None:
    campaign_id = small_office.opened()

    with small_office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        with pytest.raises(StateError):
            choose_survey(session, campaign, small_survey(layout="one-page"), by=by())


@pytest.mark.parametrize(
    ("field", "value"),
    [("k", 4), ("policy", "drop"), ("purpose", "Lön."), ("survey_json", "{}")],
)
def test_no_code_at_all_can_change_it_after_launch(
    small_office: Office, field: str, value: object
) -> None:
    campaign_id = small_office.opened()

    with small_office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        with pytest.raises(StateError, match="frozen"):
            setattr(campaign, field, value)


@pytest.mark.parametrize(("field", "value"), [("k", 2), ("k", 11), ("policy", "hide")])
def test_the_database_refuses_a_faulty_k_or_policy(
    office: Office, field: str, value: object
) -> None:
    campaign_id = office.draft()

    with office.database.session(writing=True) as session:
        setattr(session.get_one(Campaign, campaign_id), field, value)
        with pytest.raises(IntegrityError, match=f"ck_campaign_{field}"):
            session.flush()


def test_the_database_refuses_an_open_campaign_without_a_key(office: Office) -> None:
    campaign_id = office.draft()

    with office.database.session(writing=True) as session:
        session.get_one(Campaign, campaign_id).state = State.OPEN
        with pytest.raises(IntegrityError, match="ck_campaign_open_has_a_key"):
            session.flush()


def test_campaigns_are_listed_for_the_departments_asked_for(small_office: Office) -> None:
    small_office.draft()

    with small_office.database.reading() as session:
        (campaign,) = campaigns_of(session)
        assert campaigns_of(session, department_ids={campaign.programme.department_id}) == [
            campaign
        ]
        assert campaigns_of(session, department_ids=set()) == []
