"""What keeps mail back: somebody's hold on all of it, the mail server's, or one campaign's."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from feedback.models import Campaign, Mail, MailHold, MailState
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.text.one_line import one_line

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.operations.acts import Actor

KEYS_AWAY: Final = "the folder of link keys, which knows when mail last left, is not there"
"""Why mail waits while nobody can tell whether the database was restored from a backup."""

LONGEST_REASON: Final = 200

ALL_MAIL: Final = "all"
"""How the log calls what a hold on all mail is about."""

IS_FREE: Final = or_(
    Mail.campaign_id.is_(None),
    Mail.campaign_id.not_in(select(Campaign.id).where(Campaign.is_mail_held)),
)
"""That no organiser holds the mail's campaign."""

LONGEST_REST: Final = timedelta(hours=1)
"""How long the mail server keeps mail back at most; longer only by a clock that went back since."""

_FORGET_STOP: Final = delete(MailHold).where(
    or_(MailHold.retry_at <= bindparam("now"), MailHold.retry_at > bindparam("far"))
)


def hold_mail(session: Session, reason: str, *, by: Actor) -> None:
    """Stop all mail until somebody releases it."""
    put_hold(session, one_line(reason)[:LONGEST_REASON], now=by.now, set_by=by.name)
    audit_log.note(session, by, Act.HOLD_MAIL, ALL_MAIL)


def release_mail(session: Session, *, by: Actor) -> None:
    """Let mail go again."""
    lift_hold(session)
    audit_log.note(session, by, Act.RELEASE_MAIL, ALL_MAIL)


def put_hold(
    session: Session,
    reason: str,
    *,
    now: datetime,
    set_by: str = "",
    needs_operator: bool = False,
) -> None:
    """Stop all mail until it is released; a hold of the mail server's becomes this one.

    Without a note: part of what a person does, or of what the worker has to do.
    """
    held = _row_to_write(session, now)
    if held is None:
        return
    held.reason, held.since, held.set_by = reason, now, set_by
    held.needs_operator, held.answer, held.retry_at = needs_operator, "", None
    session.flush()


def stop_mail(
    session: Session, reason: str, *, answer: str, now: datetime, rest: timedelta | None
) -> None:
    """Stop all mail because of the mail server: for a while, or until somebody releases it."""
    held = _row_to_write(session, now)
    if held is None:
        return
    held.reason, held.answer = reason, answer
    held.retry_at = now + rest if rest is not None else None
    session.flush()


def end_stop(session: Session, *, now: datetime) -> None:
    """Forget the mail server's hold: it has taken a mail again."""
    session.connection().execute(_FORGET_STOP, {"now": now, "far": now + LONGEST_REST})


def lift_hold(session: Session) -> None:
    """Let mail go again, without a note."""
    session.execute(delete(MailHold))


def hold_campaign(session: Session, campaign: Campaign, *, by: Actor) -> None:
    """Keep back what a campaign's queue still holds; what has left has left."""
    campaign.is_mail_held = True
    audit_log.note(session, by, Act.HOLD_CAMPAIGN_MAIL, campaign)


def release_campaign(session: Session, campaign: Campaign, *, by: Actor) -> None:
    """Send what was kept back or waits for its hour: now."""
    campaign.is_mail_held = False
    session.flush()
    session.execute(
        update(Mail)
        .where(
            Mail.campaign_id == campaign.id, Mail.state == MailState.QUEUED, Mail.due_at > by.now
        )
        .values(due_at=by.now),
        execution_options={"synchronize_session": False},
    )
    audit_log.note(session, by, Act.SEND_CAMPAIGN_MAIL, campaign)


def held_since(session: Session, *, now: datetime) -> MailHold | None:
    """Return the hold on all mail, if there is one; not that of a server to be tried again."""
    held = session.get(MailHold, 1)
    is_resting = held and held.retry_at and now < held.retry_at <= now + LONGEST_REST
    return held if held and (held.retry_at is None or is_resting) else None


def _row_to_write(session: Session, now: datetime) -> MailHold | None:
    """Return the row for a hold, unless somebody's stands; two workers may ask at a time."""
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    made = session.scalar(
        insert(MailHold)
        .values(id=1, reason="", since=now, set_by="", needs_operator=False)
        .on_conflict_do_nothing()
        .returning(MailHold.id)
    )
    held = session.get_one(MailHold, 1, with_for_update=True)
    return held if made is not None or held.retry_at is not None else None
