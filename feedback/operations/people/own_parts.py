"""Each kind of data that is kept about one person, as columns and rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVarTuple

from sqlalchemy import or_, select

from feedback.models import (
    Account,
    Campaign,
    CoachNote,
    Correction,
    Declined,
    Department,
    Invitation,
    Mail,
    OrganiserGrant,
    Person,
    Plan,
    PlanReader,
    Programme,
    Rater,
    StandIn,
    StoredSurvey,
    Subject,
    SubjectReader,
    SurveyVersion,
)
from feedback.models.coaching import ITEM
from feedback.operations import audit_log
from feedback.operations.acts import in_words
from feedback.operations.ledger import BLIND
from feedback.operations.subjects import CALLED, called
from feedback.text.phrases import Phrase
from reports.texts import texts
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

Columns = TypeVarTuple("Columns")

_LOG_AT_MOST: Final = 5000


@dataclass(frozen=True, slots=True)
class OwnPart:
    """One kind of data about the person: its columns, and a row for each thing kept."""

    key: str
    title: Phrase
    columns: tuple[Phrase, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Whose data is asked for, and how much of it may be told."""

    session: Session
    email: str
    person: Person | None
    department_ids: Collection[UUID] | None
    with_words: bool

    @property
    def person_id(self) -> UUID | None:
        """The person's id in the register."""
        return self.person.id if self.person else None

    @property
    def language(self) -> str:
        """The person's own language."""
        return self.person.language if self.person else "sv"

    def within(self, query: Select[*Columns]) -> Select[*Columns]:
        """Keep what belongs to campaigns of the asking departments; the query joins Campaign."""
        query = query.join(Programme, Campaign.programme_id == Programme.id)
        if self.department_ids is None:
            return query
        return query.where(Programme.department_id.in_(self.department_ids))


def parts_of(source: Source) -> Iterator[OwnPart]:
    """Yield each kind of data about the person, also where there is nothing of it."""
    yield _register(source)
    if source.department_ids is None:
        yield _account(source)
    if source.person is not None:
        yield _as_leader(source)
        yield _as_rater(source)
        yield _as_reader(source)
        yield _as_coach(source)
        yield _as_approver(source)
        yield _mails(source)
        yield _plans(source)
        yield _readable_plans(source)
        yield _notes(source)
    yield _survey_versions(source)
    yield _acts(source)


def _register(source: Source) -> OwnPart:
    person = source.person
    department = person.department.name if person and person.department else ""
    rows = ((person.name, source.email, person.language, department),) if person else ()
    columns = (Phrase("Name"), Phrase("Address"), Phrase("Language"), Phrase("First named by"))
    return OwnPart("register", Phrase("In the register of people"), columns, rows)


def _account(source: Source) -> OwnPart:
    account = source.session.scalar(select(Account).where(Account.email == source.email))
    rights: list[str] = []
    if account is not None:
        rights = [role.name for role in account.roles]
        departments = select(Department.name).join(
            OrganiserGrant, OrganiserGrant.department_id == Department.id
        )
        of_account = departments.where(OrganiserGrant.account_id == account.id).order_by(
            Department.name
        )
        rights += source.session.scalars(of_account).all()
    rows = ((source.email, ", ".join(rights)),) if account else ()
    columns = (Phrase("Signs in as"), Phrase("Granted rights"))
    return OwnPart("account", Phrase("Account"), columns, rows)


def _as_leader(source: Source) -> OwnPart:
    query = select(Subject, Campaign, Programme).join(Subject.campaign)
    found = source.session.execute(
        source.within(query).where(Subject.person_id == source.person_id)
    )
    rows = tuple(
        (
            programme.name,
            campaign.name,
            subject.title,
            subject.workplace_name,
            subject.coach.name if subject.coach else "",
            subject.approver.name if subject.approver else "",
            _day(subject.shared_with_leader_at),
        )
        for subject, campaign, programme in found
    )
    columns = (
        Phrase("Programme"),
        Phrase("Campaign"),
        Phrase("Title"),
        Phrase("Workplace"),
        Phrase("Coach"),
        Phrase("Approver"),
        Phrase("Report shared on"),
    )
    return OwnPart("leader", Phrase("As a leader whom a campaign is about"), columns, rows)


def _as_rater(source: Source) -> OwnPart:
    query = (
        select(
            *(Invitation, Campaign, CALLED),
            *(Declined.reason, Correction.words),
        )
        .join(Invitation.rater)
        .join(Rater.campaign)
        .join(Subject, Invitation.subject_id == Subject.id)
        .outerjoin(Person, Subject.person_id == Person.id)
        .outerjoin(Declined, Declined.invitation_id == Invitation.id)
        .outerjoin(Correction, Correction.invitation_id == Invitation.id)
    )
    found = source.session.execute(source.within(query).where(Rater.person_id == source.person_id))
    rows = tuple(
        (
            campaign.name,
            leader,
            _group(campaign, invitation.group, source.language),
            " ".join(filter(None, (reason, words))),
        )
        for invitation, campaign, leader, reason, words in found
    )
    columns = (
        Phrase("Campaign"),
        Phrase("Asked about"),
        Phrase("As"),
        Phrase("What you told us of the invitation"),
    )
    return OwnPart("asked", Phrase("As one who was asked to answer"), columns, rows)


def _group(campaign: Campaign, key: str, language: str) -> str:
    survey = survey_from_json(campaign.survey_json)
    return survey.text(survey.group(key).label, language)


def _as_coach(source: Source) -> OwnPart:
    coached = _subjects_where(source, Subject.coach_id == source.person_id)
    standing_in = select(StandIn.subject_id).where(StandIn.person_id == source.person_id)
    stood_in = _subjects_where(source, Subject.id.in_(standing_in))
    columns = (Phrase("Campaign"), Phrase("Leader"))
    return OwnPart("coach", Phrase("As a coach"), columns, (*coached, *stood_in))


def _as_reader(source: Source) -> OwnPart:
    read = select(SubjectReader.subject_id).where(SubjectReader.person_id == source.person_id)
    rows = _subjects_where(source, Subject.id.in_(read))
    columns = (Phrase("Campaign"), Phrase("Asked about"))
    return OwnPart("reader", Phrase("As one whom a report is for"), columns, rows)


def _as_approver(source: Source) -> OwnPart:
    rows = _subjects_where(source, Subject.approver_id == source.person_id)
    columns = (Phrase("Campaign"), Phrase("Leader"))
    return OwnPart("approver", Phrase("As one who approves who is asked"), columns, rows)


def _subjects_where(source: Source, condition: ColumnElement[bool]) -> tuple[tuple[str, ...], ...]:
    query = select(Campaign.name, CALLED).select_from(Subject).join(Subject.campaign)
    query = query.outerjoin(Person, Subject.person_id == Person.id)
    found = source.session.execute(source.within(query).where(condition))
    return tuple((campaign, leader) for campaign, leader in found)


def _mails(source: Source) -> OwnPart:
    # Of a kind that only those get who have not finished, no row may be told to anybody.
    query = select(Mail, Campaign.name).outerjoin(Campaign, Mail.campaign_id == Campaign.id)
    if source.department_ids is not None:
        query = source.within(query)
    found = source.session.execute(
        query.where(Mail.person_id == source.person_id, Mail.kind.not_in(BLIND)).order_by(
            Mail.due_at
        )
    )
    rows = tuple(
        (mail.kind, campaign or "", mail.state.value, _day(mail.sent_at or mail.due_at))
        for mail, campaign in found
    )
    columns = (Phrase("Kind"), Phrase("Campaign"), Phrase("State"), Phrase("Day"))
    return OwnPart("mail", Phrase("Mails to you"), columns, rows)


def _plans(source: Source) -> OwnPart:
    query = select(Plan).where(Plan.person_id == source.person_id).order_by(Plan.begun_at)
    plans = source.session.scalars(query) if source.department_ids is None else ()
    rows = tuple(
        (_day(plan.begun_at), _day(plan.follow_up_on), str(len(plan.goals))) for plan in plans
    )
    columns = (Phrase("Begun on"), Phrase("Followed up on"), Phrase("Goals"))
    title = Phrase("Your plans, which you read when you sign in")
    return OwnPart("plans", title, columns, rows)


def _readable_plans(source: Source) -> OwnPart:
    query = (
        select(Person.name, PlanReader.since)
        .select_from(PlanReader)
        .join(Plan, PlanReader.plan_id == Plan.id)
        .join(Person, Plan.person_id == Person.id)
        .where(PlanReader.person_id == source.person_id)
    )
    found = source.session.execute(query) if source.department_ids is None else ()
    rows = tuple((name, _day(since)) for name, since in found)
    columns = (Phrase("Leader"), Phrase("Since"))
    return OwnPart("plan-readers", Phrase("Plans that you may read"), columns, rows)


def _notes(source: Source) -> OwnPart:
    query = select(CoachNote, Campaign.name).join(CoachNote.subject).join(Subject.campaign)
    concerns = or_(Subject.person_id == source.person_id, CoachNote.coach_id == source.person_id)
    found = source.session.execute(source.within(query).where(concerns))
    rows = tuple(
        (
            campaign,
            called(note.subject),
            note.coach.name,
            _beside(note, source.language),
            _day(note.updated_at),
            note.text if source.with_words else "",
        )
        for note, campaign in found
    )
    columns = (
        Phrase("Campaign"),
        Phrase("About"),
        Phrase("Written by"),
        Phrase("About what"),
        Phrase("Last changed"),
        Phrase("Words"),
    )
    return OwnPart("notes", Phrase("Coaches' notes"), columns, rows)


def _survey_versions(source: Source) -> OwnPart:
    query = (
        select(SurveyVersion.at, StoredSurvey.origin, SurveyVersion.number, SurveyVersion.changed)
        .join(StoredSurvey, SurveyVersion.survey_id == StoredSurvey.id)
        .where(SurveyVersion.author == source.email)
        .order_by(SurveyVersion.at, StoredSurvey.id, SurveyVersion.number)
    )
    if source.department_ids is not None:
        query = query.where(StoredSurvey.department_id.in_(source.department_ids))
    found = source.session.execute(query)
    rows = tuple((_day(at), origin, str(number), what) for at, origin, number, what in found)
    columns = (Phrase("Day"), Phrase("Copied from"), Phrase("Version"), Phrase("What"))
    return OwnPart("surveys", Phrase("As author of the department's own surveys"), columns, rows)


def _beside(note: CoachNote, language: str) -> str:
    """Return the statement that a note stands at, or what the guide calls a coach's questions."""
    if not note.about.startswith(ITEM):
        return texts(language)("guide.own_questions").rstrip(":") if note.about else ""
    key = note.about.removeprefix(ITEM)
    survey = survey_from_json(note.subject.campaign.survey_json)
    item, name = survey.item(key), called(note.subject)
    return survey.item_words(item, for_self=True, language=language, name=name)


def _acts(source: Source) -> OwnPart:
    is_organisers = source.department_ids is not None
    entries = audit_log.about(source.session, source.email, for_organisers=is_organisers)
    entries = entries[-_LOG_AT_MOST:]
    rows = tuple(
        (_day(entry.at), entry.actor, in_words(entry.action), entry.details, entry.object)
        for entry in entries
        if source.department_ids is None or entry.department_id in source.department_ids
    )
    columns = (Phrase("Day"), Phrase("Who"), Phrase("What"), Phrase("Details"), Phrase("About"))
    return OwnPart("log", Phrase("In the log of what staff did"), columns, rows)


def _day(moment: date | datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""
