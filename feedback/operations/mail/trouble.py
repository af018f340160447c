"""Mail that did not arrive, or perhaps not: what may be shown, and what somebody decides.

Nothing here tells who has answered: a reminder is never shown, and a bounce of one is never
noted, for it would tell that its reader was not finished.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from feedback.errors import Fault, InputError
from feedback.models import Mail, MailState, Person, Rater, State
from feedback.operations.mail import ledger
from feedback.operations.mail.reminding import days_before_last, reminder_days
from feedback.operations.people.raters import correct_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from feedback.mail.bounces import Bounce
    from feedback.models import Campaign

_ARRIVED: Final = (MailState.SENT, MailState.UNCERTAIN)
_CLOCKS_DIFFER: Final = timedelta(minutes=5)
_LATEST: Final = timedelta(days=7)  # mail servers give up after five days at most


@dataclass(frozen=True, slots=True)
class Trouble:
    """Mails of a campaign that somebody has to look at."""

    failed: Sequence[Mail]
    uncertain: Sequence[Mail]

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.failed or self.uncertain)


def trouble_of(session: Session, campaign: Campaign) -> Trouble:
    """Return the campaign's mails that failed or are uncertain, never a reminder."""
    rows = session.scalars(
        select(Mail)
        .join(Mail.person)
        .where(
            Mail.campaign_id == campaign.id,
            Mail.kind.not_in(ledger.BLIND),
            Mail.state.in_((MailState.FAILED, MailState.UNCERTAIN)),
        )
        .options(joinedload(Mail.person))
        .order_by(Person.name, Mail.kind, Mail.id)
    ).all()
    return Trouble(
        failed=[row for row in rows if row.state is MailState.FAILED],
        uncertain=[row for row in rows if row.state is MailState.UNCERTAIN],
    )


def find_trouble(session: Session, campaign: Campaign, mail_id: UUID) -> Mail | None:
    """Return one such mail of a campaign, or None."""
    trouble = trouble_of(session, campaign)
    rows = [*trouble.failed, *trouble.uncertain]
    return next((row for row in rows if row.id == mail_id), None)


def leave_uncertain(session: Session, mail: Mail) -> None:
    """Take an uncertain mail as sent, because a person decided so."""
    if mail.state is MailState.UNCERTAIN:
        mail.state = MailState.SENT
        session.flush()


def mend_address(session: Session, mail: Mail, address: str, *, now: datetime) -> None:
    """Correct the address that a mail did not reach, and send it there.

    A rater of an open campaign gets a new link, as everywhere an address is corrected.
    """
    campaign_id, wrong = mail.campaign_id, mail.person
    rater = session.scalar(
        select(Rater).where(Rater.campaign_id == campaign_id, Rater.person_id == wrong.id)
    )
    if rater is None:
        raise InputError([Fault("Only a rater's address is corrected here.")])
    correct_address(session, rater, address, now=now)
    # An invitation is queued anew by the correction; any other mail is asked for here.
    ledger.drop(session, mail.id)
    if rater.person is not None and (
        mail.kind != ledger.INVITATION or rater.campaign.state is not State.OPEN
    ):
        ledger.queue_mail(
            session, rater.person, mail.kind, mail.occasion, campaign=rater.campaign, due_at=now
        )


def note_bounces(
    session: Session, bounces: Iterable[Bounce], *, now: datetime, zone: ZoneInfo
) -> int:
    """Note which mails came back; return how many rows now say that the address fails."""
    noted = 0
    for bounce in bounces:
        for mail in _bounced(session, bounce, now=now, zone=zone):
            mail.state, mail.error = MailState.FAILED, bounce.reason or "returned to sender"
            noted += 1
    session.flush()
    return noted


def _bounced(session: Session, bounce: Bounce, *, now: datetime, zone: ZoneInfo) -> list[Mail]:
    shown = select(Mail).where(Mail.kind.not_in(ledger.BLIND), Mail.state.in_(_ARRIVED))
    if bounce.mail_id is not None:
        same = or_(Mail.id == bounce.mail_id, Mail.sent_with_id == bounce.mail_id)
        return [mail for mail in session.scalars(shown.where(same)) if _is_after(bounce, mail)]
    if not bounce.address:
        return []
    latest = session.scalars(
        shown.join(Mail.person)
        .where(Person.email == bounce.address, Mail.sent_at > now - _LATEST)
        .order_by(Mail.sent_at.desc())
        .limit(1)
    ).first()
    if latest is None or not _is_after(bounce, latest):
        return []
    if _may_be_a_reminder(session, latest, until=bounce.at or now, zone=zone):
        return []
    return [latest]


def _is_after(bounce: Bounce, mail: Mail) -> bool:
    """Tell whether a bounce is of the latest try: a mail that was sent again may have arrived."""
    if bounce.at is None or mail.sent_at is None:
        return True
    return bounce.at + _CLOCKS_DIFFER > mail.sent_at


def _may_be_a_reminder(session: Session, mail: Mail, *, until: datetime, zone: ZoneInfo) -> bool:
    """Tell whether a reminder may have gone to the same person since: then nothing is noted."""
    assert mail.sent_at is not None  # noqa: S101 - asked for above
    places = session.scalars(
        select(Rater).where(Rater.person_id == mail.person_id).options(joinedload(Rater.campaign))
    )
    since, end = (moment.astimezone(zone).date() for moment in (mail.sent_at, until))
    for campaign in (place.campaign for place in places):
        if campaign.launched_at is None:
            continue
        launched_on = campaign.launched_at.astimezone(zone).date()
        days = reminder_days(launched_on, campaign.last_day, days_before_last(campaign))
        if any(since <= day <= end for day in days):
            return True
    return False
