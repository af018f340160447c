"""The protocol of what was erased, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from feedback.models import Erasure

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def protocol_of(
    session: Session,
    *,
    unit_ids: Collection[UUID] | None = None,
    since: datetime | None = None,
) -> Sequence[Erasure]:
    """Return what was erased, the oldest first: of these units and of all together."""
    lines = select(Erasure).order_by(Erasure.at, Erasure.kind, Erasure.id)
    if unit_ids is not None:
        lines = lines.where(or_(Erasure.unit_id.in_(unit_ids), Erasure.unit_id.is_(None)))
    if since is not None:
        lines = lines.where(Erasure.at >= since)
    return session.scalars(lines).all()
