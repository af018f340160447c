"""The tables that people are edited in: a page of leaders, and one leader's raters.

Always with name, workplace and address, for two people may share a name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from feedback.models import Invitation, Person, Rater, Subject
from feedback.operations.campaigns.small_groups import small_groups_of
from feedback.operations.people.load import OFTEN, load_of
from feedback.operations.rights.coach_access import stand_ins_by_subject

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Campaign, StandIn
    from feedback.operations.campaigns.small_groups import SmallGroup

PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class LeaderRow:
    """One leader of the table: how many are asked in each group, and which groups are small."""

    subject: Subject
    asked: Counter[str]
    left_out: int
    small: tuple[SmallGroup, ...]


@dataclass(frozen=True, slots=True)
class CoachRow:
    """One leader of the table of coaches: the subject, and who stands in for its coach."""

    subject: Subject
    stand_ins: tuple[StandIn, ...]


Row = TypeVar("Row", LeaderRow, CoachRow)


@dataclass(frozen=True, slots=True)
class LeaderPage(Generic[Row]):
    """One page of leaders, and how many there are in all."""

    rows: tuple[Row, ...]
    page: int
    leaders: int
    raters: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.leaders // PAGE_SIZE))


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


def leaders_of(session: Session, campaign: Campaign, *, page: int = 1) -> LeaderPage[LeaderRow]:
    """Return a page of a campaign's leaders, by name."""
    subjects = _page_of(session, campaign, page)
    ids = [subject.id for subject in subjects]
    asked, left_out = _asked(session, ids)
    small = small_groups_of(session, campaign, ids)
    rows = (
        LeaderRow(one, asked[one.id], left_out[one.id], small.get(one.id, ())) for one in subjects
    )
    return LeaderPage(tuple(rows), page, *_counts(session, campaign))


def first_leader(session: Session, campaign: Campaign) -> str | None:
    """Return the name of a campaign's first leader, to show with; None where there is none yet."""
    return session.scalar(
        select(Person.name)
        .join(Subject, Subject.person_id == Person.id)
        .where(Subject.campaign_id == campaign.id, ~Subject.is_moved)
        .order_by(Person.name)
        .limit(1)
    )


def coaches_of(session: Session, campaign: Campaign, *, page: int = 1) -> LeaderPage[CoachRow]:
    """Return a page of a campaign's leaders by name, with who coaches them and who stands in."""
    subjects = _page_of(session, campaign, page)
    stand_ins = stand_ins_by_subject(session, subjects)
    rows = (CoachRow(one, tuple(stand_ins.get(one.id, ()))) for one in subjects)
    return LeaderPage(tuple(rows), page, *_counts(session, campaign))


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


def _page_of(session: Session, campaign: Campaign, page: int) -> Sequence[Subject]:
    return session.scalars(
        select(Subject)
        .join(Person, Subject.person_id == Person.id)
        .where(Subject.campaign_id == campaign.id, ~Subject.is_moved)
        .options(
            joinedload(Subject.person), joinedload(Subject.coach), joinedload(Subject.approver)
        )
        .order_by(Person.name, Person.email)
        .offset((page - 1) * PAGE_SIZE)
        .limit(PAGE_SIZE)
    ).all()


def _counts(session: Session, campaign: Campaign) -> tuple[int, int]:
    """Return how many leaders and how many raters a campaign has."""
    leaders = select(func.count()).where(Subject.campaign_id == campaign.id, ~Subject.is_moved)
    raters = select(func.count()).where(Rater.campaign_id == campaign.id)
    return session.scalar(leaders) or 0, session.scalar(raters) or 0


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


def _asked(
    session: Session, subject_ids: list[UUID]
) -> tuple[dict[UUID, Counter[str]], Counter[UUID]]:
    asked: dict[UUID, Counter[str]] = defaultdict(Counter)
    left_out: Counter[UUID] = Counter()
    rows = session.execute(
        select(Invitation.subject_id, Invitation.group, Invitation.is_withdrawn, func.count())
        .where(Invitation.subject_id.in_(subject_ids))
        .group_by(Invitation.subject_id, Invitation.group, Invitation.is_withdrawn)
    )
    for subject_id, group, is_withdrawn, count in rows:
        if is_withdrawn:
            left_out[subject_id] += count
        else:
            asked[subject_id][group] += count
    return asked, left_out
