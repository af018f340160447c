"""Which surveys a programme asks: a programme about leaders and their teams has two."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from feedback.models.base import Base


class Instrument(Base):
    """A survey that campaigns of a programme begin with; the first is the usual one."""

    __tablename__ = "programme_instrument"

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    survey_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
