"""A list of people that somebody uploaded and has not applied yet."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from feedback.models.base import Base


class StagedPeople(Base):
    """The list as it was read, for the page that shows what it would change.

    One a campaign, only before launch; it goes when it is applied or thrown away, and
    after a day by itself. `seen` is the digest of the list that it was compared with.
    """

    __tablename__ = "staged_people"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    content: Mapped[str] = mapped_column(Text)  # JSON
    advice: Mapped[str] = mapped_column(Text, default="[]")  # JSON
    seen: Mapped[str]
    source: Mapped[str]
    staged_by: Mapped[str]
    staged_at: Mapped[datetime] = mapped_column(index=True)
