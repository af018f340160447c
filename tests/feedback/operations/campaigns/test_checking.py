"""Before launch and on the way an organiser hears what will go wrong, and of no answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from feedback.mail.hours import MailHours
from feedback.models import Campaign, Person, State
from feedback.operations.campaigns.checking import check_campaign
from feedback.operations.campaigns.forecasting import fate_of_small
from feedback.operations.campaigns.mail_plan import mail_plan
from feedback.operations.people.people_list import PeopleList, RaterEntry
from reports.policy import DisclosurePolicy
from tests.feedback.office import address_of, leader, rater

if TYPE_CHECKING:
    from uuid import UUID

    from feedback.operations.campaigns.checking import LaunchCheck
    from reports.policy import Policy
    from tests.feedback.office import Office

STOCKHOLM = ZoneInfo("Europe/Stockholm")
OWN = ("example.se",)


def _entry(address: str, name: str = "", group: str = "team") -> RaterEntry:
    return RaterEntry(name=name or address, group=group, email=address)


def _check(office: Office, campaign_id: UUID, *, own: tuple[str, ...] = OWN) -> LaunchCheck:
    with office.database.reading() as session:
        campaign = session.get_one(Campaign, campaign_id)
        return check_campaign(session, campaign, own_domains=own, today=date(2026, 11, 23))


@pytest.mark.parametrize(
    ("sizes", "policy", "fates"),
    [
        ({"peer": 2, "team": 5, "other": 4}, "merge", {"peer": ("other",)}),
        ({"peer": 2, "team": 5, "other": 4}, "drop", {"peer": ()}),
        ({"peer": 2, "team": 5, "other": 1}, "merge", {"peer": ("other",), "other": ("peer",)}),
        (
            {"peer": 1, "team": 4, "other": 1},
            "merge",
            {"peer": ("team", "other"), "other": ("team", "peer")},
        ),
        ({"peer": 1, "team": 0, "other": 1}, "merge", {"peer": (), "other": ()}),
        ({"peer": 3, "team": 4, "other": 0}, "merge", {}),
    ],
)
def test_a_forecast_names_what_a_small_group_is_shown_with(
    sizes: dict[str, int], policy: Policy, fates: dict[str, tuple[str, ...]]
) -> None:
    assert fate_of_small(sizes, DisclosurePolicy(policy=policy)) == fates


def test_a_small_group_is_told_with_what_becomes_of_it(small_office: Office) -> None:
    people = PeopleList(
        (leader("Karin Lund", *(rater(f"Bo{n} Ek") for n in range(4)), rater("Dan Frid", "peer")),)
    )
    campaign_id = small_office.draft(people)

    (group,) = _check(small_office, campaign_id).small

    assert (group.leader, group.group, group.invited) == ("Karin Lund", "peer", 1)
    assert group.joins == ("team",)


def test_odd_and_foreign_addresses_are_told_apart(small_office: Office) -> None:
    people = PeopleList(
        (
            leader(
                "Karin Lund",
                *(_entry(f"p{n}@example.se") for n in range(5)),
                _entry("bo@exampel.se"),
                _entry("liv@konsult.test"),
                _entry("siv@skola.example.se"),
            ),
        )
    )

    check = _check(small_office, small_office.draft(people))

    assert [(odd.who.address, odd.guess) for odd in check.odd] == [
        ("bo@exampel.se", "bo@example.se")
    ]
    assert [one.address for one in check.outside] == ["bo@exampel.se", "liv@konsult.test"]


def test_nobody_is_outside_where_no_domain_is_set(small_office: Office) -> None:
    check = _check(small_office, small_office.draft(), own=())

    assert check.outside == ()


def test_two_of_one_name_stand_with_workplace_and_address(small_office: Office) -> None:
    people = PeopleList(
        (leader("Karin Lund", _entry("anna@example.se", "Anna Berg"), rater("Anna  Berg")),)
    )
    campaign_id = small_office.draft(people)
    with small_office.database.writing() as session:
        found = session.scalars(select(Person).where(Person.email == "anna@example.se")).one()
        found.workplace_name = "Norra köket"

    (same,) = _check(small_office, campaign_id).namesakes

    assert [(one.workplace, one.address) for one in same] == [
        ("", address_of("Anna  Berg")),
        ("Norra köket", "anna@example.se"),
    ]


def test_whoever_is_often_asked_is_counted_over_all_waves(small_office: Office) -> None:
    leaders = tuple(leader(f"Chef{n} Lund", rater("Anna Berg"), rater("Bo Ek")) for n in range(3))
    small_office.draft(PeopleList(leaders), name="Våg 1")
    more = PeopleList(tuple(leader(f"Chef{n} Ros", rater("Anna Berg")) for n in range(3)))
    second = small_office.draft(more, name="Våg 2")

    busy = _check(small_office, second).busy

    assert [(one.who.name, one.tasks) for one in busy] == [("Anna Berg", 6)]


def test_a_leader_whom_two_campaigns_ask_about_is_named(small_office: Office) -> None:
    karin = PeopleList((leader("Karin Lund", rater("Anna Berg")),))
    both = PeopleList((*karin.leaders, leader("Olle Sand", rater("Bo Ek"))))
    small_office.opened(karin, name="Våg 1")
    second = small_office.draft(both, name="Våg 2")

    again = _check(small_office, second).again

    assert [(one.leader, one.campaign) for one in again] == [("Karin Lund", "Våg 1")]


@pytest.mark.parametrize(("days", "names"), [(59, ["Karin Lund"]), (61, [])])
def test_a_leader_may_be_asked_about_again_once_answers_are_forgotten(
    small_office: Office, days: int, names: list[str]
) -> None:
    karin = PeopleList((leader("Karin Lund", rater("Anna Berg")),))
    first = small_office.opened(karin, name="Våg 1")
    second = small_office.draft(karin, name="Våg 2")
    with small_office.database.writing() as session:
        found = session.get_one(Campaign, first)
        found.state = State.CLOSED
        found.closed_at = small_office.now - timedelta(days=days)

    assert [one.leader for one in _check(small_office, second).again] == names


def test_nothing_to_launch_is_told_as_a_fault(small_office: Office) -> None:
    check = _check(small_office, small_office.draft(PeopleList(())))

    assert not check.is_ready
    assert [str(fault) for fault in check.faults] == ["The campaign has no leaders."]


def test_the_plan_keeps_working_hours_and_the_campaigns_own_reminders(
    small_office: Office,
) -> None:
    people = PeopleList((leader("Karin Lund", *(rater(f"Bo{n} Ek") for n in range(30))),))
    campaign_id = small_office.draft(people)
    friday_evening = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)

    with small_office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        campaign.reminder_days = (5, 0)
        plan = mail_plan(
            session,
            campaign,
            now=friday_evening,
            hours=MailHours.from_text("08-16", STOCKHOLM),
            per_minute=30,
            zone=STOCKHOLM,
        )

    monday = datetime(2026, 11, 23, 8, 0, tzinfo=STOCKHOLM)
    assert (plan.first, plan.first_at) == (20, monday)
    assert (plan.rest, plan.rest_at) == (11, monday + timedelta(hours=1))
    assert plan.reminders == [date(2026, 11, 27), date(2026, 12, 4)]
    assert plan.closes_at == datetime(2026, 12, 5, 3, 0, tzinfo=STOCKHOLM)
