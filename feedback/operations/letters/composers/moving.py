"""The one mail about a leader who was moved to a later wave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.models import Campaign, Rater, State, Subject
from feedback.operations.ledger import LEADER_MOVED
from feedback.operations.letters.kinds import Audience, Letter, MailKind
from feedback.operations.subjects import called
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Mail


def _moved(session: Session, settings: Settings, mail: Mail) -> Letter | None:  # noqa: ARG001 - the shape of a composer
    subject = session.get(Subject, mail.occasion.about)
    if subject is None or not subject.is_moved:
        return None
    later = _later(session, subject)
    if later is None:
        return None  # taken out of the later wave meanwhile: there is nothing to look forward to
    language = session.scalar(
        select(Rater.language).where(
            Rater.campaign_id == subject.campaign_id, Rater.person_id == mail.person_id
        )
    )
    facts: dict[str, object] = {
        "campaign": subject.campaign.name,
        "leader": called(subject),
        "later": later.name,
        "last_day": later.last_day,
    }
    return Letter(language or mail.person.language, facts)


def _later(session: Session, subject: Subject) -> Campaign | None:
    """Return the wave in which the leader stands now."""
    return session.scalars(
        select(Campaign)
        .join(Subject, Subject.campaign_id == Campaign.id)
        .where(
            Subject.person_id == subject.person_id,
            Campaign.programme_id == subject.campaign.programme_id,
            Campaign.id != subject.campaign_id,
            ~Subject.is_moved,
            Campaign.state.in_((State.DRAFT, State.NOMINATING, State.LAUNCHING, State.OPEN)),
        )
        .order_by(Campaign.last_day.desc())
    ).first()


KINDS: Final = (
    MailKind(
        key=LEADER_MOVED,
        audience=Audience.RATER,
        name=Phrase("A leader is moved to a later campaign"),
        when=Phrase(
            "Once, to everybody asked about the leader, whether they have answered or not."
        ),
        compose=_moved,
        must_hold=frozenset({"leader"}),
    ),
)
