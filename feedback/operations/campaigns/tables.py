"""The tables that people are edited in: the leaders of a campaign, and one leader's raters.

Rows are light: a table searches, sorts and counts all of them, and shows a page. Always with
name, workplace and address, for two people may share a name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from feedback.models import Invitation, Person, Rater, StandIn, Subject
from feedback.operations.campaigns.small_groups import small_groups_among
from feedback.operations.people.load import OFTEN, load_of
from feedback.operations.people.own_addresses import is_outside
from feedback.operations.subjects import CALLED

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.campaigns.small_groups import SmallGroup


@dataclass(frozen=True, slots=True)
class ListedLeader:
    """Who a row of a table of leaders is about; names are empty where nobody is named."""

    subject_id: UUID
    name: str
    title: str
    workplace: str
    address: str
    coach: str
    approver: str


@dataclass(frozen=True, slots=True)
class LeaderRow:
    """One leader of the table: how many are asked in each group, and which groups are small."""

    leader: ListedLeader
    asked: Counter[str]
    left_out: int
    small: tuple[SmallGroup, ...]
    outside: int  # asked at an address that is not the organisation's own


@dataclass(frozen=True, slots=True)
class CoachRow:
    """One leader of the table of coaches: until when the coach reads, and who stands in."""

    leader: ListedLeader
    is_external: bool
    until: date | None
    has_ended: bool  # by the leader
    stand_ins: tuple[StandIn, ...]


@dataclass(frozen=True, slots=True)
class RaterRow:
    """One rater of a leader, as whoever edits the list sees them."""

    invitation_id: UUID
    name: str
    workplace: str
    address: str
    group: str
    language: str
    is_asked: bool
    load: int

    @property
    def is_often_asked(self) -> bool:
        """Whether this person is asked about many leaders at the same time."""
        return self.load >= OFTEN


def leaders_of(
    session: Session, campaign: Campaign, *, own_domains: Collection[str] = ()
) -> list[LeaderRow]:
    """Return a campaign's leaders, by name; nobody is from outside where no domain is ours."""
    asked, left_out = _asked(session, campaign)
    outside = _outside(session, campaign, own_domains)
    small = small_groups_among(campaign, asked)
    return [
        LeaderRow(
            leader,
            asked[leader.subject_id],
            left_out[leader.subject_id],
            small.get(leader.subject_id, ()),
            outside[leader.subject_id],
        )
        for leader in listed_leaders(session, campaign)
    ]


def listed_leaders(
    session: Session, campaign: Campaign, *, with_moved: bool = False
) -> list[ListedLeader]:
    """Return who leads in a campaign, by name; who was moved away only if asked for."""
    coach, approver = aliased(Person), aliased(Person)
    query = (
        select(
            Subject.id,
            CALLED,
            Subject.title,
            Subject.workplace_name,
            Person.email,
            coach.name,
            approver.name,
        )
        .outerjoin(Person, Subject.person_id == Person.id)
        .outerjoin(coach, Subject.coach_id == coach.id)
        .outerjoin(approver, Subject.approver_id == approver.id)
        .where(Subject.campaign_id == campaign.id)
        .order_by(CALLED, Person.email)
    )
    rows = session.execute(query if with_moved else query.where(~Subject.is_moved))
    return [ListedLeader(row[0], *(text or "" for text in row[1:])) for row in rows]


def first_leader(session: Session, campaign: Campaign) -> str | None:
    """Return the name of a campaign's first leader, to show with; None where there is none yet."""
    return session.scalar(
        select(CALLED)
        .select_from(Subject)
        .outerjoin(Person, Subject.person_id == Person.id)
        .where(Subject.campaign_id == campaign.id, ~Subject.is_moved)
        .order_by(CALLED)
        .limit(1)
    )


def coaches_of(session: Session, campaign: Campaign) -> list[CoachRow]:
    """Return a campaign's leaders by name, with how their coach reads and who stands in."""
    facts = {
        row[0]: row[1:]
        for row in session.execute(
            select(
                Subject.id,
                Subject.coach_is_external,
                Subject.coach_access_until,
                Subject.coach_access_ended_at.is_not(None),
            ).where(Subject.campaign_id == campaign.id)
        )
    }
    stand_ins = defaultdict(list)
    for one in session.scalars(
        select(StandIn)
        .join(Subject, StandIn.subject_id == Subject.id)
        .where(Subject.campaign_id == campaign.id)
        .options(joinedload(StandIn.person))
        .order_by(StandIn.from_day, StandIn.id)
    ):
        stand_ins[one.subject_id].append(one)
    return [
        CoachRow(one, *facts[one.subject_id], tuple(stand_ins[one.subject_id]))
        for one in listed_leaders(session, campaign)
    ]


def raters_of(session: Session, subject: Subject) -> list[RaterRow]:
    """Return everybody on a leader's list, the leader left out; who is asked first, by name."""
    rows = session.execute(
        select(Invitation, Rater, Person)
        .join(Rater, Invitation.rater_id == Rater.id)
        .join(Person, Rater.person_id == Person.id)
        .where(Invitation.subject_id == subject.id, Person.id != subject.person_id)
        .options(joinedload(Person.department))
        .order_by(Invitation.is_withdrawn, Person.name, Person.email, Person.own_number)
    ).all()
    load = load_of(session, [person.id for _, _, person in rows])
    return [
        _row(invitation, rater, person, load.get(person.id, 0))
        for invitation, rater, person in rows
    ]


def rater_row(session: Session, invitation: Invitation) -> RaterRow | None:
    """Return the row of one rater; None for a code from a box, which is nobody's."""
    person = invitation.rater.person
    if person is None:
        return None
    load = load_of(session, [person.id])
    return _row(invitation, invitation.rater, person, load.get(person.id, 0))


def _row(invitation: Invitation, rater: Rater, person: Person, load: int) -> RaterRow:
    return RaterRow(
        invitation_id=invitation.id,
        name=person.name,
        workplace=person.workplace_name or (person.department.name if person.department else ""),
        address=person.email or f"#{person.own_number}",
        group=invitation.group,
        language=rater.language,
        is_asked=not invitation.is_withdrawn,
        load=load,
    )


def _asked(session: Session, campaign: Campaign) -> tuple[dict[UUID, Counter[str]], Counter[UUID]]:
    asked: dict[UUID, Counter[str]] = defaultdict(Counter)
    left_out: Counter[UUID] = Counter()
    rows = session.execute(
        select(Invitation.subject_id, Invitation.group, Invitation.is_withdrawn, func.count())
        .join(Subject, Invitation.subject_id == Subject.id)
        .where(Subject.campaign_id == campaign.id)
        .group_by(Invitation.subject_id, Invitation.group, Invitation.is_withdrawn)
    )
    for subject_id, group, is_withdrawn, count in rows:
        if is_withdrawn:
            left_out[subject_id] += count
        else:
            asked[subject_id][group] += count
    return asked, left_out


def _outside(session: Session, campaign: Campaign, own_domains: Collection[str]) -> Counter[UUID]:
    if not own_domains:
        return Counter()
    rows = session.execute(
        select(Invitation.subject_id, func.count())
        .join(Rater, Invitation.rater_id == Rater.id)
        .join(Person, Rater.person_id == Person.id)
        .where(
            Rater.campaign_id == campaign.id,
            ~Invitation.is_withdrawn,
            is_outside(Person.email, own_domains),
        )
        .group_by(Invitation.subject_id)
    )
    return Counter({row[0]: row[1] for row in rows})
