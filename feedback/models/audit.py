"""The audit log as a chain: each entry carries the hash of the one before.

The migrations add triggers to both tables: nobody can change an entry, and only the
oldest ones go, once an anchor has taken their place.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from feedback.models.base import Base, Id


class AuditEntry(Base):
    """One act of staff or operator; never of a rater."""

    __tablename__ = "audit_entry"
    __table_args__ = (CheckConstraint("number > 0", name="number_counts_from_one"),)

    id: Mapped[Id]
    number: Mapped[int] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str]
    action: Mapped[str]
    object: Mapped[str]
    details: Mapped[str] = mapped_column(server_default="")
    department_id: Mapped[UUID | None] = mapped_column(
        index=True
    )  # no key: the log outlives its objects
    previous_hash: Mapped[str]
    hash: Mapped[str]


class AuditAnchor(Base):
    """Where the chain begins after older entries were erased: the last one that went."""

    __tablename__ = "audit_anchor"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str]
    erased_at: Mapped[datetime]
