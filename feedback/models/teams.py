"""Teams of a programme, kept over its campaigns: who belongs to one, from when to when."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback.models.base import Base, Id, Name
from feedback.models.people import Person


class Team(Base):
    """A named group that leads together: a management team."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("programme_id", "name"),)

    id: Mapped[Id]
    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"))
    name: Mapped[Name]

    members: Mapped[list[TeamMember]] = relationship(back_populates="team")

    def members_on(self, day: date) -> list[TeamMember]:
        """Return who belongs to it on a day: the head first, then the others by name."""
        there = [one for one in self.members if one.belongs_on(day)]
        return sorted(there, key=lambda one: (not one.is_head, one.person.name, str(one.id)))


_NOW = text("last_day IS NULL")
_HEAD_NOW = text("last_day IS NULL AND is_head")


class TeamMember(Base):
    """That somebody belongs to a team, the head like the others; who has left keeps the row."""

    __tablename__ = "team_member"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="ends_after_it_begins"),
        Index(
            *("uq_team_member_now", "team_id", "person_id"),
            unique=True,
            sqlite_where=_NOW,
            postgresql_where=_NOW,
        ),
        Index(
            *("uq_team_member_head_now", "team_id"),
            unique=True,
            sqlite_where=_HEAD_NOW,
            postgresql_where=_HEAD_NOW,
        ),
    )

    id: Mapped[Id]
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    is_head: Mapped[bool] = mapped_column(default=False)

    team: Mapped[Team] = relationship(back_populates="members")
    person: Mapped[Person] = relationship()

    def belongs_on(self, day: date) -> bool:
        """Tell whether somebody belongs to the team on a day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)
