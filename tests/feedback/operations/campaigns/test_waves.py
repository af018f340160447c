"""Waves of a programme: begun from another, rehearsed, made real, and leaders moved on."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.errors import InputError, StateError
from feedback.jobs import Duty
from feedback.models import Campaign, Programme, State, StoredRelease, Subject
from feedback.operations.campaigns.arranging import arrange, arrangement_of, choose_survey
from feedback.operations.campaigns.moving import move_leader
from feedback.operations.campaigns.programmes import change_programme
from feedback.operations.campaigns.waves import Taken, copy_wave, later_waves, make_real
from feedback.operations.coaching.sharing_out import share_out_coaches
from feedback.operations.ledger import LEADER_MOVED
from feedback.operations.people.people_list import PeopleList
from feedback.operations.people.present import people_of
from tests.acting import by, noon_of
from tests.factories import small_survey
from tests.feedback.office import PEOPLE, body_of, leader, rater, subject_named

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.office import Office

SPRING = date(2027, 4, 30)
NOBODY = PeopleList(())
TODAY = date(2026, 11, 23)


def _copy(office: Office, source: UUID, taken: Taken) -> UUID:
    with office.database.writing() as session:
        campaign = session.get_one(Campaign, source)
        return copy_wave(
            session, campaign, name="Våg 2", last_day=SPRING, taken=taken, by=by(office.now)
        ).id


def _rearrange(office: Office, campaign_id: UUID, **changes: object) -> None:
    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        wanted = replace(arrangement_of(campaign), **changes)  # type: ignore[arg-type] # as given
        arrange(session, campaign, wanted, by=by(noon_of(TODAY)))


def test_a_new_wave_takes_over_how_the_other_was_arranged(small_office: Office) -> None:
    first = small_office.draft()
    _rearrange(small_office, first, k=4, policy="drop", reminder_days=(10, 2), purpose="Att lära.")

    second = _copy(small_office, first, Taken.NOBODY)

    with small_office.database.reading() as session:
        made = arrangement_of(session.get_one(Campaign, second))
        assert people_of(session, session.get_one(Campaign, second)).leaders == ()
    assert (made.name, made.last_day) == ("Våg 2", SPRING)
    assert (made.k, made.policy, made.purpose) == (4, "drop", "Att lära.")
    assert made.reminder_days == (10, 2)


def test_a_new_wave_may_take_the_leaders_without_their_raters(small_office: Office) -> None:
    second = _copy(small_office, small_office.draft(), Taken.LEADERS)

    with small_office.database.reading() as session:
        leaders = people_of(session, session.get_one(Campaign, second)).leaders
    assert [leader.name for leader in leaders] == ["Karin Lund", "Olle Sand"]
    assert [leader.raters for leader in leaders] == [(), ()]
    assert leaders[0].coach_email == PEOPLE.leaders[0].coach_email


def test_a_campaign_is_arranged_with_every_fault_at_once(small_office: Office) -> None:
    small_office.draft(name="Våg 0")
    campaign_id = small_office.draft()

    with pytest.raises(InputError) as refused:
        _rearrange(
            small_office,
            campaign_id,
            name="Våg 0",
            k=2,
            last_day=date(2026, 11, 1),
            reminder_days=(1, 2, 3, 4, 5, 99),
            rehearsal_address="hr@",
            purpose=" ",
        )

    assert len(refused.value.faults) == 7


def test_what_was_launched_is_not_arranged_anew(small_office: Office) -> None:
    campaign_id = small_office.asked()

    with pytest.raises(StateError):
        _rearrange(small_office, campaign_id, reminder_days=(2,))


def test_a_survey_without_a_group_in_use_is_refused(small_office: Office) -> None:
    campaign_id = small_office.draft()
    survey = small_survey()
    without = survey.model_copy(
        update={"groups": tuple(group for group in survey.groups if group.key != "peer")}
    )

    with small_office.database.writing() as session, pytest.raises(InputError, match="peer"):
        choose_survey(session, session.get_one(Campaign, campaign_id), without, by=by())


def test_every_mail_of_a_rehearsal_goes_to_whoever_rehearses(office: Office) -> None:
    campaign_id = office.draft()
    _rearrange(office, campaign_id, rehearsal_address="hr@example.se")
    office.now = office.now.replace(hour=10)
    with office.database.writing() as session:
        session.get_one(Campaign, campaign_id).state = State.LAUNCHING
    office.worker.do(Duty.LAUNCH, campaign_id)
    office.worker.send()

    mails = office.outbox()

    assert len(mails) == len(PEOPLE.people)
    assert {str(mail["To"]) for mail in mails} == {"hr@example.se"}
    assert all(str(mail["Subject"]).startswith("ÖVNING, till ") for mail in mails)
    assert any("anna.berg@example.se" in str(mail["Subject"]) for mail in mails)


def test_a_rehearsal_is_made_real_with_the_same_people(small_office: Office) -> None:
    campaign_id = small_office.draft()
    _rearrange(small_office, campaign_id, rehearsal_address="hr@example.se")

    with small_office.database.writing() as session:
        rehearsal = session.get_one(Campaign, campaign_id)
        made = make_real(
            session, rehearsal, name="På riktigt", last_day=SPRING, by=by(small_office.now)
        )
        listed = people_of(session, made), people_of(session, rehearsal)

    assert not made.is_rehearsal
    assert made.rehearsal_address is None
    assert listed[0] == listed[1]


def test_a_leader_moved_from_a_draft_leaves_no_trace_there(small_office: Office) -> None:
    first, second = small_office.draft(), small_office.draft(name="Våg 2", people=NOBODY)

    _move(small_office, first, second)

    with small_office.database.reading() as session:
        here, there = (
            people_of(session, session.get_one(Campaign, one)) for one in (first, second)
        )
    assert [leader.name for leader in here.leaders] == ["Olle Sand"]
    assert [leader.name for leader in there.leaders] == ["Karin Lund"]
    assert len(there.leaders[0].raters) == len(PEOPLE.leaders[0].raters)
    assert small_office.mails() == []


def test_a_leader_moved_from_an_open_campaign_is_told_of_once_and_to_all(office: Office) -> None:
    first, second = office.opened(), office.draft(name="Våg 2", people=NOBODY)
    office.worker.send()
    office.empty_outbox()

    _move(office, first, second)
    office.worker.send()

    told = [mail for mail in office.mails() if mail.kind == LEADER_MOVED]
    assert len(told) == len(PEOPLE.leaders[0].raters) + 1
    assert "Våg 2" in body_of(office.mail_to("Dan Frid"))
    assert "/s/" not in body_of(office.mail_to("Dan Frid"))


def test_no_release_is_made_about_a_leader_who_was_moved(office: Office) -> None:
    first, second = office.opened(), office.draft(name="Våg 2", people=NOBODY)
    _move(office, first, second)

    office.worker.do(Duty.CLOSE, first)

    with office.database.reading() as session:
        shown = session.scalars(
            select(Subject).join(StoredRelease, StoredRelease.subject_id == Subject.id)
        ).all()
        names = [subject.person.name for subject in shown]
    assert names == ["Olle Sand"]


def test_a_leader_is_moved_to_a_draft_of_the_same_programme_only(small_office: Office) -> None:
    first = small_office.opened()
    open_too = small_office.opened(name="Våg 2")

    with small_office.database.reading() as session:
        assert later_waves(session, session.get_one(Campaign, first)) == []
    with pytest.raises(InputError, match="launched already"):
        _move(small_office, first, open_too)


def test_a_programme_changes_for_the_campaigns_to_come(small_office: Office) -> None:
    campaign_id = small_office.draft()

    with small_office.database.writing() as session:
        programme = session.scalars(select(Programme)).one()
        change_programme(
            session,
            programme,
            name="Chefer",
            survey_id="small",
            purpose="Att lära.",
            k=5,
            policy="drop",
            coaches=" Siv.Ros@example.se \n\nsiv.ros@example.se\nbo.ek@example.se",
            by=by(),
        )

    with small_office.database.reading() as session:
        kept = session.scalars(select(Programme)).one()
        assert session.get_one(Campaign, campaign_id).k == 3
        assert (kept.survey_id, len(kept.instruments)) == ("small", 1)
    assert (kept.name, kept.k) == ("Chefer", 5)
    assert kept.coaches == ("siv.ros@example.se", "bo.ek@example.se")


@pytest.mark.parametrize(
    ("usual", "others", "asked"),
    [
        ("linkoping", ["team"], ["linkoping", "team"]),
        ("team", ["team", "small"], ["team", "small"]),
        ("team", [], ["team"]),
    ],
)
def test_a_programme_asks_what_was_chosen_last_the_usual_survey_first(
    small_office: Office, usual: str, others: list[str], asked: list[str]
) -> None:
    small_office.draft()
    for first, behind in (("small", ["team"]), (usual, others)):
        with small_office.database.writing() as session:
            programme = session.scalars(select(Programme)).one()
            kept = {"name": programme.name, "purpose": programme.purpose, "policy": "merge"}
            change_programme(
                session,
                programme,
                survey_id=first,
                other_surveys=behind,
                k=3,
                by=by(),
                **kept,
            )

    with small_office.database.reading() as session:
        programme = session.scalars(select(Programme)).one()
        assert programme.survey_id == usual
        assert [one.survey_id for one in programme.instruments] == asked


def _move(office: Office, first: UUID, second: UUID) -> None:
    with office.database.writing() as session:
        karin = subject_named(session, first, "Karin Lund")
        move_leader(session, karin, session.get_one(Campaign, second), by=by(office.now))


def test_leaders_without_a_coach_are_shared_out_evenly(small_office: Office) -> None:
    leaders = tuple(leader(f"Chef{n} Lund", rater("Anna Berg")) for n in range(4))
    coached = leader("Karin Lund", rater("Anna Berg"), coach="Siv Ros")
    campaign_id = small_office.draft(PeopleList((coached, *leaders)))

    with small_office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        # The first leader coaches others too, and never themself.
        campaign.programme.coaches = ("siv.ros@example.se", "chef0.lund@example.se")
        shared = share_out_coaches(session, campaign, by=by())
        coaches = {
            one.person.name: one.coach.email if one.coach else "" for one in campaign.subjects
        }

    assert shared == 4
    assert coaches["Karin Lund"] == coaches["Chef0 Lund"] == "siv.ros@example.se"
    assert Counter(coaches.values()) == {"siv.ros@example.se": 2, "chef0.lund@example.se": 3}
