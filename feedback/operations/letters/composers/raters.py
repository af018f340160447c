"""Mails to raters: the invitation and the reminders, each with the rater's own link."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from feedback.ballot import Part
from feedback.models import Answered, Correction, Declined, Invitation, Rater, State, Subject
from feedback.operations.answering.links import link_of
from feedback.operations.campaigns.purposes import purpose_in
from feedback.operations.ledger import INVITATION, INVITATIONS, REMINDER, REMINDERS
from feedback.operations.letters.composers.asking import campaign_of, day_of
from feedback.operations.letters.kinds import Audience, Letter, MailKind
from feedback.operations.rights.coach_access import named_readers
from feedback.operations.rights.recipients import is_recipient
from feedback.operations.subjects import called, policy_of
from feedback.text.phrases import Phrase
from surveys.duration import estimated_minutes
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from feedback.config import Settings
    from feedback.models import Mail, Person


_ASKED: Final = (
    select(Invitation)
    .join(Invitation.rater)
    .where(~Invitation.is_withdrawn)
    .options(
        contains_eager(Invitation.rater),
        joinedload(Invitation.subject).joinedload(Subject.person),
    )
)
_ASKED_OF_PERSON: Final = _ASKED.where(
    Rater.campaign_id == bindparam("campaign_id"), Rater.person_id == bindparam("person_id")
)


@dataclass(frozen=True, slots=True)
class LetterSubject:
    """A subject as a mail lists them: always name, title and workplace."""

    name: str
    details: str
    is_oneself: bool
    readers: tuple[str, ...] = ()  # of one's own report, beside oneself


@dataclass(frozen=True, slots=True)
class Wave:
    """What one campaign asks of a rater, and the link that opens it."""

    campaign: str
    subjects: list[LetterSubject]
    last_day: date
    minutes: int
    k: int
    purpose: str
    link: str

    def facts(self) -> dict[str, object]:
        """Return what a letter about this campaign alone leaves open."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass(frozen=True, slots=True)
class _RaterLetter(Letter):
    wave: Wave = field(kw_only=True)


def asked_of(
    session: Session, settings: Settings, mail: Mail, *, unfinished: bool
) -> Letter | None:
    """Return what a campaign asks of a mail's person, or None if there is nothing (any more)."""
    campaign = campaign_of(mail)
    if campaign.state is not State.OPEN:
        return None
    whose = {"campaign_id": campaign.id, "person_id": mail.person_id}
    invitations = _in_order(session.scalars(_ASKED_OF_PERSON, whose))
    if unfinished:
        invitations = _left(session, invitations)
    if not invitations:
        return None
    rater = invitations[0].rater
    # Away, it may come back: the mail waits for it.
    link_key = settings.link_key_folder.read(campaign.id)
    wave = Wave(
        campaign=campaign.name,
        subjects=[_letter_subject(session, settings, mail, one) for one in invitations],
        last_day=campaign.last_day,
        minutes=estimated_minutes(survey_from_json(campaign.survey_json)),
        k=policy_of(campaign).least,
        purpose=purpose_in(campaign.purpose, rater.language),
        link=link_of(rater, link_key, settings.base_url),
    )
    return _RaterLetter(rater.language, wave.facts(), wave=wave)


def _invitation(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    return asked_of(session, settings, mail, unfinished=False)


def _reminder(session: Session, settings: Settings, mail: Mail) -> Letter | None:
    return asked_of(session, settings, mail, unfinished=True)


def _left(session: Session, tasks: list[Invitation]) -> list[Invitation]:
    ids = [task.id for task in tasks]
    answered = select(Answered.invitation_id).where(
        Answered.part == Part.RESPONSE.value, Answered.invitation_id.in_(ids)
    )
    declined = select(Declined.invitation_id).where(Declined.invitation_id.in_(ids))
    wrong = select(Correction.invitation_id).where(Correction.invitation_id.in_(ids))
    finished = {*session.scalars(answered), *session.scalars(declined), *session.scalars(wrong)}
    return [task for task in tasks if task.id not in finished]


def _in_order(invitations: Iterable[Invitation]) -> list[Invitation]:
    """Return what one rater is asked, oneself first and then by name."""
    return sorted(
        invitations,
        key=lambda i: (i.subject.person_id != i.rater.person_id, called(i.subject), str(i.id)),
    )


def _letter_subject(
    session: Session, settings: Settings, mail: Mail, invitation: Invitation
) -> LetterSubject:
    subject = invitation.subject
    details = [part for part in (subject.title, subject.workplace_name) if part]
    is_oneself = subject.person_id is not None and is_recipient(subject, mail.person)
    readers: list[Person] = []
    if is_oneself:
        today = day_of(mail, settings)
        readers = named_readers(session, subject, today=today)
    return LetterSubject(
        called(subject),
        "".join(f", {part}" for part in details),
        is_oneself,
        tuple(f"{one.name} ({one.email})" for one in readers),
    )


def _several(letters: list[Letter], *, kind: str) -> Letter:
    """Return one letter for several waves: each with its leaders, its last day and its link."""
    waves = [letter.wave for letter in letters if isinstance(letter, _RaterLetter)]
    facts: dict[str, object] = {
        "waves": waves,
        "subjects": [subject for wave in waves for subject in wave.subjects],
        "last_day": min(wave.last_day for wave in waves),
        "minutes": max(wave.minutes for wave in waves),
        "k": min(wave.k for wave in waves),  # what is true of all of them
        "purpose": " ".join(dict.fromkeys(wave.purpose for wave in waves)),
    }
    return Letter(letters[0].language, facts, kind=kind)


KINDS: Final = (
    MailKind(
        key=INVITATION,
        audience=Audience.RATER,
        name=Phrase("Invitation"),
        when=Phrase(
            "When the campaign opens, a rater is added, an address corrected or a link sent again."
        ),
        compose=_invitation,
        merge=lambda letters: _several(letters, kind=INVITATIONS),
        must_hold=frozenset({"link", "subjects", "last_day"}),
    ),
    MailKind(
        key=INVITATIONS,
        audience=Audience.RATER,
        name=Phrase("Invitation to several campaigns at once"),
        when=Phrase("In place of the invitation, when somebody is asked in two waves at a time."),
        compose=_invitation,
        must_hold=frozenset({"waves"}),
    ),
    MailKind(
        key=REMINDER,
        audience=Audience.RATER,
        name=Phrase("Reminder"),
        when=Phrase("By schedule, to those with something left to answer. Nobody sees to whom."),
        compose=_reminder,
        merge=lambda letters: _several(letters, kind=REMINDERS),
        must_hold=frozenset({"link", "subjects", "last_day"}),
    ),
    MailKind(
        key=REMINDERS,
        audience=Audience.RATER,
        name=Phrase("Reminder of several campaigns at once"),
        when=Phrase("In place of the reminder, when somebody is asked in two waves at a time."),
        compose=_reminder,
        must_hold=frozenset({"waves"}),
    ),
)
