"""The talk as a calendar entry, for the mail and for downloading.

Calendars are often open to colleagues, so the entry is private and says who meets, not why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from feedback.errors import StateError
from feedback.operations.coaching.talks import TALK_LASTS

if TYPE_CHECKING:
    from datetime import datetime

    from feedback.config import Settings
    from feedback.models import Person, Subject

_SUMMARY: Final = {"sv": "Samtal: {leader} och {coach}", "en": "Talk: {leader} and {coach}"}
_CANCELLED: Final = {"sv": "Inställt: {summary}", "en": "Cancelled: {summary}"}


def talk_entry(
    subject: Subject, coach: Person, *, settings: Settings, language: str, now: datetime
) -> bytes:
    """Return the talk as an iCalendar file; each change of date or place replaces the entry.

    Raises StateError when the talk has no date: then there is nothing to put into a calendar.
    """
    if subject.talk_at is None:
        message = f"The talk with {subject.person.name} has no date."
        raise StateError(message)
    event = _event(subject, coach, settings, language, now, at=subject.talk_at)
    if subject.talk_place:
        event.add("location", subject.talk_place)
    event.add("status", "CONFIRMED")
    return _calendar(settings, "PUBLISH", event)


def cancelled_talk_entry(
    subject: Subject, coach: Person, *, settings: Settings, language: str, now: datetime
) -> bytes:
    """Return what takes the talk out of a calendar again."""
    event = _event(subject, coach, settings, language, now, at=now)
    event["summary"] = _of(_CANCELLED, language).format(summary=event["summary"])
    event.add("status", "CANCELLED")
    return _calendar(settings, "CANCEL", event)


def _event(
    subject: Subject,
    coach: Person,
    settings: Settings,
    language: str,
    now: datetime,
    *,
    at: datetime,
) -> Event:
    event = Event()
    event.add("uid", f"talk-{subject.id}@{urlsplit(settings.base_url).hostname}")
    event.add("sequence", subject.talk_version)
    event.add("dtstamp", now)
    event.add("dtstart", at)
    event.add("dtend", at + TALK_LASTS)
    names = {"leader": subject.person.name, "coach": coach.name}
    event.add("summary", _of(_SUMMARY, language).format(**names))
    event.add("class", "PRIVATE")
    event.add("url", f"{settings.base_url}/")
    return event


def _calendar(settings: Settings, method: str, event: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.organisation}//360//SV")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _of(words: dict[str, str], language: str) -> str:
    return words.get(language, words["sv"])
