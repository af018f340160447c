"""Mails about talks as calendars get them, and the talk that they are about."""

from __future__ import annotations

import email
from datetime import datetime, timedelta
from email import policy
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from ical.calendar_stream import IcsCalendarStream

from feedback.jobs import Worker
from feedback.models import Subject
from feedback.operations.coaching.talks import Talk, set_talk
from tests.acting import by
from tests.feedback.world import MAJA, NOW

if TYPE_CHECKING:
    from email.message import EmailMessage

    from ical.event import Event

    from tests.feedback.world import World

ZONE: Final = ZoneInfo("Europe/Stockholm")
TALK_AT: Final = datetime(2026, 12, 17, 10, 0, tzinfo=ZONE)
SENT: Final = NOW + timedelta(days=3)  # a Tuesday
LATER: Final = NOW + timedelta(days=4)


def set_a_talk(world: World, talk: Talk, *, now: datetime = NOW) -> None:
    """Let Karin and Maja talk."""
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        set_talk(session, subject, talk, by=by(now, name=MAJA, zone=ZONE))


def subject_of(world: World) -> Subject:
    """Return Karin as she stands now."""
    with world.database.reading() as session:
        return session.get_one(Subject, world.karin)


def sent(world: World, now: datetime) -> dict[str, EmailMessage]:
    """Send what is due about the talk and return it by recipient; the folder is empty then."""
    folder = world.settings.instance / "mail"
    Worker(world.database, world.settings, now=lambda: now.replace(hour=11)).send()
    mails = {}
    for path in sorted(folder.glob("*.eml")) if folder.exists() else []:
        mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        path.unlink()
        if calendars_in(mail):
            mails[mail["To"].addresses[0].addr_spec] = mail
    return mails


def read_entry(mail: EmailMessage) -> tuple[str, Event]:
    """Return the method and the event of a mail, as a second library reads them."""
    (part,) = calendars_in(mail)
    content: Any = part.get_payload(decode=True)
    calendar = IcsCalendarStream.calendar_from_ics(content.decode())
    (event,) = calendar.events
    assert calendar.method == part.get_param("method")
    return str(calendar.method), event


def calendars_in(mail: EmailMessage) -> list[EmailMessage]:
    """Return the calendars among the readings of a mail."""
    return [one for one in mail.walk() if one.get_content_type() == "text/calendar"]


def words_in(mail: EmailMessage) -> str:
    """Return what a mail says."""
    found = mail.get_body(("plain",))
    assert found is not None
    return str(found.get_content())


def sequence_of(event: Event) -> int:
    """Return which version of an entry this is."""
    return event.sequence or 0
