"""Whoever comes second by a moment is told what everybody is told who comes too late."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import Integer, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError

from feedback.database import with_a_second_look
from feedback.errors import InputError
from feedback.models import (
    Account,
    Base,
    Campaign,
    Department,
    Person,
    Plan,
    StoredSurvey,
    Subject,
)
from feedback.operations.appearance import Appearance, set_appearance
from feedback.operations.campaigns.own_surveys import reword, survey_of
from feedback.operations.campaigns.programmes import create_campaign, create_programme
from feedback.operations.coaching.naming import Named, name_stand_in
from feedback.operations.coaching.notes import keep_note
from feedback.operations.ledger import INVITATION
from feedback.operations.ledger.holding import hold_mail
from feedback.operations.letters.composers import KINDS
from feedback.operations.letters.texts import keep_text, text_of
from feedback.operations.people.file import read_staff_file
from feedback.operations.people.leaders import add_leader
from feedback.operations.people.limits import limits_of
from feedback.operations.people.management_teams import put_teams
from feedback.operations.people.nominating import approve, open_nomination
from feedback.operations.people.people_list import LeaderEntry, PeopleList
from feedback.operations.people.raters import add_rater
from feedback.operations.people.register import PersonFacts, find_or_add_department, register_people
from feedback.operations.people.staged import Sealed, stage_upload
from feedback.operations.people.workplaces import put_staff
from feedback.operations.plans.marking import mark
from feedback.operations.plans.planning import begin_plan
from feedback.operations.plans.readers import share_plan
from feedback.operations.plans.thanking import thank
from feedback.operations.programmes.cohorts import put_cohorts
from feedback.operations.programmes.courses import put_modules, put_occasions
from feedback.operations.programmes.memberships import put_memberships
from feedback.operations.results.reports import release_of
from feedback.operations.results.withholding import withhold_comment
from feedback.operations.retention import set_rule
from feedback.operations.rights import accounts
from reports.sections.cover import Withholdings
from surveys.editing import EditedPart, PartOf, PartText, texts_of
from tests.acting import by
from tests.factories import small_survey
from tests.feedback.office import PEOPLE, rater, subject_named
from tests.feedback.racing import just_before_a_row
from tests.feedback.world import NILS, NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from sqlalchemy import Constraint, Table
    from sqlalchemy.orm import Session

    from tests.feedback.world import World

DONE: Final = "done"
STAFF: Final = read_staff_file(b"Namn;E-post;Organisation\nNils Falk;nils.falk@example.se;Skola\n")
LAST_DAY: Final = date(2027, 3, 26)


@dataclass(frozen=True)
class Place:
    """A session, and what there is to act on in it."""

    session: Session
    world: World
    draft_id: UUID

    @property
    def draft(self) -> Campaign:
        """Return a campaign before its launch."""
        return self.session.get_one(Campaign, self.draft_id)

    @property
    def department(self) -> Department:
        """Return the draft's department."""
        return self.draft.programme.department

    @property
    def karin(self) -> Subject:
        """Return a leader whose report is shared."""
        return self.session.get_one(Subject, self.world.karin)

    @property
    def olle(self) -> Subject:
        """Return a leader whose report is with the coach."""
        return self.session.get_one(Subject, self.world.olle)

    def person(self, address: str) -> Person:
        """Return somebody in the register."""
        return self.session.scalars(select(Person).where(Person.email == address)).one()

    def led(self, name: str) -> Subject:
        """Return a leader of the draft."""
        return subject_named(self.session, self.draft_id, name)


def _plan(at: Place) -> Plan:
    return at.session.get_one(Plan, at.world.plan)


def _account(at: Place) -> Account:
    return at.session.scalars(select(Account).where(Account.email == "hr@example.se")).one()


def _withhold(at: Place) -> None:
    (question, texts), *_ = release_of(at.session, at.olle).comments.others
    digest = Withholdings.digest(question, texts[0])
    withhold_comment(at.session, at.olle, digest, reason="Sårar", by=by(NOW))


def _nominate(at: Place) -> None:
    limits = limits_of(at.session, at.draft)
    open_nomination(at.session, at.draft, date(2027, 3, 1), limits, by=by(NOW))


def _put_into_a_cohort(at: Place) -> None:
    line = "Nils Falk; nils.falk@example.se; Grupp 1"
    put_memberships(at.session, at.draft.programme, line, by=by(NOW))


def _retitle(at: Place) -> None:
    stored = at.session.get_one(StoredSurvey, at.world.own_surveys[0])
    part = EditedPart(PartOf.SURVEY)
    texts = texts_of(survey_of(stored), part) | {PartText("title", "sv"): "Ny titel"}
    reword(at.session, stored, part, texts, by=by(NOW))


RACES: Final[dict[str, Callable[[Place], object]]] = {
    "uq_programme_department_id_name": lambda at: create_programme(
        at.session, at.department, "Chefer", "small", by=by(NOW)
    ),
    "pk_survey_version": _retitle,
    "uq_campaign_programme_id_name": lambda at: create_campaign(
        at.session, at.draft.programme, small_survey(), name="Våren",
        last_day=LAST_DAY, people=PeopleList(()), by=by(NOW),
    ),
    "uq_department_name": lambda at: find_or_add_department(at.session, "Kultur", by=by(NOW)),
    "uq_account_email": lambda at: accounts.grant_admin(at.session, "ny@example.se", by=by(NOW)),
    "pk_appearance": lambda at: set_appearance(at.session, Appearance("Kommunen"), by=by(NOW)),
    "uq_person_email": lambda at: register_people(
        at.session, at.department, [PersonFacts("Ny Person", "ny.person@example.se")]
    ),
    "uq_person_department_id_own_number": lambda at: register_people(
        at.session, at.department, [PersonFacts("Utan Adress", None, "17")]
    ),
    "uq_subject_campaign_id_person_id": lambda at: add_leader(
        at.session, at.draft, LeaderEntry("per.holm@example.se", "Per Holm"), by=by(NOW)
    ),
    "uq_rater_campaign_id_person_id": lambda at: add_rater(
        at.session, at.led("Karin Lund"), rater("Nils Falk"), by=by(NOW)
    ),
    "uq_invitation_subject_id_rater_id": lambda at: add_rater(
        at.session, at.led("Olle Sand"), rater("Eva Gran"), by=by(NOW)
    ),
    "uq_stand_in_subject_id_person_id": lambda at: name_stand_in(
        at.session, [at.led("Karin Lund")],
        Named(NILS, from_day=date(2027, 1, 1), until=date(2027, 2, 1)), by=by(NOW),
    ),
    "uq_coach_note_subject_id_coach_id_about": lambda at: keep_note(
        at.session, at.olle, at.person(NILS), "Lyssna mer.", now=NOW
    ),
    "uq_withholding_subject_id_question_text_hash": _withhold,
    "uq_team_programme_id_name": lambda at: put_teams(
        at.session, at.draft.programme, "Ledningen; Eva Ny; eva.ny@example.se", by=by(NOW)
    ),
    "uq_employee_programme_id_person_id": lambda at: put_staff(
        at.session, at.draft.programme, STAFF, is_whole=False, by=by(NOW)
    ),
    "uq_cohort_programme_id_name": lambda at: put_cohorts(
        at.session, at.draft.programme, "Grupp 1", by=by(NOW)
    ),
    "uq_membership_programme_id_person_id": _put_into_a_cohort,
    "uq_course_module_programme_id_name": lambda at: put_modules(
        at.session, at.draft.programme, "Klar ledare", by=by(NOW)
    ),
    "uq_occasion_module_id_cohort_id_day": lambda at: put_occasions(
        at.session, at.draft.programme, "Klar ledare; Grupp 1; 2027-03-01", by=by(NOW)
    ),
    "uq_plan_subject_id": lambda at: begin_plan(
        at.session, at.karin.person, at.karin, now=NOW, language="sv"
    ),
    "uq_plan_reader_plan_id_person_id": lambda at: share_plan(
        at.session, _plan(at), name="Nils Falk", email=NILS, relation="peer", now=NOW
    ),
    "pk_account_role": lambda at: accounts.grant_admin(
        at.session, _account(at).email, by=by(NOW)
    ),
    "pk_organiser_grant": lambda at: accounts.grant_department(
        at.session, "admin@example.se", at.department.name, by=by(NOW)
    ),
    "pk_retention_rule": lambda at: set_rule(
        at.session, at.department, "responses", days=30, decision="Dnr 7", by=by(NOW)
    ),
    "pk_nomination": _nominate,
    "pk_proposal": lambda at: approve(at.session, at.led("Karin Lund"), by=by(NOW)),
    "pk_staged_people": lambda at: stage_upload(
        at.session, at.draft, Sealed(b"sealed", "seen", b"file"), by=by(NOW)
    ),
    "pk_mail_text": lambda at: keep_text(
        at.session, at.draft.programme, KINDS[INVITATION], "sv",
        text_of(at.session, at.draft.programme, INVITATION, "sv"), by=by(NOW),
    ),
    "pk_mail_hold": lambda at: hold_mail(at.session, "Vänta", by=by(NOW)),
    "pk_mark": lambda at: mark(at.session, at.karin, "lugn", "focus"),
    "pk_thanks": lambda at: thank(at.session, at.karin, "Tack!", now=NOW),
}  # fmt: skip
"""An act that two people may do at the same moment, by what the database lets be there once.

Done in this order: raters are approved after a nomination was opened.
"""

WORKER: Final = "the worker alone writes it, and does again what failed"
STAFF_LIST: Final = "written with who works there (uq_employee_programme_id_person_id)"
CLOSE: Final = "written by a close, which one worker does, holding the campaign"
RATER: Final = "a rater's page locks the campaign and the task first (rater/test_at_once.py)"
UNMET: Final = {
    "uq_role_name": "made with the first administrator, as the accounts are (uq_account_email)",
    "uq_account_fs_uniquifier": "random",
    "uq_audit_entry_number": "whoever notes an act waits for whoever did before",
    "uq_rater_number": "forty random bits, compared with those there are",
    "uq_mail_person_id_kind_occasion": "a second mail of one occasion is left out as it is written",
    "pk_audit_anchor": WORKER,
    "pk_used_assertion": "signin/saml_once.py lets one of two in, and tells the other",
    "pk_nomination_limit": "written with the nomination (pk_nomination)",
    "pk_answered": RATER,
    "pk_correction": RATER,
    "pk_declined": RATER,
    "pk_draft": RATER,
    "pk_retired_number": "written as raters are erased, each of whom goes once",
    "pk_progress_band": WORKER,
    "pk_reminder_run": WORKER,
    "pk_subject_reader": WORKER,
    "pk_latest_claim": WORKER,
    "pk_key_trouble": WORKER,
    "pk_worker_beat": WORKER,
    "pk_last_run": WORKER,
    "pk_stored_responses": CLOSE,
    "pk_stored_release": CLOSE,
    "pk_campaign_figures": CLOSE,
    "pk_retired_link": CLOSE,
    "pk_programme_instrument": "written with the programme (uq_programme_department_id_name)",
    "uq_workplace_programme_id_code": STAFF_LIST,
    "uq_workplace_programme_id_path": STAFF_LIST,
    "uq_workplace_programme_id_id": STAFF_LIST,
    "uq_cohort_programme_id_id": "the id alone is drawn at random",
}
"""What no two people meet, and why."""


def test_all_that_may_be_there_once_is_raced_for_or_no_two_people_meet_it() -> None:
    once = {
        str(constraint.name)
        for table in Base.metadata.tables.values()
        for constraint in _once(table)
    }

    assert once == {*RACES, *UNMET}
    assert not RACES.keys() & UNMET.keys()


def test_the_second_of_two_is_told_what_a_latecomer_is_told(world_on_both: World) -> None:
    world = world_on_both
    assert world.own_surveys
    world.share_with_leader(world.karin)
    world.share_with_coach(world.olle)
    draft = _draft(world)
    told: dict[str, tuple[list[str], str]] = {}
    for name, act in RACES.items():
        outcomes: list[str] = []
        once = _doing(world, draft, act, outcomes)
        table = next(one for one in Base.metadata.tables if _is_of(name, one))

        with just_before_a_row(table, once, waits=not world.database.is_sqlite):
            once()
        once()

        told[name] = (sorted(outcomes[:2]), outcomes[2])

    assert told == {name: (sorted([DONE, late]), late) for name, (_, late) in told.items()}
    assert {re.sub(r" \d+\.", ".", late) for _, late in told.values()} == {
        DONE,
        "There is already a programme called Chefer in Förvaltning.",
        "There is already a campaign called Våren.",
        "per.holm@example.se is a leader of this campaign already.",
        "You have thanked them already.",
    }


def test_whoever_is_beaten_twice_is_told_to_look() -> None:
    error = IntegrityError("", {}, _Taken())
    undone: list[bool] = []

    def lose() -> None:
        raise error

    with pytest.raises(InputError, match="Look how it stands now"):
        with_a_second_look(lose, undo=lambda: undone.append(True))

    assert undone == [True]


def test_another_broken_constraint_is_a_fault_of_ours() -> None:
    tries: list[bool] = []

    def fail() -> None:
        tries.append(True)
        raise IntegrityError("", {}, Exception())

    with pytest.raises(IntegrityError):
        with_a_second_look(fail)

    assert tries == [True]


class _Taken(Exception):  # noqa: N818 - as drivers name theirs
    sqlstate = "23505"


def _once(table: Table) -> Iterator[Constraint]:
    yield from (one for one in table.constraints if isinstance(one, UniqueConstraint))
    ids = list(table.primary_key.columns)
    is_drawn = len(ids) == 1 and (
        (ids[0].default is not None and ids[0].default.is_callable)
        or (isinstance(ids[0].type, Integer) and ids[0].autoincrement is not False)
    )
    if not is_drawn:
        yield table.primary_key


def _is_of(constraint: str, table: str) -> bool:
    return any(str(one.name) == constraint for one in _once(Base.metadata.tables[table]))


def _draft(world: World) -> UUID:
    with world.database.writing() as session:
        programme = session.get_one(Campaign, world.campaign).programme
        return create_campaign(
            session, programme, small_survey(), name="Utkast", last_day=LAST_DAY,
            people=PEOPLE, by=by(NOW),
        ).id  # fmt: skip


def _doing(
    world: World, draft: UUID, act: Callable[[Place], object], outcomes: list[str]
) -> Callable[[], None]:
    def to_its_commit() -> None:
        with world.database.writing() as session:
            act(Place(session, world, draft))

    def do() -> None:
        try:
            with_a_second_look(to_its_commit)
            outcomes.append(DONE)
        except InputError as error:
            outcomes.append(str(error))

    return do
