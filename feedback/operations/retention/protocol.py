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
    department_ids: Collection[UUID] | None = None,
    since: datetime | None = None,
) -> Sequence[Erasure]:
    """Return what was erased, the oldest first: of these departments and of all together."""
    lines = select(Erasure).order_by(Erasure.at, Erasure.kind, Erasure.id)
    if department_ids is not None:
        lines = lines.where(
            or_(Erasure.department_id.in_(department_ids), Erasure.department_id.is_(None))
        )
    if since is not None:
        lines = lines.where(Erasure.at >= since)
    return session.scalars(lines).all()
