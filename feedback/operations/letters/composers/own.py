"""Mails that somebody writes or asks for: a correction to a batch, and a test to oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.mail.templates import LetterText, candidates
from feedback.models import MailCorrection, Rater
from feedback.operations.ledger import CORRECTION, TEST
from feedback.operations.letters.composers.asking import campaign_of
from feedback.operations.letters.composers.raters import asked_of
from feedback.operations.letters.kinds import Audience, Letter, MailKind
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Mail


def _correction(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    written = session.get(MailCorrection, mail.occasion.about)
    if written is None:
        return None
    campaign = campaign_of(mail)
    rater = session.scalar(
        select(Rater).where(Rater.campaign_id == campaign.id, Rater.person_id == mail.person_id)
    )
    language = _language_of(written, rater.language if rater else mail.person.language)
    text = LetterText(written.subjects[language], written.bodies[language])
    facts: dict[str, object] = {"campaign": campaign.name, "last_day": campaign.last_day}
    if "{link}" in text.body:
        asked = asked_of(session, settings, mail, unfinished=False)
        if asked is None:
            return None  # withdrawn, or closed meanwhile: the link would open nothing
        facts["link"] = asked.facts["link"]
    return Letter(language, facts, campaign=campaign, text=text)


def _language_of(written: MailCorrection, language: str) -> str:
    # Swedish, the last candidate, is always written.
    return next(one for one in candidates(language) if one in written.bodies)


def _test(session: Session, settings: Settings, mail: Mail) -> Letter | None:  # noqa: ARG001 - the shape of a composer
    kind, language, *_ = mail.occasion.parts
    return Letter(language, {}, campaign=campaign_of(mail), kind=kind, is_example=True)


KINDS: Final = (
    MailKind(
        key=CORRECTION,
        audience=Audience.RATER,
        name=Phrase("Correction of a mail"),
        when=Phrase("Once, to exactly those whom a faulty mail went to, when you write one."),
        compose=_correction,
        has_text=False,
    ),
    MailKind(
        key=TEST,
        audience=Audience.ORGANISER,
        name=Phrase("Test mail"),
        when=Phrase("At once, to yourself, when you ask for one."),
        compose=_test,
        has_text=False,
    ),
)
