"""Programmes and their campaigns: make, find and change them until launch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from feedback.errors import Fault, InputError
from feedback.models import Campaign, Instrument, Programme, State
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.campaigns.askable import refuse_unaskable
from feedback.operations.campaigns.measurement_points import faults_of, points_in
from feedback.operations.campaigns.purposes import DEVELOPMENT
from feedback.operations.people.applying import put_people
from feedback.operations.people.typed import address_faults
from feedback.text.addresses import read_address
from feedback.text.one_line import one_line
from reports.policy import GREATEST_K, LEAST_K, POLICIES, is_in_bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Department
    from feedback.operations.acts import Actor
    from feedback.operations.people.people_list import PeopleList
    from surveys.model import Survey

LONGEST_PLAN_NAME: Final = 60
"""Characters: it is a title, on one line of a report."""


def create_programme(  # noqa: PLR0913 - what a programme is made of, each named by the caller
    session: Session,
    department: Department,
    name: str,
    survey_id: str,
    *,
    by: Actor,
    purpose: str = DEVELOPMENT,
    k: int = LEAST_K,
    policy: str = "merge",
    coaches: str = "",
    points: str = "",
    plan_name_sv: str = "",
    plan_name_en: str = "",
    other_surveys: Sequence[str] = (),
) -> Programme:
    """Make a programme of a department; campaigns of it begin with what is given here.

    `survey_id` is the survey that they usually ask; some may ask one of `other_surveys` instead.
    """
    programme = Programme(department=department, name=one_line(name))
    surveys = (survey_id, *other_surveys)
    settings = _Settings(
        name, surveys, purpose, k, policy, coaches, points, plan_name_sv, plan_name_en
    )
    _put_settings(session, programme, settings)
    session.add(programme)
    audit_log.note(session, by, Act.CREATE_PROGRAMME, programme)
    return programme


def change_programme(  # noqa: PLR0913 - what a programme is made of, each named by the caller
    session: Session,
    programme: Programme,
    *,
    name: str,
    survey_id: str,
    purpose: str,
    k: int,
    policy: str,
    by: Actor,
    coaches: str = "",
    points: str = "",
    plan_name_sv: str = "",
    plan_name_en: str = "",
    other_surveys: Sequence[str] = (),
) -> None:
    """Change what the programme's next campaigns begin with; those there are stay as they are."""
    surveys = (survey_id, *other_surveys)
    settings = _Settings(
        name, surveys, purpose, k, policy, coaches, points, plan_name_sv, plan_name_en
    )
    _put_settings(session, programme, settings)
    audit_log.note(session, by, Act.CHANGE_PROGRAMME, programme)


def _coaches_in(text: str) -> tuple[str, ...]:
    """Return the addresses in a text, one a line, each once."""
    return tuple(dict.fromkeys(read_address(line) for line in text.splitlines() if line.strip()))


def find_programme(session: Session, department: Department, name: str) -> Programme | None:
    """Return a department's programme by name, or None."""
    return session.scalar(
        select(Programme).where(Programme.department_id == department.id, Programme.name == name)
    )


def create_campaign(  # noqa: PLR0913 - what a campaign is made of, each named by the caller
    session: Session,
    programme: Programme,
    survey: Survey,
    *,
    name: str,
    last_day: date,
    people: PeopleList,
    by: Actor,
    k: int | None = None,
    policy: str | None = None,
    purpose: str | None = None,
    on_step: Callable[[str], None] = lambda _: None,
) -> Campaign:
    """Make a campaign with everybody in it; k, policy and purpose are the programme's if not given.

    Each leader is asked about themself too, without being listed.
    """
    campaign = make_campaign(
        session,
        programme,
        survey,
        name=name,
        last_day=last_day,
        people=people,
        today=by.today,
        k=k,
        policy=policy,
        purpose=purpose,
        on_step=on_step,
    )
    audit_log.note(session, by, Act.CREATE_CAMPAIGN, campaign)
    return campaign


def make_campaign(  # noqa: PLR0913 - as above
    session: Session,
    programme: Programme,
    survey: Survey,
    *,
    name: str,
    last_day: date,
    people: PeopleList,
    today: date,
    k: int | None = None,
    policy: str | None = None,
    purpose: str | None = None,
    on_step: Callable[[str], None] = lambda _: None,
) -> Campaign:
    """Put a campaign with everybody in it into the database: part of an act."""
    k, policy = k or programme.k, policy or programme.policy
    _refuse_faulty(name=name, k=k, policy=policy, last_day=last_day, today=today)
    refuse_unaskable(survey, k)
    if session.scalar(
        select(Campaign.id).where(Campaign.programme_id == programme.id, Campaign.name == name)
    ):
        raise InputError([Fault("There is already a campaign called %(name)s.", name=name)])
    campaign = Campaign(
        programme=programme,
        name=name,
        survey_json=survey.canonical_json(),
        k=k,
        policy=policy,
        purpose=purpose or programme.purpose,
        last_day=last_day,
        state=State.DRAFT,
    )
    session.add(campaign)
    session.flush()
    put_people(session, campaign, people, on_step=on_step)
    return campaign


def campaigns_of(session: Session, *, department_ids: set[UUID] | None = None) -> list[Campaign]:
    """Return all campaigns (of some departments only), by department, programme and name."""
    query = (
        select(Campaign)
        .join(Campaign.programme)
        .options(joinedload(Campaign.programme).joinedload(Programme.department))
        .order_by(Programme.name, Campaign.last_day, Campaign.name)
    )
    if department_ids is not None:
        query = query.where(Programme.department_id.in_(department_ids))
    return list(session.scalars(query))


@dataclass(frozen=True, slots=True)
class _Settings:
    """What the campaigns of a programme begin with, as it was typed."""

    name: str
    surveys: tuple[str, ...]
    purpose: str
    k: int
    policy: str
    coaches: str
    points: str
    plan_name_sv: str
    plan_name_en: str


def _put_settings(session: Session, programme: Programme, wanted: _Settings) -> None:
    name = one_line(wanted.name)
    _refuse_faulty(name=name, k=wanted.k, policy=wanted.policy)
    with session.no_autoflush:  # a new programme would find itself
        same = find_programme(session, programme.department, name)
    coaches = _coaches_in(wanted.coaches)
    faults = [fault for one in coaches for fault in address_faults(one)]
    if same is not None and same is not programme:
        faults.append(
            Fault(
                "There is already a programme called %(name)s in %(department)s.",
                name=name,
                department=programme.department.name,
            )
        )
    faults += faults_of(wanted.points)
    plan_names = [one_line(words) for words in (wanted.plan_name_sv, wanted.plan_name_en)]
    if any(len(words) > LONGEST_PLAN_NAME for words in plan_names):
        faults.append(
            Fault("Write at most %(most)s characters for the plan.", most=LONGEST_PLAN_NAME)
        )
    if not wanted.purpose.strip():
        faults.append(Fault("The purpose is empty; it is printed for raters and leaders."))
    if faults:
        raise InputError(faults)
    programme.name = name
    _ask(programme, wanted.surveys)
    programme.purpose, programme.k = wanted.purpose.strip(), wanted.k
    programme.policy = wanted.policy
    programme.coaches, programme.points = coaches, points_in(wanted.points)
    programme.plan_name_sv, programme.plan_name_en = plan_names
    session.flush()


def _ask(programme: Programme, surveys: Iterable[str]) -> None:
    """Let a programme ask these surveys, the usual one first, each once."""
    before = {one.survey_id: one for one in programme.instruments}
    programme.instruments = [
        before.get(survey_id) or Instrument(survey_id=survey_id)
        for survey_id in dict.fromkeys(surveys)
    ]
    for position, one in enumerate(programme.instruments):
        one.position = position


def _refuse_faulty(
    *,
    name: str,
    k: int,
    policy: str,
    last_day: date | None = None,
    today: date | None = None,
) -> None:
    faults = []
    if not one_line(name):
        faults.append(Fault("The name is empty."))
    if not is_in_bounds(k):
        faults.append(
            Fault(
                "k is %(k)s; it may be %(least)s to %(most)s.", k=k, least=LEAST_K, most=GREATEST_K
            )
        )
    if policy not in POLICIES:
        faults.append(Fault("The policy is %(policy)s; it may be merge or drop.", policy=policy))
    if last_day and today and last_day < today:
        faults.append(Fault("The last day, %(day)s, has passed.", day=last_day))
    if faults:
        raise InputError(faults)
