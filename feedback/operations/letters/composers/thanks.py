"""The organiser's thanks, to everybody who was asked in a campaign that has closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.models import Rater
from feedback.operations.campaigns.thanking import CAMPAIGN_THANKS
from feedback.operations.letters.kinds import Audience, Letter, MailKind
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Mail


def _thanks(session: Session, settings: Settings, mail: Mail) -> Letter | None:  # noqa: ARG001 - the shape of a composer
    campaign = mail.campaign
    if campaign is None:
        return None
    language = session.scalar(
        select(Rater.language).where(
            Rater.campaign_id == campaign.id, Rater.person_id == mail.person_id
        )
    )
    return Letter(language or mail.person.language, {"campaign": campaign.name})


KINDS: Final = (
    MailKind(
        key=CAMPAIGN_THANKS,
        audience=Audience.RATER,
        name=Phrase("Thanks to everybody who was asked"),
        when=Phrase(
            "When the campaign has closed and you send it: the same mail to everybody who was"
            " asked, answered or not."
        ),
        compose=_thanks,
        must_hold=frozenset(),
    ),
)
