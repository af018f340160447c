"""The kinds of data that go by themselves when their day has come.

A new kind is one line in `KINDS`: a name, what people call it, days, and what erases it for
one campaign and returns how many rows went. `rows_of(Table.subject_id)` is such an eraser.
Every kind is counted from the day on which its campaign ended. A kind that must go before
another, because its rows refer to it, stands above it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from sqlalchemy import delete, select

from feedback.models import CoachNote, Mail, Mark, StoredResponses, Subject
from feedback.operations.ledger.talks import of_talks_to_come
from feedback.operations.retention.erasers import (
    erase_addresses,
    erase_plans,
    erase_releases,
    erase_thanks,
    erase_withheld_texts,
)
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Any
    from uuid import UUID

    from sqlalchemy import CursorResult
    from sqlalchemy.orm import InstrumentedAttribute, Session

    Eraser = Callable[[Session, UUID, datetime], int]

RELEASES: Final = "releases"
AUDIT_LOG: Final = "audit-log"


@dataclass(frozen=True, slots=True)
class ErasableKind:
    """One kind of data: how long it is kept, and what erases it for one campaign."""

    name: str
    label: Phrase
    days: int  # unless a department decides otherwise
    erase: Eraser
    longest: int = 3650
    shortest: int = 0


def rows_of(subject_id: InstrumentedAttribute[UUID]) -> Eraser:
    """Return an eraser of the rows that hang on a campaign's subjects by this column."""

    def erase(session: Session, campaign_id: UUID, _now: datetime) -> int:
        subjects = select(Subject.id).where(Subject.campaign_id == campaign_id)
        statement = delete(subject_id.class_).where(subject_id.in_(subjects))
        options = {"synchronize_session": False}
        result = session.execute(statement, execution_options=options)
        return cast("CursorResult[Any]", result).rowcount

    return erase


def _erase_ledger(session: Session, campaign_id: UUID, now: datetime) -> int:
    # Without them nobody would know whose calendar a talk to come must be taken out of.
    kept = of_talks_to_come(session, campaign_id, now=now)
    result = session.execute(delete(Mail).where(Mail.campaign_id == campaign_id, ~kept))
    return cast("CursorResult[Any]", result).rowcount


def _erase_nothing(_session: Session, _campaign_id: UUID, _now: datetime) -> int:
    return 0  # the audit log is one for all departments and goes by its own way


KINDS: Final[dict[str, ErasableKind]] = {
    kind.name: kind
    for kind in (
        # Raters were told ninety days; a department may choose fewer.
        ErasableKind(
            "responses",
            Phrase("Answers without names"),
            90,
            rows_of(StoredResponses.subject_id),
            90,
        ),
        ErasableKind("mail-ledger", Phrase("The list of mails sent"), 90, _erase_ledger),
        ErasableKind("notes", Phrase("Coaches' notes"), 365, rows_of(CoachNote.subject_id)),
        ErasableKind(
            "withheld-comments", Phrase("Comments that were withheld"), 365, erase_withheld_texts
        ),
        ErasableKind("marks", Phrase("Leaders' marks in reports"), 365, rows_of(Mark.subject_id)),
        ErasableKind("thanks", Phrase("Leaders' thanks, and old links to them"), 365, erase_thanks),
        ErasableKind(
            "addresses",
            Phrase("Raters' names and addresses, and who was asked"),
            365,
            erase_addresses,
        ),
        ErasableKind("plans", Phrase("Leaders' plans"), 1095, erase_plans),
        ErasableKind(RELEASES, Phrase("Reports"), 1095, erase_releases),
        ErasableKind(
            AUDIT_LOG, Phrase("The log of what staff did"), 1095, _erase_nothing, 3650, 365
        ),
    )
}
"""Every kind, by name, in the order in which they are erased."""
