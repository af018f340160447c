"""Programmes and their campaigns: make, find and change them until launch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from feedback.errors import Fault, InputError, StateError
from feedback.models import Campaign, Programme, State
from feedback.operations.campaigns.measurement_points import faults_of, points_in
from feedback.operations.campaigns.purposes import DEVELOPMENT
from feedback.operations.people.addresses import is_address, read_address
from feedback.operations.people.applying import apply_people

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Unit
    from feedback.operations.people.people_list import PeopleList
    from surveys.model import Survey


LOWEST_K: Final = 3
HIGHEST_K: Final = 10
POLICIES: Final = ("merge", "drop")
_BEFORE_LAUNCH: Final = frozenset({State.DRAFT, State.NOMINATING})


def create_programme(
    session: Session,
    unit: Unit,
    name: str,
    survey_id: str,
    *,
    purpose: str = DEVELOPMENT,
    k: int = LOWEST_K,
    policy: str = "merge",
) -> Programme:
    """Make a programme of a unit."""
    _refuse_faulty(name=name, k=k, policy=policy)
    if find_programme(session, unit, name) is not None:
        raise InputError(
            [
                Fault(
                    "There is already a programme called %(name)s in %(unit)s.",
                    name=name,
                    unit=unit.name,
                )
            ]
        )
    programme = Programme(
        unit=unit, name=name, survey_id=survey_id, purpose=purpose, k=k, policy=policy
    )
    session.add(programme)
    session.flush()
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
    coaches: str = "",
    points: str = "",
) -> None:
    """Change what the programme's next campaigns begin with; those there are stay as they are."""
    name = name.strip()
    _refuse_faulty(name=name, k=k, policy=policy)
    same = find_programme(session, programme.unit, name)
    faults = [
        Fault("%(email)s is no e-mail address.", email=address)
        for address in coaches_in(coaches)
        if not is_address(address)
    ]
    if same is not None and same.id != programme.id:
        faults.append(
            Fault(
                "There is already a programme called %(name)s in %(unit)s.",
                name=name,
                unit=programme.unit.name,
            )
        )
    faults += faults_of(points)
    if not purpose.strip():
        faults.append(Fault("The purpose is empty; it is printed for raters and leaders."))
    if faults:
        raise InputError(faults)
    programme.name, programme.survey_id = name, survey_id
    programme.purpose, programme.k, programme.policy = purpose.strip(), k, policy
    programme.coaches = "\n".join(coaches_in(coaches))
    programme.points = "\n".join(f"{one.last_day} {one.name}" for one in points_in(points))
    session.flush()


def coaches_in(text: str) -> list[str]:
    """Return the addresses in a text, one a line, each once."""
    return list(dict.fromkeys(read_address(line) for line in text.splitlines() if line.strip()))


def find_programme(session: Session, unit: Unit, name: str) -> Programme | None:
    """Return a unit's programme by name, or None."""
    return session.scalar(
        select(Programme).where(Programme.unit_id == unit.id, Programme.name == name)
    )


def create_campaign(  # noqa: PLR0913 - what a campaign is made of, each named by the caller
    session: Session,
    programme: Programme,
    survey: Survey,
    *,
    name: str,
    last_day: date,
    people: PeopleList,
    now: datetime,
    k: int | None = None,
    policy: str | None = None,
    purpose: str | None = None,
    on_step: Callable[[str], None] = lambda _: None,
) -> Campaign:
    """Make a campaign with everybody in it; k, policy and purpose are the programme's if not given.

    Each leader is asked about themself too, without being listed.
    """
    k, policy = k or programme.k, policy or programme.policy
    _refuse_faulty(name=name, k=k, policy=policy, last_day=last_day, today=now.date())
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
    apply_people(session, campaign, people, on_step=on_step)
    return campaign


def change_campaign(
    session: Session,
    campaign: Campaign,
    *,
    survey: Survey | None = None,
    k: int | None = None,
    policy: str | None = None,
    purpose: str | None = None,
) -> None:
    """Change what is frozen at launch; afterwards it is refused."""
    if campaign.state not in _BEFORE_LAUNCH:
        raise StateError("Survey, k, policy and purpose are frozen at launch.")
    _refuse_faulty(name=campaign.name, k=k or campaign.k, policy=policy or campaign.policy)
    campaign.survey_json = survey.canonical_json() if survey else campaign.survey_json
    campaign.k = k or campaign.k
    campaign.policy = policy or campaign.policy
    campaign.purpose = purpose or campaign.purpose
    session.flush()


def find_campaign(session: Session, campaign_id: UUID) -> Campaign:
    """Return a campaign with its programme and unit; raise NoResultFound if there is none."""
    return session.scalars(
        select(Campaign)
        .where(Campaign.id == campaign_id)
        .options(joinedload(Campaign.programme).joinedload(Programme.unit))
    ).one()


def campaigns_of(session: Session, *, unit_ids: set[UUID] | None = None) -> list[Campaign]:
    """Return all campaigns (of some units only), by unit, programme and name."""
    query = (
        select(Campaign)
        .join(Campaign.programme)
        .options(joinedload(Campaign.programme).joinedload(Programme.unit))
        .order_by(Programme.name, Campaign.last_day, Campaign.name)
    )
    if unit_ids is not None:
        query = query.where(Programme.unit_id.in_(unit_ids))
    return list(session.scalars(query))


def _refuse_faulty(
    *,
    name: str,
    k: int,
    policy: str,
    last_day: date | None = None,
    today: date | None = None,
) -> None:
    faults = []
    if not name.strip():
        faults.append(Fault("The name is empty."))
    if not LOWEST_K <= k <= HIGHEST_K:
        faults.append(Fault("k is %(k)s; it may be 3 to 10.", k=k))
    if policy not in POLICIES:
        faults.append(Fault("The policy is %(policy)s; it may be merge or drop.", policy=policy))
    if last_day and today and last_day < today:
        faults.append(Fault("The last day, %(day)s, has passed.", day=last_day))
    if faults:
        raise InputError(faults)
