"""Programmes, their campaigns, and the subjects of a campaign."""

from __future__ import annotations

import json
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final, cast
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Enum,
    ForeignKey,
    Index,
    UniqueConstraint,
    func,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship, validates

from feedback.errors import StateError
from feedback.models.base import Base, Id, Name, Prose, is_one_of, values_of
from feedback.models.courses import CourseOccasion
from feedback.models.instruments import Instrument
from feedback.models.listed import Lines, MeasurementPoint, Numbers, Points
from feedback.models.people import Department, Person
from feedback.models.teams import Team
from feedback.models.workplaces import Workplace
from reports.policy import GREATEST_K, LEAST_K, POLICIES, DisclosurePolicy
from surveys.subjects import DEFAULT

if TYPE_CHECKING:
    from reports.policy import Policy


class State(StrEnum):
    """Where a campaign is in its life."""

    DRAFT = "draft"
    NOMINATING = "nominating"
    LAUNCHING = "launching"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    ERASED = "erased"
    CANCELLED = "cancelled"
    LOST = "lost"


class CampaignKind(StrEnum):
    """What a campaign asks: a whole survey, or again about a few behaviours."""

    FULL = "full"
    PULSE = "pulse"


class ShareRule(StrEnum):
    """Who lets reports be read after close; a leader with a coach is never passed by the coach."""

    BY_HAND = "by_hand"
    COACHES_AT_CLOSE = "coaches_at_close"
    LOOKED_THROUGH = "looked_through"


def _state_column() -> Enum:
    return Enum(
        State,
        native_enum=False,
        create_constraint=True,
        length=12,
        values_callable=values_of,
    )


BEFORE_LAUNCH: Final = frozenset({State.DRAFT, State.NOMINATING})
"""The states in which survey, k, policy and purpose may still change."""


DAYS_BEFORE_LAST: Final = (7, 3, 1)
"""When reminders go unless the campaign says otherwise."""


class Programme(Base):
    """What campaigns belong to: its surveys, a policy, a purpose, waves."""

    __tablename__ = "programme"
    __table_args__ = (
        UniqueConstraint("department_id", "name"),
        CheckConstraint(f"k BETWEEN {LEAST_K} AND {GREATEST_K}", name="k_in_range"),
        CheckConstraint(f"policy IN {POLICIES}", name="policy_known"),
    )

    id: Mapped[Id]
    department_id: Mapped[UUID] = mapped_column(ForeignKey("department.id"))
    name: Mapped[Name]
    purpose: Mapped[str] = mapped_column(Prose)
    k: Mapped[int] = mapped_column(default=LEAST_K)
    policy: Mapped[str] = mapped_column(default=POLICIES[0])
    coaches: Mapped[tuple[str, ...]] = mapped_column(Lines, default=())  # their addresses
    points: Mapped[tuple[MeasurementPoint, ...]] = mapped_column(Points, default=())
    plan_name_sv: Mapped[Name] = mapped_column(default="")  # what its leaders' plans are called
    plan_name_en: Mapped[Name] = mapped_column(default="")

    department: Mapped[Department] = relationship()
    campaigns: Mapped[list[Campaign]] = relationship(back_populates="programme")
    instruments: Mapped[list[Instrument]] = relationship(
        order_by=Instrument.position, cascade="all, delete-orphan"
    )

    @property
    def survey_id(self) -> str:
        """The survey that its campaigns begin with unless another of its surveys is chosen."""
        return self.instruments[0].survey_id

    def plan_name(self, language: str) -> str:
        """Return what it calls a leader's plan; empty where it has no word of its own."""
        return self.plan_name_en if language == "en" else self.plan_name_sv


class Campaign(Base):
    """One run of a survey. Survey, k, policy and purpose are frozen at launch."""

    __tablename__ = "campaign"
    __table_args__ = (
        UniqueConstraint("programme_id", "name"),
        CheckConstraint(f"k BETWEEN {LEAST_K} AND {GREATEST_K}", name="k_in_range"),
        CheckConstraint(f"policy IN {POLICIES}", name="policy_known"),
        CheckConstraint(
            "state NOT IN ('open', 'closing') OR public_key IS NOT NULL", name="open_has_a_key"
        ),
        CheckConstraint(is_one_of("kind", CampaignKind), name="kind_known"),
        CheckConstraint(
            "NOT is_rehearsal OR rehearsal_address IS NOT NULL", name="rehearsal_has_an_address"
        ),
        CheckConstraint(is_one_of("share_rule", ShareRule), name="share_rule_known"),
        CheckConstraint("share_after_days BETWEEN 0 AND 90", name="share_after_days_in_range"),
    )

    id: Mapped[Id]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"), index=True)
    name: Mapped[Name]
    state: Mapped[State] = mapped_column(_state_column(), default=State.DRAFT)
    survey_json: Mapped[str] = mapped_column(Prose)
    survey_id: Mapped[str]  # as survey_json says, where queries find it
    k: Mapped[int]
    policy: Mapped[str]
    purpose: Mapped[str] = mapped_column(Prose)
    last_day: Mapped[date]
    kind: Mapped[CampaignKind] = mapped_column(default=CampaignKind.FULL)
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaign.id"))  # a pulse's own
    is_rehearsal: Mapped[bool] = mapped_column(default=False)
    rehearsal_address: Mapped[str | None]  # where every mail of a rehearsal goes
    first_day: Mapped[date | None]  # no invitation goes out before it
    # How many days before the last one.
    reminder_days: Mapped[tuple[int, ...]] = mapped_column(Numbers, default=DAYS_BEFORE_LAST)
    share_rule: Mapped[ShareRule] = mapped_column(default=ShareRule.BY_HAND)
    share_after_days: Mapped[int] = mapped_column(default=7)  # after close, at the earliest
    launch_at: Mapped[datetime | None]  # asked for; until then it can be undone
    is_mail_held: Mapped[bool] = mapped_column(default=False)  # its mail waits for an organiser
    public_key: Mapped[bytes | None]
    launched_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    is_scrubbed: Mapped[bool] = mapped_column(default=False)  # its files, after close

    programme: Mapped[Programme] = relationship(back_populates="campaigns")
    subjects: Mapped[list[Subject]] = relationship(back_populates="campaign")

    @property
    def disclosure_policy(self) -> DisclosurePolicy:
        """What decides which figures of it are shown."""
        return DisclosurePolicy(k=self.k, policy=cast("Policy", self.policy))

    @validates("survey_json", "k", "policy", "purpose")
    def _frozen_at_launch(self, field: str, value: str | int) -> str | int:
        """Refuse what would break what raters were told when they were asked."""
        is_stored = object_session(self) is not None and self.id is not None
        if is_stored and self.state not in BEFORE_LAUNCH and value != getattr(self, field):
            message = f"{field} is frozen at launch."
            raise StateError(message)
        if field == "survey_json":
            self.survey_id = json.loads(str(value))["id"]
        return value


_THINGS: Final = ("person_id", "team_id", "workplace_id", "occasion_id")


class Subject(Base):
    """Whom or what a campaign is about, and to whom the release has been shared.

    Its kind is a key of `surveys.subjects`; one thing of the register is what it stands for.
    """

    __tablename__ = "subject"
    __table_args__ = (
        UniqueConstraint("campaign_id", "person_id"),
        *(
            Index(f"uq_subject_campaign_id_{thing}", "campaign_id", thing, unique=True)
            for thing in _THINGS[1:]
        ),
        CheckConstraint(
            " + ".join(f"CASE WHEN {thing} IS NULL THEN 0 ELSE 1 END" for thing in _THINGS)
            + " = 1",
            name="is_one_thing",
        ),
        CheckConstraint(
            "NOT coach_is_external OR coach_access_until IS NOT NULL",
            name="external_coach_has_an_end",
        ),
    )

    id: Mapped[Id]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    kind: Mapped[str] = mapped_column(default=DEFAULT.key)
    name: Mapped[Name] = mapped_column(default="")  # as of launch; a person has their own
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    workplace_id: Mapped[UUID | None] = mapped_column(ForeignKey("workplace.id"), index=True)
    occasion_id: Mapped[UUID | None] = mapped_column(ForeignKey("occasion.id"), index=True)
    # Of a workplace: the one above it in the same campaign, as of launch.
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("subject.id"), index=True)
    coach_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    approver_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[Name] = mapped_column(default="")
    workplace_name: Mapped[Name] = mapped_column(default="")
    shared_with_coach_at: Mapped[datetime | None]
    shared_with_leader_at: Mapped[datetime | None]
    coach_access_ended_at: Mapped[datetime | None]
    coach_access_until: Mapped[date | None]  # compulsory for a coach from outside
    coach_is_external: Mapped[bool] = mapped_column(default=False)  # reads on the web only
    comments_read_at: Mapped[datetime | None]  # looked through by the coach, as sharing asks
    talk_at: Mapped[datetime | None]  # when coach and leader meet
    last_talk_at: Mapped[datetime | None]  # a date taken back, as it stands in calendars
    talk_place: Mapped[Name] = mapped_column(default="")
    talk_version: Mapped[int] = mapped_column(default=0)  # counts the changes of date and place
    is_moved: Mapped[bool] = mapped_column(default=False)  # to a later wave; gets no release here
    outlook: Mapped[str | None]  # of the report, by the last bands: full, thin or empty
    shares_before_talk: Mapped[bool] = mapped_column(default=True)  # by itself, the evening before

    campaign: Mapped[Campaign] = relationship(back_populates="subjects")
    # Everything that is of leaders asks it; a subject of another kind has none.
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    team: Mapped[Team | None] = relationship()
    workplace: Mapped[Workplace | None] = relationship()
    occasion: Mapped[CourseOccasion | None] = relationship()
    coach: Mapped[Person | None] = relationship(foreign_keys=[coach_id])
    approver: Mapped[Person | None] = relationship(foreign_keys=[approver_id])
    readers: Mapped[list[Person]] = relationship(
        secondary="subject_reader", order_by=Person.name, viewonly=True
    )

    @property
    def recipients(self) -> list[Person]:
        """Everybody whom its report is for; of what is no person, nobody before launch."""
        return self.readers if self.person_id is None else [self.person]

    @hybrid_property
    def thing_id(self) -> UUID:
        """Return what it stands for in every campaign: the id of its person, or of what it is."""
        things = (self.person_id, self.team_id, self.workplace_id, self.occasion_id)
        return next(one for one in things if one is not None)

    @thing_id.inplace.expression
    @classmethod
    def _thing_id(cls) -> ColumnElement[UUID]:
        return func.coalesce(*(getattr(cls, thing) for thing in _THINGS))
