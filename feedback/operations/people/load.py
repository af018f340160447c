"""How often somebody is asked at the same time: over all campaigns that overlap.

Only how many leaders a person is asked about. Which leaders, and whether anything was
answered, is not told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from feedback.database.many_rows import in_chunks
from feedback.models import Campaign, Invitation, Rater, State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import Select, Subquery
    from sqlalchemy.orm import Session

OFTEN: Final = 6
"""Asked about so many leaders, or more, is often: about more than five."""

_GOING_ON: Final = (State.DRAFT, State.NOMINATING, State.LAUNCHING, State.OPEN)


def load_of(session: Session, person_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return about how many leaders each of these people is asked, oneself included."""
    found: dict[UUID, int] = {}
    for chunk in in_chunks(person_ids):
        rows = session.execute(_loads().where(Rater.person_id.in_(chunk)))
        found |= {row[0]: row[1] for row in rows if row[0]}
    return found


def often_asked() -> Subquery:
    """Return a table of who is asked about many leaders: `person_id`, and `load`, how many."""
    return _loads().having(func.count() >= OFTEN).subquery()


def _loads() -> Select[*tuple[Any, ...]]:
    going_on = select(Campaign.id).where(
        Campaign.state.in_(_GOING_ON),
        ~Campaign.is_rehearsal,  # its mails go to whoever rehearses
    )
    return (
        select(Rater.person_id, func.count().label("load"))
        .join(Invitation, Invitation.rater_id == Rater.id)
        .where(~Invitation.is_withdrawn, Rater.campaign_id.in_(going_on))
        .group_by(Rater.person_id)
    )
