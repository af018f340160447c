"""Look for what a closed campaign should have left behind nowhere: rows, keys, links."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import JSON, String, Text, func, inspect, select, text

from feedback.anonymity.attack import judged
from feedback.models import (
    Answered,
    Campaign,
    Correction,
    Declined,
    Draft,
    Envelope,
    Invitation,
    Mail,
    ProgressBand,
    State,
    StoredResponses,
    Subject,
)
from feedback.operations.ballot_box.erasing import REMINDER
from feedback.operations.ballot_box.stops import stopped_campaigns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy import Select

    from feedback.anonymity.attack import AttackResult, Target

_OVER: Final = (State.CLOSED, State.ERASED, State.CANCELLED)
# As we write a code, in any case; behind /s/ in whatever way somebody typed it, even escaped.
_CODE: Final = re.compile(rb"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){4}\b", re.IGNORECASE)
_TYPED: Final = re.compile(
    rb"(?:/|%2f)s(?:/|%2f)(?:[0-9a-z](?:-|%20|\+)*){20}(?![0-9a-z])", re.IGNORECASE
)


def attack_leftover_rows(target: Target) -> list[AttackResult]:
    """Count rows of ended campaigns that close should have erased."""
    broken = [
        f"Campaign {campaign.id} is {campaign.state}, but {count} rows of {name} are left."
        for campaign in _ended(target)
        for name, rows in _rows_of(campaign.id)
        if (count := target.session.scalar(rows))
    ]
    return judged("leftover rows", broken, "Ended campaigns left no row of the ballot box.")


def attack_old_responses(target: Target) -> list[AttackResult]:
    """Look for stored responses whose day to go has passed, and that no stop holds."""
    # A day late is no breach: they go at night.
    latest = target.today - timedelta(days=2)
    count = target.session.scalar(
        select(func.count())
        .select_from(StoredResponses)
        .join(Subject, Subject.id == StoredResponses.subject_id)
        .join(Campaign, Campaign.id == Subject.campaign_id)
        .where(StoredResponses.delete_after <= latest, ~stopped_campaigns())
    )
    broken = [f"{count} subjects' responses should have been deleted by now."] if count else []
    return judged("old responses", broken, "No stored responses have outlived their day.")


def attack_leftover_keys(target: Target) -> list[AttackResult]:
    """Look for keys of ended campaigns in every mirror that can be read."""
    folders = [("link", target.link_keys), ("seal", target.seal_keys)]
    broken = [
        f"The {kind} key of campaign {campaign.id}, which is {campaign.state}, still exists."
        for campaign in _ended(target)
        for kind, folder in folders
        if folder is not None and folder.holds(campaign.id)
    ]
    return judged("leftover keys", broken, "Keys of ended campaigns are gone in every mirror.")


def attack_stored_links(target: Target) -> list[AttackResult]:
    """Search every text in the database, and the log files given, for a rater's code."""
    broken = [f"A rater's code stands in {place}." for place in _places_of_codes(target)]
    return judged("stored links", broken, "No rater's code stands in the database or in a log.")


def _ended(target: Target) -> list[Campaign]:
    return list(target.session.scalars(select(Campaign).where(Campaign.state.in_(_OVER))))


def _rows_of(campaign_id: UUID) -> Iterator[tuple[str, Select[int]]]:
    subjects = select(Subject.id).where(Subject.campaign_id == campaign_id)
    invitations = select(Invitation.id).where(Invitation.subject_id.in_(subjects))
    count = select(func.count())
    yield "envelope", count.select_from(Envelope).where(Envelope.campaign_id == campaign_id)
    for table in (Answered, Draft, Declined, Correction):
        rows = count.select_from(table).where(table.invitation_id.in_(invitations))
        yield table.__tablename__, rows
    bands = count.select_from(ProgressBand).where(ProgressBand.subject_id.in_(subjects))
    yield "progress_band", bands
    reminders = count.select_from(Mail).where(
        Mail.campaign_id == campaign_id, Mail.kind == REMINDER
    )
    yield "mail (reminders)", reminders


def _places_of_codes(target: Target) -> Iterator[str]:
    inspector = inspect(target.database.engine)
    for table in inspector.get_table_names():
        for column in inspector.get_columns(table):
            if isinstance(column["type"], Text | String | JSON) and _holds_code(
                target, table, column["name"]
            ):
                yield f"table {table}, column {column['name']}"
    for log in target.logs:
        if log.is_file() and _shows_code(log.read_bytes()):
            yield f"the file {log}"


def _holds_code(target: Target, table: str, column: str) -> bool:
    # Names come from the database's own catalogue, so they are quoted, not escaped.
    values = target.session.scalars(
        text(f'SELECT "{column}" FROM "{table}"')  # noqa: S608 - see above
    )
    return any(value and _shows_code(str(value).encode()) for value in values)


def _shows_code(content: bytes) -> bool:
    return any(pattern.search(content) for pattern in (_CODE, _TYPED))
