"""Every kind of data goes on its day, by the department's own decision where there is one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.errors import InputError
from feedback.models import (
    Account,
    AuditEntry,
    CoachNote,
    Cohort,
    CourseModule,
    Erasure,
    Initiative,
    Invitation,
    Mail,
    Membership,
    Person,
    Rater,
    RetiredNumber,
    State,
    StoredRelease,
    StoredResponses,
    Subject,
    Team,
    TeamMember,
    Withholding,
    Workplace,
)
from feedback.operations import audit_chain, audit_log, retention
from feedback.operations.acts import Act
from feedback.operations.people.forgetting import columns_naming
from feedback.operations.results.withholding import withhold_comment
from feedback.operations.rights import accounts
from reports.release import read_release
from tests.acting import by
from tests.factories import person
from tests.feedback.operations.retention.conftest import CLOSED, LONG_AGO

if TYPE_CHECKING:
    from tests.feedback.operations.retention.conftest import Archive


def test_each_kind_goes_on_its_own_day_and_the_campaign_ends_erased(
    archive_on_both: Archive,
) -> None:
    archive = archive_on_both
    left = []
    for days in (89, 90, 364, 365, 1094, 1095):
        archive.night(days)
        left.append(
            tuple(archive.count(table) > 0 for table in (StoredResponses, Rater, StoredRelease))
        )

    assert left == [
        (True, True, True),
        (False, True, True),
        (False, True, True),
        (False, False, True),
        (False, False, True),
        (False, False, False),
    ]
    with archive.database.reading() as session:
        assert archive.of(session).state is State.ERASED
        assert session.scalars(select(Subject)).all() == []
        assert session.scalars(select(Person.email)).all() == []


def test_a_departments_decision_counts_and_stands_in_the_protocol(archive: Archive) -> None:
    with archive.database.writing() as session:
        retention.set_rule(
            session,
            archive.department(session),
            "responses",
            days=10,
            decision="Dnr 2026-117 §4",
            by=by(),
        )

    archive.night(10)

    with archive.database.reading() as session:
        (line,) = session.scalars(select(Erasure))
        assert (line.kind, line.count, line.days) == ("responses", 2, 10)
        assert line.decision == "Dnr 2026-117 §4"
        assert (line.actor, line.campaign_id) == ("worker", archive.id)


def test_a_second_night_erases_and_writes_nothing_more(archive: Archive) -> None:
    archive.night(90)

    archive.night(91)

    assert archive.count(Erasure) == 1


@pytest.mark.parametrize(
    ("kind", "days", "decision"),
    [
        ("responses", 91, "Dnr 1"),  # raters were told ninety
        ("audit-log", 364, "Dnr 1"),
        ("releases", -1, "Dnr 1"),
        ("releases", 30, " "),
        ("salaries", 30, "Dnr 1"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(
    archive: Archive, kind: str, days: int, decision: str
) -> None:
    with pytest.raises(InputError), archive.database.writing() as session:
        retention.set_rule(
            session, archive.department(session), kind, days=days, decision=decision, by=by()
        )


def test_a_link_whose_rater_is_forgotten_is_still_known_by_its_number(archive: Archive) -> None:
    with archive.database.reading() as session:
        numbers = set(session.scalars(select(Rater.number)))

    archive.night(365)

    with archive.database.reading() as session:
        assert set(session.scalars(select(RetiredNumber.number))) == numbers
        assert session.scalars(select(Invitation)).all() == []


def test_whoever_another_campaign_names_stays_in_the_register(archive: Archive) -> None:
    with archive.database.writing() as session:
        peer = select(Person.id).where(Person.email == "peer1@example.se")  # who leads nobody
        archive.subjects(session)[0].coach_id = session.scalars(peer).one()

    archive.night(365)

    with archive.database.reading() as session:
        left = set(session.scalars(select(Person.email)))
        assert len(left) == 3  # two leaders and the coach


def test_the_words_of_a_withheld_comment_go_before_the_report(archive: Archive) -> None:
    with archive.database.writing() as session:
        subject = archive.subjects(session)[0]
        subject.shared_with_coach_at = CLOSED
        release = read_release(session.get_one(StoredRelease, subject.id).content)
        question, texts = release.comments.others[0]
        withhold_comment(
            session,
            subject,
            _digest(question, texts[0]),
            reason="Pekas ut",
            by=by(CLOSED, name="c"),
        )

    archive.night(365)

    with archive.database.reading() as session:
        stored = session.get_one(StoredRelease, archive.subjects(session)[0].id)
        after = read_release(stored.content)
        assert texts[0] not in json.loads(stored.content)["comments"]["others"][0][1]
        assert after.comments.others[0][1] == texts[1:]
        assert (stored.comments_hash, stored.figures_hash) == (
            after.comments_hash,
            release.figures_hash,
        )
        assert after.to_json() == stored.content
        assert session.scalars(select(Withholding)).one().reason == "Pekas ut"


def test_coachs_notes_and_the_ledger_go_too(archive: Archive) -> None:
    with archive.database.writing() as session:
        subject = archive.subjects(session)[0]
        coach = person(session, "maja.berg@example.se", "Maja Berg")
        session.add(
            CoachNote(
                subject_id=subject.id,
                coach_id=coach.id,
                text="Ring före",
                updated_at=CLOSED,
            )
        )
        session.add(
            Mail(
                person_id=coach.id,
                campaign_id=archive.id,
                kind="invitation",
                occasion="x",
                due_at=CLOSED,
            )
        )

    archive.night(365)

    assert (archive.count(CoachNote), archive.count(Mail)) == (0, 0)


def test_an_account_goes_with_the_last_that_named_its_person(archive: Archive) -> None:
    with archive.database.writing() as session:
        accounts.create_account(session, "karin.lund@example.se")
        organiser = accounts.create_account(session, "hr@example.se")
        accounts.grant_department(
            session, organiser.email, archive.department(session).name, by=by(LONG_AGO)
        )

    archive.night(1095)

    with archive.database.reading() as session:
        assert session.scalars(select(Account.email)).all() == ["hr@example.se"]


def test_the_oldest_of_the_audit_log_goes_and_its_chain_holds(archive: Archive) -> None:
    with archive.database.writing() as session:
        for act in (Act.HOLD_MAIL, Act.RELEASE_MAIL):
            audit_log.note(session, by(LONG_AGO), act, "all")
        audit_log.note(session, by(CLOSED), Act.NOTE_BOUNCES, "all")

    archive.night(1)

    with archive.database.reading() as session:
        assert session.scalars(select(AuditEntry.action)).all() == ["note bounces"]
        assert audit_chain.faults_of(session) == []


def test_a_programme_lets_go_of_its_people_when_its_last_report_is_erased(
    archive_on_both: Archive,
) -> None:
    archive = archive_on_both
    with archive.database.writing() as session:
        programme_id = archive.of(session).programme_id
        siv = person(session, "siv@example.se")
        team = Team(programme_id=programme_id, name="Ledningsgruppen")
        session.add(TeamMember(team=team, person=siv, first_day=CLOSED.date()))
        cohort = Cohort(programme_id=programme_id, name="Våg 1")
        session.add(Membership(programme_id=programme_id, cohort=cohort, person=siv))
        top = {"code": "1", "name": "Skola", "path": "Skola"}
        session.add(Workplace(programme_id=programme_id, head=siv, **top))
        session.add(CourseModule(programme_id=programme_id, name="Klar ledare", consultant=siv))
        session.add(
            Initiative(
                programme_id=programme_id, title="Nya möten", owner=siv, status_on=CLOSED.date()
            )
        )
    known = []
    for days in (1094, 1095):
        archive.night(days)
        with archive.database.reading() as session:
            known.append(session.scalar(select(Person.email).where(Person.id == siv.id)))

    assert known == ["siv@example.se", None]
    assert [archive.count(table) for table in (Team, Workplace, CourseModule)] == [1, 1, 1]


def test_every_table_that_names_a_leader_has_its_day() -> None:
    """A table that is missing here keeps leaders in the register for ever: give it a kind."""
    known = {
        "coach_note",
        "invitation",
        "mark",
        "plan",
        "progress_band",
        "proposal",
        "retired_link",
        "stand_in",
        "subject_reader",
        "stored_release",
        "stored_responses",
        "subject",  # the workplaces below one, which go with it
        "thanks",
        "withholding",
    }

    assert {column.table.name for column in columns_naming(Subject)} == known


def _digest(question: str, text: str) -> str:
    from reports.sections.cover import Withholdings  # noqa: PLC0415 - beside its only use

    return Withholdings.digest(question, text)
