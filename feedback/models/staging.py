"""A list of people that somebody uploaded and has not applied yet."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from feedback.models.base import Base


class StagedPeople(Base):
    """The file as it came, and the list as it was read and put right since.

    One of each organiser in a campaign, while people may be added, and nobody else's to see:
    both parts are sealed, for a file may hold more than is asked for. It goes when it is applied
    or thrown away, when the campaign opens, and a day after the upload by itself. `seen` is the
    digest by which whoever goes on names what they saw.
    """

    __tablename__ = "staged_people"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    staged_by: Mapped[str] = mapped_column(primary_key=True)
    file: Mapped[bytes] = mapped_column(deferred=True)  # only another sheet needs it again
    content: Mapped[bytes]
    seen: Mapped[str]
    staged_at: Mapped[datetime] = mapped_column(index=True)
