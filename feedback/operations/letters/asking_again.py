"""Send a rater's link once more because the mail is lost: the same link, the same letter.

The letter lists everything that the person is asked, and nothing here looks at answers: it
goes, or is refused, alike for those who have answered and those who have not.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.errors import Fault, InputError, StateError
from feedback.models import Mail, MailOccasion, MailState, Rater, State
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.ledger import INVITATION, queue_mail, resend

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from feedback.models import Invitation, Person
    from feedback.operations.acts import Actor

REST: Final = timedelta(hours=1)
"""How long after a link nobody is sent it again: a mail may take its time."""

_ON_ITS_WAY: Final = frozenset({MailState.QUEUED, MailState.SENDING})
_STRANDED: Final = frozenset({MailState.FAILED, MailState.UNCERTAIN})


def send_link_again(session: Session, invitation: Invitation, *, by: Actor) -> None:
    """Queue the invitation once more, at most once an hour; raise StateError or InputError."""
    rater, campaign = invitation.rater, invitation.subject.campaign
    if campaign.state is not State.OPEN:
        message = f"No link is sent while the campaign is {campaign.state}."
        raise StateError(message)
    person = _addressee(invitation)
    # Two clicks at a time wait for each other here.
    session.execute(select(Rater.id).where(Rater.id == rater.id).with_for_update())
    sent = _invitations(session, rater)
    if any(_is_recent(mail, by.now) for mail in sent):
        raise InputError(
            [Fault("The link was sent less than an hour ago, or is on its way. Wait an hour.")]
        )
    audit_log.note(session, by, Act.SEND_LINK_AGAIN, invitation)
    stranded = [mail for mail in sent if mail.state in _STRANDED]
    if stranded:  # the same mail once more, so that it is listed as failed no longer
        resend(session, stranded[-1], now=by.now)
        return
    occasion = MailOccasion.of(campaign.id, f"again-{by.now:%Y-%m-%dT%H:%M:%S}")
    queue_mail(session, person, INVITATION, occasion, campaign=campaign, due_at=by.now)


def _addressee(invitation: Invitation) -> Person:
    person = invitation.rater.person
    if person is None or person.email is None:
        raise InputError([Fault("Whoever gets the link on paper has no address to send it to.")])
    if invitation.is_withdrawn:
        raise InputError([Fault("Only those who are asked get a link.")])
    return person


def _invitations(session: Session, rater: Rater) -> Sequence[Mail]:
    """Return the invitations of a rater, the oldest first."""
    return session.scalars(
        select(Mail)
        .where(
            Mail.person_id == rater.person_id,
            Mail.campaign_id == rater.campaign_id,
            Mail.kind == INVITATION,
        )
        .order_by(Mail.due_at, Mail.id)
    ).all()


def _is_recent(mail: Mail, now: datetime) -> bool:
    return mail.state in _ON_ITS_WAY or (mail.sent_at or mail.due_at) > now - REST
