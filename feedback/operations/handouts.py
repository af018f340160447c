"""Who gets a letter, a slip or an SMS, because no mail reaches them, and what stands in it.

Links are derived at printing and stored nowhere. Only raters without an address are
printed: with a printed link one can open a saved draft, so nobody else's is given out.
Everybody is printed, whether or not they have answered: what is missing would tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from feedback.errors import Fault, InputError, StateError
from feedback.models import Invitation, Person, Rater, State, Subject
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.answering.links import link_of
from surveys.duration import estimated_minutes
from surveys.loader import survey_from_json
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Campaign
    from feedback.operations.acts import Actor
    from surveys.model import Group, Survey


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, about what, until when, and whom to call: the same for everybody."""

    organisation: str
    campaign: str
    survey: Survey
    purpose: str
    k: int
    last_day: date
    minutes: int
    contact_name: str
    contact_phone: str
    contact_email: str
    base_url: str


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """A leader whom the rater is asked about, always with title and workplace, and as what."""

    name: str
    details: str
    group: Group

    @property
    def is_shown_by_role(self) -> bool:
        """Whether the leader sees these answers as the rater's."""
        return self.group.kind is not GroupKind.PROTECTED


@dataclass(frozen=True, slots=True)
class Handout:
    """What one rater gets: a name only if one is known."""

    name: str
    language: str
    link: str
    leaders: tuple[AskedAbout, ...]

    @property
    def code(self) -> str:
        """The end of the link, as people type it."""
        return self.link.rpartition("/")[2]


def asker_of(campaign: Campaign, settings: Settings) -> Asker:
    """Return what every handout of a campaign says."""
    department, survey = campaign.programme.department, survey_from_json(campaign.survey_json)
    return Asker(
        organisation=settings.organisation,
        campaign=campaign.name,
        survey=survey,
        purpose=campaign.purpose,
        k=campaign.k,
        last_day=campaign.last_day,
        minutes=estimated_minutes(survey),
        contact_name=department.contact_name or department.name,
        contact_phone=department.contact_phone or settings.help_phone,
        contact_email=department.contact_email,
        base_url=settings.base_url,
    )


def count_without_address(session: Session, campaign: Campaign) -> int:
    """Return how many raters of a campaign no mail reaches."""
    query = _without_address(campaign).with_only_columns(func.count(Rater.id.distinct()))
    return session.scalar(query.order_by(None)) or 0


def print_handouts(
    session: Session,
    campaign: Campaign,
    settings: Settings,
    *,
    kind: str,
    by: Actor,
) -> list[Handout]:
    """Return what every rater without an address gets, and note how many in the audit log.

    Raise StateError unless the campaign is open, InputError if mail reaches everybody.
    """
    if campaign.state is not State.OPEN:
        message = f"Links are printed while a campaign is open; this one is {campaign.state}."
        raise StateError(message)
    raters = _raters(session, campaign)
    if not raters:
        raise InputError([Fault("Everybody in this campaign has an address and gets mail.")])
    link_key = settings.link_key_folder.read(campaign.id)
    survey = survey_from_json(campaign.survey_json)
    groups = {group.key: group for group in survey.groups}
    details = f"{len(raters)} {kind}"
    audit_log.note(session, by, Act.PRINT_HANDOUTS, campaign, details=details)
    printed = [
        _handout(rater, groups, link_of(rater, link_key, settings.base_url)) for rater in raters
    ]
    return sorted(printed, key=_place)


def in_boxes(handouts: Sequence[Handout]) -> list[list[Handout]]:
    """Part what is named from what is drawn, and that by leader, group and language: a box each."""
    boxes: dict[tuple[str, ...], list[Handout]] = {}
    for handout in handouts:
        boxes.setdefault(_box(handout), []).append(handout)
    return list(boxes.values())


def _raters(session: Session, campaign: Campaign) -> Sequence[Rater]:
    return session.scalars(_without_address(campaign)).unique().all()


def _without_address(campaign: Campaign) -> Select[Rater]:
    return (
        select(Rater)
        .join(Rater.invitations)
        .outerjoin(Rater.person)
        .where(
            Rater.campaign_id == campaign.id,
            ~Invitation.is_withdrawn,
            or_(Rater.person_id.is_(None), Person.email.is_(None)),
        )
        .options(
            contains_eager(Rater.person),
            contains_eager(Rater.invitations)
            .joinedload(Invitation.subject)
            .joinedload(Subject.person),
        )
    )


def _handout(rater: Rater, groups: Mapping[str, Group], link: str) -> Handout:
    leaders = (
        AskedAbout(
            invitation.subject.person.name,
            ", ".join(
                part
                for part in (invitation.subject.title, invitation.subject.workplace_name)
                if part
            ),
            groups[invitation.group],
        )
        for invitation in rater.invitations
        if not invitation.is_withdrawn
    )
    return Handout(
        name=(rater.person.name or rater.person.own_number or "") if rater.person else "",
        language=rater.language,
        link=link,
        leaders=tuple(sorted(leaders, key=lambda leader: leader.name)),
    )


def _box(handout: Handout) -> tuple[str, ...]:
    if handout.name:
        return ()
    leader = handout.leaders[0]
    return (leader.name, leader.details, leader.group.key, handout.language)


def _place(handout: Handout) -> tuple[tuple[str, ...], str, str]:
    # The random code orders what has no name: when it was made is nobody's business.
    return (_box(handout), handout.name, handout.code)
