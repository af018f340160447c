"""A list of people that somebody uploaded and has not applied yet."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from feedback.models.base import Base, Name, Prose


class StagedPeople(Base):
    """The list as it was read, for the page that shows what it would change.

    One a campaign, only before launch; it goes when it is applied or thrown away, and
    after a day by itself. `seen` is the digest by which whoever applies it names what they saw.
    """

    __tablename__ = "staged_people"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Prose)  # JSON
    advice: Mapped[str] = mapped_column(Prose, default="[]")  # JSON
    seen: Mapped[str]
    source: Mapped[Name]  # what the file is called
    staged_by: Mapped[str]
    staged_at: Mapped[datetime] = mapped_column(index=True)
