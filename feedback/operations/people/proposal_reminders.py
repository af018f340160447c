"""A reminder to the leaders who have not sent their lists: asked for by hand, once a day at most.

Leaders propose under their own names, so that who has not sent is nobody's secret.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from feedback.errors import StateError
from feedback.models import MailOccasion, State, Subject
from feedback.operations import audit_log
from feedback.operations.acts import Act
from feedback.operations.ledger import queue_mails
from feedback.operations.people.nominating import NOMINATION_REMINDER, until_of
from feedback.operations.people.standing import ListStanding, standings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.models import Campaign
    from feedback.operations.acts import Actor


def remind_leaders(session: Session, campaign: Campaign, *, by: Actor) -> int:
    """Ask the leaders whose lists are not sent to send them; return how many they are.

    Whoever has been reminded today gets no second mail.
    """
    until = until_of(session, campaign)
    if campaign.state is not State.NOMINATING or until is None:
        raise StateError("The nomination is over.")
    if by.today > until:
        raise StateError("The last day to propose has passed.")
    found = standings(session, campaign)
    rows = session.execute(
        select(Subject.id, Subject.person_id).where(Subject.campaign_id == campaign.id)
    )
    late = [
        person for subject, person in rows if person and found.get(subject, ListStanding()).is_open
    ]
    occasion = MailOccasion.of(campaign.id, by.today)
    queue_mails(session, late, NOMINATION_REMINDER, occasion, campaign=campaign, due_at=by.now)
    audit_log.note(session, by, Act.REMIND_LEADERS, campaign, details=str(len(late)))
    return len(late)
