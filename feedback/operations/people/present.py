"""The people of a campaign as they stand, as the same records that a file holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from feedback.models import Invitation, Person, Rater, Subject
from feedback.models.campaigns import BEFORE_LAUNCH
from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from feedback.models import Campaign


def people_of(session: Session, campaign: Campaign) -> PeopleList:
    """Return every leader with everybody who is listed, by name; nameless codes are not people.

    Before launch that includes whoever a draw left out: they are on the list, and not asked.
    """
    session.flush()
    raters = _raters(session, campaign)
    languages = _languages(session, campaign)
    return PeopleList(
        tuple(
            LeaderEntry(
                email=row.email or "",
                name=row.name,
                title=row.title,
                workplace=row.workplace_name,
                coach_email=row.coach_email,
                language=languages.get(row.person_id, row.language),
                raters=tuple(raters.get(row.subject_id, ())),
                approver_email=row.approver_email,
            )
            for row in session.connection().execute(_led(campaign))
        )
    )


def own_group(campaign: Campaign) -> str:
    """Return the key of the group that is the leader; empty if the survey has none."""
    groups = survey_from_json(campaign.survey_json).groups
    return next((group.key for group in groups if group.kind is GroupKind.SELF), "")


def _led(campaign: Campaign) -> Select[*tuple[Any, ...]]:
    coach, approver = aliased(Person), aliased(Person)
    return (
        select(
            Subject.id.label("subject_id"),
            Subject.title,
            Subject.workplace_name,
            Person.id.label("person_id"),
            Person.email,
            Person.name,
            Person.language,
            coach.email.label("coach_email"),
            approver.email.label("approver_email"),
        )
        .join(Person, Subject.person_id == Person.id)
        .outerjoin(coach, Subject.coach_id == coach.id)
        .outerjoin(approver, Subject.approver_id == approver.id)
        .where(Subject.campaign_id == campaign.id)
        .order_by(Person.name, Person.email)
    )


def _raters(session: Session, campaign: Campaign) -> dict[UUID, list[RaterEntry]]:
    found: dict[UUID, list[RaterEntry]] = {}
    for row in session.connection().execute(_listed(campaign)):
        entry = RaterEntry(
            name=row.name,
            group=row.rater_group,
            email=row.email,
            own_number=None if row.email else row.own_number,
            language=row.language,
            workplace=row.workplace_name,
        )
        found.setdefault(row.subject_id, []).append(entry)
    return found


def _listed(campaign: Campaign) -> Select[*tuple[Any, ...]]:
    listed = (
        select(
            Invitation.subject_id,
            Invitation.group,
            Person.name,
            Person.email,
            Person.own_number,
            Rater.language,
            Person.workplace_name,
        )
        .join(Rater, Invitation.rater_id == Rater.id)
        .join(Person, Rater.person_id == Person.id)
        .where(Rater.campaign_id == campaign.id, Invitation.group != own_group(campaign))
        .order_by(Person.name, Person.email, Person.own_number)
    )
    return listed if campaign.state in BEFORE_LAUNCH else listed.where(~Invitation.is_withdrawn)


def _languages(session: Session, campaign: Campaign) -> dict[UUID | None, str]:
    rows = session.connection().execute(
        select(Rater.person_id, Rater.language)
        .join(Subject, Subject.person_id == Rater.person_id)
        .where(Rater.campaign_id == campaign.id, Subject.campaign_id == campaign.id)
    )
    return {row.person_id: row.language for row in rows}
