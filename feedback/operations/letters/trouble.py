"""Mail that did not arrive, or perhaps not: what may be shown, and what somebody decides.

Nothing here tells who has answered: a reminder is never shown, and a bounce of one is never
noted, for it would tell that its reader was not finished.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from feedback.clock import day_of
from feedback.errors import Fault, InputError
from feedback.mail.answers import limit_of_ours, status_in
from feedback.models import Campaign, Mail, MailState, Person, Rater, State
from feedback.operations import audit_log, ledger
from feedback.operations.acts import Act
from feedback.operations.campaigns.reminding import reminder_days
from feedback.operations.ledger import holding
from feedback.operations.people.asking import put_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, tzinfo
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from feedback.clock import Moment
    from feedback.mail.answers import SendingLimit
    from feedback.mail.bounces import Bounce
    from feedback.operations.acts import Actor

_TROUBLES: Final = (MailState.FAILED, MailState.UNCERTAIN)
_ARRIVED: Final = (MailState.SENT, MailState.UNCERTAIN)
_CLOCKS_DIFFER: Final = timedelta(minutes=5)
_LATEST: Final = timedelta(days=7)  # mail servers give up after five days at most


@dataclass(frozen=True, slots=True)
class Trouble:
    """Mails of a campaign that somebody has to look at: the first of each kind, and how many."""

    failed: Sequence[Mail]
    uncertain: Sequence[Mail]
    all_failed: int
    all_uncertain: int

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.failed or self.uncertain)


def trouble_of(session: Session, campaign: Campaign, *, most: int | None = None) -> Trouble:
    """Return the campaign's mails that failed or are uncertain, never a reminder.

    Of each no more than `most`, by name: there may be thousands.
    """
    counted = _troubled(campaign).with_only_columns(Mail.state, func.count()).group_by(Mail.state)
    counts = {row[0]: row[1] for row in session.execute(counted)}
    failed, uncertain = (
        session.scalars(
            _troubled(campaign)
            .join(Mail.person)
            .where(Mail.state == state)
            .options(contains_eager(Mail.person))
            .order_by(Person.name, Mail.kind, Mail.id)
            .limit(most)
        ).all()
        if counts.get(state)
        else ()
        for state in _TROUBLES
    )
    return Trouble(failed, uncertain, *(counts.get(state, 0) for state in _TROUBLES))


def find_trouble(session: Session, campaign: Campaign, mail_id: UUID) -> Mail | None:
    """Return one such mail of a campaign, or None."""
    return session.scalars(_troubled(campaign).where(Mail.id == mail_id)).one_or_none()


def _troubled(campaign: Campaign) -> Select[Mail]:
    return select(Mail).where(
        Mail.campaign_id == campaign.id,
        Mail.kind.not_in(ledger.BLIND),
        Mail.state.in_(_TROUBLES),
    )


def resend_mail(session: Session, mail: Mail, *, by: Actor) -> None:
    """Queue a failed or uncertain mail again, because a person decided so; it may arrive twice."""
    ledger.resend(session, mail, now=by.now)
    audit_log.note(session, by, Act.RESEND_MAIL, _thing(session, mail))


def leave_uncertain(session: Session, mail: Mail, *, by: Actor) -> None:
    """Take an uncertain mail as sent, because a person decided so."""
    if mail.state is MailState.UNCERTAIN:
        mail.state = MailState.SENT
        audit_log.note(session, by, Act.LEAVE_UNCERTAIN, _thing(session, mail))


def mend_address(session: Session, mail: Mail, address: str, *, by: Actor) -> None:
    """Correct the address that a mail did not reach, and send it there.

    A rater of an open campaign gets a new link, as everywhere an address is corrected.
    """
    campaign_id, wrong = mail.campaign_id, mail.person
    rater = session.scalar(
        select(Rater).where(Rater.campaign_id == campaign_id, Rater.person_id == wrong.id)
    )
    if rater is None:
        raise InputError([Fault("Only a rater's address is corrected here.")])
    audit_log.note(session, by, Act.MEND_ADDRESS, _thing(session, mail))
    put_address(session, rater, address, now=by.now)
    # An invitation is queued anew by the correction; any other mail is asked for here.
    ledger.drop(session, mail.id)
    if rater.person is not None and (
        mail.kind != ledger.INVITATION or rater.campaign.state is not State.OPEN
    ):
        ledger.queue_mail(
            session, rater.person, mail.kind, mail.occasion, campaign=rater.campaign, due_at=by.now
        )


def note_bounces(session: Session, bounces: Iterable[Bounce], *, by: Actor) -> int:
    """Note which mails came back; return how many rows now say that the address fails."""
    noted, now = 0, by.now
    for bounce in bounces:
        found = _bounced(session, bounce, by.moment)
        if found and bounce.at and (limit := limit_of_ours(bounce.reason)) is not None:
            _send_once_more(session, found, bounce, limit, now=now)
            continue
        for mail in found:
            mail.state, mail.error = MailState.FAILED, bounce.reason or "returned to sender"
            noted += 1
    if noted:
        audit_log.note(session, by, Act.NOTE_BOUNCES, holding.ALL_MAIL, details=str(noted))
    session.flush()
    return noted


def _send_once_more(
    session: Session, mails: list[Mail], bounce: Bounce, limit: SendingLimit, *, now: datetime
) -> None:
    """Queue mail again that came back for our own server's limit, and let all mail wait."""
    for mail in mails:
        mail.state, mail.due_at, mail.attempts = MailState.QUEUED, now, 0
        mail.claimed_at, mail.error = None, bounce.reason
    answer = status_in(bounce.reason)
    holding.stop_mail(session, limit.reason, answer=answer, now=now, rest=limit.rest)


def _bounced(session: Session, bounce: Bounce, moment: Moment) -> list[Mail]:
    shown = select(Mail).where(Mail.kind.not_in(ledger.BLIND), Mail.state.in_(_ARRIVED))
    if bounce.mail_id is not None:
        same = or_(Mail.id == bounce.mail_id, Mail.sent_with_id == bounce.mail_id)
        return [mail for mail in session.scalars(shown.where(same)) if _is_after(bounce, mail)]
    if not bounce.address:
        return []
    latest = session.scalars(
        shown.join(Mail.person)
        .where(Person.email == bounce.address, Mail.sent_at > moment.now - _LATEST)
        .order_by(Mail.sent_at.desc())
        .limit(1)
    ).first()
    if latest is None or not _is_after(bounce, latest):
        return []
    if _may_be_a_reminder(session, latest, until=bounce.at or moment.now, zone=moment.zone):
        return []
    return [latest]


def _thing(session: Session, mail: Mail) -> Campaign | str:
    """Return what the log says a decision on a mail is about."""
    campaign = session.get(Campaign, mail.campaign_id) if mail.campaign_id else None
    return campaign or f"mail {mail.id}"


def _is_after(bounce: Bounce, mail: Mail) -> bool:
    """Tell whether a bounce is of the latest try: a mail that was sent again may have arrived."""
    if bounce.at is None or mail.sent_at is None:
        return True
    return bounce.at + _CLOCKS_DIFFER > mail.sent_at


def _may_be_a_reminder(session: Session, mail: Mail, *, until: datetime, zone: tzinfo) -> bool:
    """Tell whether a reminder may have gone to the same person since: then nothing is noted."""
    assert mail.sent_at is not None  # noqa: S101 - asked for above
    places = session.scalars(
        select(Rater).where(Rater.person_id == mail.person_id).options(joinedload(Rater.campaign))
    )
    since, end = (day_of(moment, zone) for moment in (mail.sent_at, until))
    for campaign in (place.campaign for place in places):
        if campaign.launched_at is None:
            continue
        launched_on = day_of(campaign.launched_at, zone)
        days = reminder_days(launched_on, campaign.last_day, campaign.reminder_days)
        if any(since <= day <= end for day in days):
            return True
    return False
