"""A team of a programme: its members answer and read, as it was on the day of launch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from feedback.errors import Fault
from feedback.models import Team, TeamMember
from feedback.operations.subjects.kind import AskedKind, OwnPeople
from surveys.groups import GroupKind, GroupRole
from surveys.subjects.team import TEAM as ASKED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Programme, Subject
    from surveys.model import Survey


def _called(subject: Subject) -> str:
    return subject.name


def _teams_on(
    session: Session, programme: Programme, survey: Survey, day: date
) -> tuple[OwnPeople, ...]:
    """Return the programme's teams that have members on a day, by name."""
    teams = session.scalars(
        select(Team)
        .where(Team.programme_id == programme.id)
        .options(selectinload(Team.members).joinedload(TeamMember.person))
        .order_by(Team.name)
    )
    found = ((team, _groups_on(team, survey, day)) for team in teams)
    return tuple(
        OwnPeople(team.name, {"team_id": team.id}, groups, readers=tuple(groups))
        for team, groups in found
        if groups
    )


def _groups_on(team: Team, survey: Survey, day: date) -> Mapping[UUID, str]:
    """Return in which group each member is asked: the head as a member if no group is the head."""
    own = next(group.key for group in survey.groups if group.is_subject)
    heads = (group.key for group in survey.groups if group.is_part(GroupRole.HEAD))
    head = next(heads, own)
    return {one.person_id: head if one.is_head else own for one in team.members_on(day)}


TEAM: Final = AskedKind(
    key=ASKED.key,
    is_whole=False,
    called=_called,
    promises={
        GroupKind.OWN: "rater/promise-team-protected.html",
        GroupKind.IDENTIFIED: "rater/promise-team-identified.html",
        GroupKind.PROTECTED: "rater/promise-team-protected.html",
    },
    known=1,
    own_people=_teams_on,
    is_listed=False,
    missing=Fault("No team of the programme has members today."),
)
