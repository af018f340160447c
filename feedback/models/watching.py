"""What was seen last: keys that were not found, workers, and what must be done again and again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from feedback.models.base import Base


class KeyTrouble(Base):
    """That a campaign's key was in no folder at the last look; gone as soon as it is found.

    Missing means that every folder could be read. Only such nights are counted: an absent
    disk says nothing of the key that lies on it.
    """

    __tablename__ = "key_trouble"
    __table_args__ = (
        CheckConstraint("kind IN ('link', 'seal')", name="kind_known"),
        CheckConstraint("nights >= 0", name="nights_counted"),
    )

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)  # which of the campaign's two keys
    is_missing: Mapped[bool]
    since: Mapped[datetime]
    tried_at: Mapped[datetime]
    nights: Mapped[int] = mapped_column(default=0)  # in a row in which it was missing
    last_night: Mapped[date | None]  # the last of them, by the evening it began


class WorkerBeat(Base):
    """When the worker of a machine last looked for something to do, and how it found things."""

    __tablename__ = "worker_beat"

    host: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]  # it was started
    at: Mapped[datetime]
    is_stopped: Mapped[bool] = mapped_column(default=False)  # as it was told to
    version: Mapped[str] = mapped_column(default="")
    examined_at: Mapped[datetime | None]
    # What its last whole examination found, in words without names: the web cannot see keys.
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)


class LastRun(Base):
    """When something that must recur was last done, whoever did it."""

    __tablename__ = "last_run"
    __table_args__ = (CheckConstraint("what IN ('nightly', 'backup')", name="what_known"),)

    what: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
