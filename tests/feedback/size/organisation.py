"""A programme in every state of its life, with as many people as asked for.

Whatever a page or job may walk through is there once for every leader: raters, a coach and an
approver (for three in four the same one, else one of their own), who stands in, a report, a talk,
a plan, mail that was refused, something said to be wrong. Beside it stand more programmes and
accounts, which become more as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from feedback.ballot.uploads import UploadSeal
from feedback.clock import utc_now
from feedback.jobs import Duty
from feedback.models import (
    Action,
    Campaign,
    CoachNote,
    Correction,
    Goal,
    Invitation,
    Mail,
    MailState,
    Person,
    Plan,
    Rater,
    StandIn,
    StoredSurvey,
    Subject,
)
from feedback.operations.answering.links import link_of
from feedback.operations.campaigns import lifecycle
from feedback.operations.campaigns.own_surveys import copy_survey
from feedback.operations.campaigns.pledging import forget_pledge
from feedback.operations.campaigns.programmes import create_campaign, create_programme
from feedback.operations.coaching.talks import Talk, set_talk
from feedback.operations.people.file import people_csv
from feedback.operations.people.file.uploads import Upload, read_upload
from feedback.operations.people.limits import limits_of
from feedback.operations.people.nominating import open_nomination
from feedback.operations.people.people_list import PeopleList, RaterEntry
from feedback.operations.people.register import find_or_add_department
from feedback.operations.people.staged import sealed_upload, stage_upload
from feedback.operations.plans.planning import begin_plan
from feedback.operations.results.sharing import share_with_coaches, share_with_leader, subjects_of
from feedback.operations.rights import accounts
from surveys.loader import survey_from_json
from tests.acting import by
from tests.factories import OpenCampaign, person, small_survey
from tests.feedback.office import MONDAY, Office, address_of, leader, rater
from tests.feedback.operations.campaigns.closing.ballot_box import fill
from tests.feedback.size.counting import Asked, counted
from tests.feedback.size.written import put_written

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from feedback.operations.people.people_list import LeaderEntry

LAST_DAY: Final = date(2098, 12, 4)
COACH: Final = "Siv Ros"
APPROVER: Final = "Hanna Moberg"
OFFICE: Final = "hr@example.se"
FIRST: Final = "Chef 000"
RATERS: Final = 4  # of each leader's team


@dataclass
class Organisation:
    """The office, its campaigns by their state, and what each job asked of the database."""

    office: Office
    leaders: int
    campaigns: dict[str, UUID] = field(default_factory=dict)
    jobs: dict[str, Asked] = field(default_factory=dict)

    def do(self, duty: Duty, campaign: str) -> None:
        """Let the worker do its duty, and count."""
        with counted() as found:
            self.office.worker.do(duty, self.campaigns[campaign])
        self.jobs[f"{duty} {campaign}"] = found

    def job(self, name: str, **how: int | None) -> None:
        """Let the worker do one of its recurring jobs, and count."""
        with counted() as found:
            getattr(self.office.worker, name)(**how)
        self.jobs[name] = found

    def ids(self) -> dict[str, dict[str, Any]]:
        """Return what addresses may hold, by the campaign that they belong to."""
        with self.office.database.reading() as session:
            return {name: _ids(session, one) for name, one in self.campaigns.items()}


def people(leaders: int, *, of: str, raters: int = RATERS) -> PeopleList:
    """Return so many leaders; a campaign's raters are its own."""
    return PeopleList(tuple(_leader(number, of, raters) for number in range(leaders)))


def make_organisation(
    office: Office, *, leaders: int, raters: int = RATERS, mails: int | None = None
) -> Organisation:
    """Run a programme to where each of its campaigns stands in another state."""
    made = Organisation(office, leaders)
    for name in ("draft", "nominating", "closed", "open"):
        made.campaigns[name] = office.draft(
            people(leaders, of=name, raters=raters), name=name, last_day=LAST_DAY
        )
    for number in range(-(-leaders // 3)):
        _another_programme(office, number)
    _nominate(made)
    _stage(made, raters)
    _launch(made, "closed")
    made.job("send", most=mails)
    _answer(made)
    with office.database.writing() as session:
        lifecycle.ask_close(session, session.get_one(Campaign, made.campaigns["closed"]), by=by())
    made.do(Duty.CLOSE, "closed")
    _follow(made)
    _launch(made, "open")
    _trouble(made)
    with office.database.writing() as session:
        _grant(session, leaders)
        put_written(session, leaders)
    return made


def run_jobs(made: Organisation) -> None:
    """Let the worker do what comes by itself, on a day for reminders; what stood is changed."""
    office = made.office
    forget_pledge(office.settings, made.campaigns["open"])
    made.do(Duty.PLEDGE, "open")
    office.now += timedelta(days=29, hours=12)  # the evening before the talks
    for name in ("share", "nightly", "forget_lists", "read_bounces", "examine", "beat", "leave"):
        made.job(name)
    office.now = datetime.combine(LAST_DAY - timedelta(days=4), time(10), tzinfo=UTC)
    made.job("remind")
    with office.database.writing() as session:
        campaign = session.get_one(Campaign, made.campaigns["open"])
        lifecycle.cancel(session, campaign, by=by(made.office.now))
    made.do(Duty.DESTROY_KEYS, "open")


def _leader(number: int, of: str, raters: int) -> LeaderEntry:
    name = f"Chef {number:03}"
    entry = leader(
        name,
        *(rater(f"Svarar {of} {number:03} {one}") for one in range(raters)),
        rater("Anna Berg", "peer"),
        RaterEntry("På Papper", "team", own_number=f"{of}-{number}"),
        rater(f"Ovan {number:03}", "manager"),
        coach=COACH if number % 4 else f"Coach {number:03}",
    )
    approver = APPROVER if number % 4 else f"Ovan {number:03}"
    return replace(entry, approver_email=address_of(approver))


def _another_programme(office: Office, number: int) -> None:
    with office.database.writing() as session:
        department = find_or_add_department(session, f"Enhet {number}", by=by())
        programme = create_programme(session, department, f"Program {number}", "small", by=by())
        copy_survey(session, department, small_survey(), title="Egen enkät", by=by())
        create_campaign(
            session,
            programme,
            small_survey(),
            name="Annan",
            people=people(2, of=f"annan {number}"),
            last_day=LAST_DAY,
            by=by(office.now),
        )


def _nominate(made: Organisation) -> None:
    with made.office.database.writing() as session:
        campaign = session.get_one(Campaign, made.campaigns["nominating"])
        limits = limits_of(session, campaign)
        open_nomination(session, campaign, date(2098, 11, 30), limits, by=by(made.office.now))


def _stage(made: Organisation, raters: int) -> None:
    """Let a list wait that changes every leader's place."""
    listed = people(made.leaders, of="draft", raters=raters)
    changed = PeopleList(tuple(replace(one, title="Förskolechef") for one in listed.leaders))
    campaign_id, settings = made.campaigns["draft"], made.office.settings
    with made.office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        survey = survey_from_json(campaign.survey_json)
        content = people_csv(changed, survey, "sv")
        read = read_upload(content, Upload("lista.csv", adds_only=False), survey)
        seal = UploadSeal(settings.session_secret(), OFFICE)
        kept = sealed_upload(read, campaign_id, seal, file=content)
        # Pages ask the real clock whether a day has passed.
        stage_upload(session, campaign, kept, by=by(utc_now(), name=OFFICE))


def _launch(made: Organisation, name: str) -> None:
    made.office.ask(made.campaigns[name])
    made.do(Duty.LAUNCH, name)


def _answer(made: Organisation) -> None:
    office, campaign_id = made.office, made.campaigns["closed"]
    key = office.settings.link_key_folder.read(campaign_id)
    with office.database.reading() as session:
        raters = session.scalars(
            select(Rater).where(Rater.campaign_id == campaign_id).order_by(Rater.number)
        )
        links = {str(one.id): link_of(one, key, "") for one in raters}
    fill(OpenCampaign(office.database, office.settings, campaign_id, b"", links))


def _follow(made: Organisation) -> None:
    """Share half of the reports with their leaders, with a talk and a plan for each."""
    office = made.office
    with office.database.writing() as session, counted() as found:
        campaign = session.get_one(Campaign, made.campaigns["closed"])
        share_with_coaches(session, campaign, by=by(office.now))
    made.jobs["share with coaches"] = found
    with office.database.writing() as session:
        for number, subject in enumerate(subjects_of(session, campaign)):
            _follow_one(session, office, subject, number)


def _follow_one(session: Session, office: Office, subject: Subject, number: int) -> None:
    subject = session.merge(subject)
    other = person(session, address_of(f"Vikarie {number:03}"), f"Vikarie {number:03}")
    session.add(
        StandIn(
            subject=subject, person=other, from_day=date(2026, 11, 1), until_day=date(2099, 1, 1)
        )
    )
    assert subject.coach
    session.add(
        CoachNote(
            subject_id=subject.id, coach_id=subject.coach_id, text="Lugn.", updated_at=office.now
        )
    )
    talk = Talk(office.now + timedelta(days=30), "Rum 4", shares_before=bool(number % 2))
    set_talk(session, subject, talk, by=by(office.now, name=COACH, zone=office.settings.zone))
    if number % 2 == 0:
        share_with_leader(session, subject, by=by(office.now))
        plan = begin_plan(session, subject.person, subject, now=office.now, language="sv")
        action = Action(position=0, what="Fråga en gång till.")
        plan.goals.append(Goal(position=0, kind="use", text="Lyssna klart.", actions=[action]))


def _trouble(made: Organisation) -> None:
    """Let two mails of three have come back, and every leader's first rater be the wrong one.

    Of those who are asked about one leader only: mails have random ids, and what a button asks
    of the first one must not be a leader's once and a rater's the next time.
    """
    with made.office.database.writing() as session:
        mails = session.scalars(
            select(Mail)
            .join(Mail.person)
            .where(Mail.campaign_id == made.campaigns["open"], Person.name.startswith("Svarar"))
            .order_by(Mail.id)
        ).all()
        for place, mail in enumerate(mails):
            mail.state = (MailState.FAILED, MailState.UNCERTAIN, MailState.SENT)[place % 3]
            mail.error, mail.claimed_at = "550 No such user", made.office.now
        for subject in session.scalars(_in(made.campaigns["open"])):
            invitation = _first_asked(session, subject, "open")
            session.add(Correction(invitation_id=invitation.id, wrong="left", words="Slutat."))


def _grant(session: Session, leaders: int) -> None:
    hr = accounts.create_account(session, OFFICE)
    accounts.grant_admin(session, hr.email, by=by())
    accounts.grant_department(session, hr.email, "Barn och utbildning", by=by())
    for number in range(leaders):
        account = accounts.create_account(session, address_of(f"Chef {number:03}"))
        accounts.grant_department(session, account.email, f"Enhet {number // 3}", by=by())
        accounts.grant_department(session, hr.email, f"Enhet {number // 3}", by=by())


def _in(campaign_id: UUID) -> Select[Subject]:
    return select(Subject).where(Subject.campaign_id == campaign_id)


def _first_asked(session: Session, subject: Subject, of: str) -> Invitation:
    """Return the first of a leader's team."""
    number = subject.person.name.removeprefix("Chef ")
    return session.scalars(
        select(Invitation)
        .join(Invitation.rater)
        .join(Rater.person)
        .where(
            Invitation.subject_id == subject.id,
            Person.email == address_of(f"Svarar {of} {number} 0"),
        )
    ).one()


def _ids(session: Session, campaign_id: UUID) -> dict[str, Any]:
    campaign = session.get_one(Campaign, campaign_id)
    subjects = session.scalars(_in(campaign_id)).all()
    subject = next(one for one in subjects if one.person.name == FIRST)
    invitation = _first_asked(session, subject, campaign.name)
    plan = session.scalars(select(Plan).where(Plan.person_id == subject.person_id)).first()
    goal = plan.goals[0] if plan else None
    found = {
        "campaign_id": campaign_id,
        "subject_id": subject.id,
        "programme_id": campaign.programme_id,
        "department_id": campaign.programme.department_id,
        "invitation_id": invitation.id,
        "plan_id": plan.id if plan else None,
        "goal_id": goal.id if goal else None,
        "action_id": goal.actions[0].id if goal else None,
        "survey_id": session.scalars(select(StoredSurvey.id)).first(),
        "of": "survey",
        "key": "survey",
        "number": 1,
        "account_id": 1,
        "where": campaign.programme.department_id,
        "kind": "invitation",
        "language": "sv",
        "day": MONDAY.date().isoformat(),
    }
    return {name: value for name, value in found.items() if value}
