"""Mail administrators when something needs somebody, once, and daily while it lasts.

Sent directly and not through the queue, for the worker may be what has stopped. Findings are
told without what people wrote, so no name of a campaign or of a person is in it.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from socket import gethostname
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from feedback.doctor import Verdict
from feedback.doctor.database import readable
from feedback.doctor.parts import part_in_words
from feedback.languages import catalogue
from feedback.mail import Addressing, MailError, build_message, render_mail, transport_of
from feedback.mail.errors import ServerUnreachableError
from feedback.mail.smtp import SmtpTransport
from feedback.models import Account, Person, Role
from feedback.operations.appearance import organisation_name
from feedback.operations.rights.accounts import ADMIN
from feedback.text.phrases import Phrase
from feedback.watch.notebook import Note, Notebook, short_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from feedback.config import WorkerSettings
    from feedback.doctor import Check
    from feedback.mail import RenderedMail

ALARM: Final = "alarm"
OVER: Final = "alarm-over"

_AGAIN_AFTER: Final = timedelta(hours=23)  # a daily timer that comes a little early still counts
_ANSWER_SECONDS: Final = 10.0
_LONGEST_SECONDS: Final = 60.0
_LANGUAGE: Final = "sv"

_log = logging.getLogger(__name__)


def tell(settings: WorkerSettings, found: list[Check], *, now: datetime) -> bool:
    """Mail what is news; return whether mail itself is at fault, so that nobody could be told."""
    faults = {name: check for check, name in _named(found)}
    try:
        with Notebook.opened(settings.instance / "alarm.json") as notebook:
            return _tell(settings, faults, notebook, now=now)
    except OSError as error:
        # Without its notebook it does not know what was told: too many mails are better than none.
        _log.error("cannot remember what was mailed: %s", error.strerror)
        note = Note(recipients=_recipients(settings, {}))
        if faults:
            _send(settings, ALARM, faults, note.recipients)
        return True


def _tell(
    settings: WorkerSettings, faults: Mapping[str, Check], notebook: Notebook, *, now: datetime
) -> bool:
    before = notebook.read()
    recipients = _recipients(settings, before.recipients)
    kind = _news(faults, before, now)
    if kind is None:
        if recipients != before.recipients:
            notebook.write(Note(before.faults, before.told_at, recipients))
        return False
    if not _send(settings, kind, faults, recipients):
        return True  # tried again at the next look
    notebook.write(Note(frozenset(faults), now if faults else None, recipients))
    return False


def _news(faults: Mapping[str, Check], before: Note, now: datetime) -> str | None:
    """Return which mail is due: something new, or the same for a day; all of it over; or none."""
    if not faults:
        return OVER if before.faults else None
    is_recent = before.told_at is not None and timedelta() <= now - before.told_at < _AGAIN_AFTER
    return None if is_recent and faults.keys() <= before.faults else ALARM


def _named(found: list[Check]) -> list[tuple[Check, str]]:
    """Return each fault with a name that stays the same while it lasts."""
    named: list[tuple[Check, str]] = []
    seen: dict[str, int] = {}
    for check in found:
        if check.verdict is Verdict.FAULT:
            message = check.told.message if isinstance(check.told, Phrase) else ""
            name = f"{check.subject}/{message}/{check.next_step}"
            seen[name] = seen.get(name, 0) + 1
            named.append((check, short_name(f"{name}/{seen[name]}")))
    return named


def _recipients(settings: WorkerSettings, remembered: Mapping[str, str]) -> Mapping[str, str]:
    """Return whom to mail and in which language; whom we knew if the database cannot say."""
    if settings.alarm_to:
        return dict.fromkeys(settings.alarm_addresses, _LANGUAGE)
    admins = (
        select(Account.email, Person.language)
        .outerjoin(Person, Person.email == Account.email)
        .where(Account.active, Account.roles.any(Role.name == ADMIN))
        .order_by(Account.email)
    )
    try:
        with readable(settings) as session:
            if session is None:
                return remembered
            return {email: language or _LANGUAGE for email, language in session.execute(admins)}
    except SQLAlchemyError:
        return remembered


def _organisation(settings: WorkerSettings) -> str:
    """Return what the organisation is called; as settings say if the database cannot say."""
    try:
        with readable(settings) as session:
            return organisation_name(session, settings) if session else settings.organisation
    except SQLAlchemyError:
        return settings.organisation


def _send(
    settings: WorkerSettings,
    kind: str,
    faults: Mapping[str, Check],
    recipients: Mapping[str, str],
) -> bool:
    """Mail each; return whether it reached a mail server for anybody."""
    if not recipients:
        _log.error("nobody to mail: feedback admin create, or FEEDBACK_ALARM_TO")
        return False
    has_left = Event()
    given = (settings, kind, faults, recipients, _organisation(settings), has_left)
    sending = Thread(target=_hand_over, args=given, daemon=True)
    sending.start()
    # However slow names, tokens and the server are, the timer's next look is not missed.
    sending.join(_LONGEST_SECONDS)
    if sending.is_alive():
        _log.error("alarms were not all mailed: no answer in time")
    return has_left.is_set()


def _hand_over(
    settings: WorkerSettings,
    kind: str,
    faults: Mapping[str, Check],
    recipients: Mapping[str, str],
    organisation: str,
    has_left: Event,
) -> None:
    """Mail each, until no server takes more."""
    way_out = transport_of(settings)
    if isinstance(way_out, SmtpTransport):
        way_out.seconds = _ANSWER_SECONDS
    with way_out as transport:
        for address, language in recipients.items():
            mail = _mail(settings, kind, language, faults, organisation)
            message = build_message(Addressing(settings.mail_from, address), mail)
            try:
                transport.send(message)
            except MailError as error:
                _log.error("an alarm was not mailed: %s", type(error).__name__)
                if isinstance(error, ServerUnreachableError):
                    return  # nor would it take the next
            else:
                has_left.set()


def _mail(
    settings: WorkerSettings,
    kind: str,
    language: str,
    faults: Mapping[str, Check],
    organisation: str,
) -> RenderedMail:
    texts = catalogue(language)

    def in_words(phrase: str) -> str:
        if not isinstance(phrase, Phrase):
            return phrase
        text = texts.gettext(phrase.message)
        return text % phrase.values if phrase.values else text

    lines = [
        f"{in_words(part_in_words(check.part))}: {in_words(check.told)}".removesuffix(": ")
        for check in faults.values()
    ]
    return render_mail(
        kind,
        language,
        findings=list(dict.fromkeys(lines)),
        host=gethostname(),
        organisation=organisation,
        link=f"{settings.base_url}/admin/operation",
    )
