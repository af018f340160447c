"""A launch asks a team's members as of its day; they and nobody else are whom the report is for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.errors import InputError
from feedback.jobs import Duty
from feedback.models import (
    Campaign,
    Invitation,
    Mail,
    Person,
    Rater,
    Subject,
    SubjectReader,
)
from feedback.operations.campaigns.lifecycle import cancel
from feedback.operations.campaigns.tables import first_leader, listed_leaders
from feedback.operations.coaching.telling import tell_leader
from feedback.operations.ledger import COACH_NAMED
from feedback.operations.people.forgetting import forget_unnamed
from feedback.operations.people.own_data import everything_about
from feedback.operations.results.sharing import share_with_leader
from feedback.operations.retention.kinds import KINDS, RELEASES
from feedback.operations.rights.accounts import account_for, create_account
from feedback.operations.rights.relations import coached_subjects, find_subject
from feedback.operations.rights.subjects import leads, may_read, may_read_as_leader
from feedback.operations.subjects import called
from surveys.loader import parse_survey
from tests.acting import by
from tests.feedback.office import body_of
from tests.feedback.teams import BO, KARIN, OLLE, TEXT, about_teams, launch, write

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tests.feedback.office import Office

NO_HEAD = parse_survey(TEXT.replace("head", "manager"))
AUTUMN = date(2026, 10, 1)
SIV = "Skola; Siv Ros; siv.ros@example.se\n"


def readers_of(office: Office) -> list[str]:
    """Return whom any report is for, by name."""
    with office.database.reading() as session:
        people = select(Person.name).join(SubjectReader).order_by(Person.name)
        return list(session.scalars(people))


def asked(session: Session, campaign_id: UUID) -> set[tuple[str, str, str]]:
    """Return who is asked about which team, in which group."""
    rows = session.execute(
        select(Subject.name, Person.name, Invitation.group)
        .join(Invitation, Invitation.subject_id == Subject.id)
        .join(Invitation.rater)
        .join(Rater.person)
        .where(Subject.campaign_id == campaign_id)
    )
    return {(row[0], row[1], row[2]) for row in rows}


def test_a_launch_asks_the_members_of_its_day_the_head_as_such(office: Office) -> None:
    campaign_id = about_teams(office)
    write(office, campaign_id, KARIN + OLLE + BO, AUTUMN)
    write(office, campaign_id, KARIN + SIV + BO, office.now.date())

    launch(office, campaign_id)

    with office.database.reading() as session:
        assert asked(session, campaign_id) == {
            ("Skola", "Karin Lund", "head"),
            ("Skola", "Siv Ros", "member"),
            ("Vård", "Bo Ek", "member"),
        }
    assert len(office.mails()) == 3


def test_the_mail_to_a_member_says_which_team_it_is_about(small_office: Office) -> None:
    campaign_id = about_teams(small_office)
    write(small_office, campaign_id, KARIN + OLLE, AUTUMN)
    launch(small_office, campaign_id)

    small_office.worker.send()

    assert "Skola" in body_of(small_office.mail_to("Olle Sand"))


def test_whoever_comes_or_goes_after_the_launch_changes_no_reader(office: Office) -> None:
    campaign_id = about_teams(office)
    write(office, campaign_id, KARIN + OLLE, AUTUMN)
    launch(office, campaign_id)

    new_head = SIV.replace("ros@example.se", "ros@example.se; chef")
    write(office, campaign_id, new_head + OLLE, office.now.date())

    with office.database.reading() as session:
        school = session.scalars(select(Subject).where(Subject.campaign_id == campaign_id)).one()
        assert called(school) == "Skola"
        assert [one.name for one in school.recipients] == ["Karin Lund", "Olle Sand"]


def test_a_campaign_about_teams_is_not_launched_without_any(office: Office) -> None:
    campaign_id = about_teams(office)

    with pytest.raises(InputError, match="No team of the programme has members today"):
        office.ask(campaign_id)


def test_without_a_group_for_the_head_the_head_answers_as_a_member(office: Office) -> None:
    campaign_id = about_teams(office)
    write(office, campaign_id, KARIN + OLLE, AUTUMN)
    with office.database.writing() as session:
        session.get_one(Campaign, campaign_id).survey_json = NO_HEAD.canonical_json()

    launch(office, campaign_id)

    with office.database.reading() as session:
        assert {group for _, _, group in asked(session, campaign_id)} == {"member"}


def test_all_who_belonged_at_launch_may_read_from_one_moment_on_and_nobody_else(
    office: Office,
) -> None:
    campaign_id = about_teams(office)
    write(office, campaign_id, KARIN + OLLE + BO, AUTUMN)
    launch(office, campaign_id)
    office.worker.do(Duty.CLOSE, campaign_id)

    with office.database.writing() as session:
        school = session.scalars(select(Subject).where(Subject.name == "Skola")).one()
        people = {one.name: one for one in session.scalars(select(Person))}
        karin, olle, bo = people["Karin Lund"], people["Olle Sand"], people["Bo Ek"]
        assert not may_read(session, olle, school, today=office.now.date())

        share_with_leader(session, school, by=by(office.now))

        assert may_read(session, karin, school, today=office.now.date())
        assert may_read(session, olle, school, today=office.now.date())
        assert not may_read(session, bo, school, today=office.now.date())
        assert account_for(session, "olle.sand@example.se", today=office.now.date())
    office.empty_outbox()
    office.worker.send()
    assert {str(mail["To"]) for mail in office.outbox()} >= {
        str(office.mail_to("Karin Lund")["To"]),
        str(office.mail_to("Olle Sand")["To"]),
    }


def test_a_team_has_readers_and_no_leader(office: Office) -> None:
    campaign_id = about_teams(office)
    write(office, campaign_id, KARIN + OLLE, AUTUMN)
    launch(office, campaign_id)
    office.worker.do(Duty.CLOSE, campaign_id)

    with office.database.writing() as session:
        school = session.scalars(select(Subject)).one()
        share_with_leader(session, school, by=by(office.now))
        head = session.scalars(select(Person).where(Person.name == "Karin Lund")).one()

        assert not leads(session, head, school)
        assert not may_read_as_leader(session, head, school)


def test_a_reader_is_told_so_of_their_own_data(small_office: Office) -> None:
    campaign_id = about_teams(small_office)
    write(small_office, campaign_id, KARIN + OLLE, AUTUMN)
    launch(small_office, campaign_id)

    with small_office.database.reading() as session:
        found = everything_about(session, "olle.sand@example.se")

    assert {part.key: part.rows for part in found.parts}["reader"] == (("Våg 1", "Skola"),)


def test_readers_go_with_the_report(office: Office) -> None:
    campaign_id = about_teams(office)
    write(office, campaign_id, KARIN + OLLE, AUTUMN)
    launch(office, campaign_id)
    office.worker.do(Duty.CLOSE, campaign_id)
    assert readers_of(office) == ["Karin Lund", "Olle Sand"]

    with office.database.writing() as session:
        KINDS[RELEASES].erase(session, campaign_id, office.now)

    assert readers_of(office) == []


def test_a_campaign_that_is_called_off_leaves_no_reader(office: Office) -> None:
    campaign_id = about_teams(office)
    write(office, campaign_id, KARIN + OLLE, AUTUMN)
    launch(office, campaign_id)

    with office.database.writing() as session:
        cancel(session, session.get_one(Campaign, campaign_id), by=by(office.now))
        forget_unnamed(session)

    assert readers_of(office) == []
    with office.database.reading() as session:
        assert session.scalars(select(Subject)).all() == []


def test_a_team_stands_in_the_lists_of_its_coach_and_its_organiser(office: Office) -> None:
    campaign_id = about_teams(office)
    write(office, campaign_id, KARIN + BO, AUTUMN)
    launch(office, campaign_id)

    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        coach = Person(name="Nils Falk", email="nils.falk@example.se")
        for team in campaign.subjects:
            team.coach = coach
        session.flush()
        account = create_account(session, "nils.falk@example.se")

        coached = coached_subjects(session, account, today=office.now.date())

        assert [called(one) for one in coached] == ["Skola", "Vård"]
        assert {find_subject(session, one.id) for one in coached} == {*coached}
        assert [one.name for one in listed_leaders(session, campaign)] == ["Skola", "Vård"]
        assert first_leader(session, campaign) == "Skola"


def test_everybody_who_reads_is_told_who_may_read_beside_them(office: Office) -> None:
    campaign_id = about_teams(office)
    write(office, campaign_id, KARIN + OLLE, AUTUMN)
    launch(office, campaign_id)

    with office.database.writing() as session:
        team = session.get_one(Campaign, campaign_id).subjects[0]
        coach = Person(name="Nils Falk", email="nils.falk@example.se")
        session.add(coach)
        session.flush()
        tell_leader(session, team, coach, now=office.now)

        told = session.scalars(select(Mail).where(Mail.kind == COACH_NAMED))
        assert {one.person.name for one in told} == {"Karin Lund", "Olle Sand"}
