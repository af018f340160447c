"""The talk as a calendar entry: the invitation, its cancellation, and a file to download.

As iTIP (RFC 5546) wants it: the service invites both, so that neither has to answer the
other's calendar, and the same identity with a rising sequence moves or removes the entry.
Calendars are often open to colleagues, so the entry is private and says who meets, not why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vCalAddress, vInt, vText

from feedback.errors import StateError
from feedback.mail import mailbox_of
from feedback.operations.coaching.talks import TALK_LASTS
from feedback.operations.subjects import called

if TYPE_CHECKING:
    from datetime import datetime

    from feedback.config import Settings
    from feedback.models import Person, Subject

REQUEST: Final = "REQUEST"
CANCEL: Final = "CANCEL"
_PUBLISH: Final = "PUBLISH"

_SUMMARY: Final = {"sv": "Samtal: {leader} och {coach}", "en": "Talk: {leader} and {coach}"}
_CANCELLED: Final = {"sv": "Inställt: {summary}", "en": "Cancelled: {summary}"}


@dataclass(frozen=True, slots=True)
class TalkCalendar:
    """The talk of a leader and a coach, as files that calendars read.

    `organisation` is who organises it; `now` is when the file is made.
    """

    subject: Subject
    coach: Person
    settings: Settings
    organisation: str
    language: str
    now: datetime

    def invitation(self) -> bytes:
        """Return the invitation of all to the talk; each change of date or place replaces it."""
        event = self._planned()
        _invite(event, *self.subject.recipients, self.coach)
        return _calendar(REQUEST, event)

    def entry(self) -> bytes:
        """Return the talk as a file that whoever downloads it puts into a calendar.

        Raises StateError when the talk has no date: then there is nothing to put into a calendar.
        """
        return _calendar(_PUBLISH, self._planned())

    def cancellation(self) -> bytes:
        """Return what takes the talk out of a calendar again, at the time that it stands there."""
        subject = self.subject
        event = self._event(subject.talk_at or subject.last_talk_at or self.now)
        if subject.talk_at is not None:  # it goes on without the one who gets this
            event["sequence"] = vInt(subject.talk_version + 1)
        event["summary"] = vText(self._say(_CANCELLED).format(summary=event["summary"]))
        event.add("status", "CANCELLED")
        _invite(event, *subject.recipients, self.coach)
        return _calendar(CANCEL, event)

    def _planned(self) -> Event:
        subject = self.subject
        if subject.talk_at is None:
            message = f"The talk with {called(subject)} has no date."
            raise StateError(message)
        event = self._event(subject.talk_at)
        if subject.talk_place:
            event.add("location", subject.talk_place)
        event.add("status", "CONFIRMED")
        return event

    def _event(self, at: datetime) -> Event:
        subject, settings = self.subject, self.settings
        event = Event()
        event.add("uid", f"talk-{subject.id}@{urlsplit(settings.base_url).hostname}")
        event.add("sequence", subject.talk_version)
        # In UTC, which every calendar shows in its own zone: no zone needs to be described.
        event.add("dtstamp", self.now.astimezone(UTC))
        event.add("dtstart", at.astimezone(UTC))
        event.add("dtend", at.astimezone(UTC) + TALK_LASTS)  # an hour, also as the clocks change
        names = {"leader": called(subject), "coach": self.coach.name}
        event.add("summary", self._say(_SUMMARY).format(**names))
        event.add("class", "PRIVATE")
        event.add("transp", "OPAQUE")
        event.add("url", f"{settings.base_url}/")
        sender = mailbox_of(settings.mail_from)
        # The sender of the mail: calendars trust no change that another than the organiser sends.
        event.add("organizer", _address(sender.addr_spec, self.organisation))
        return event

    def _say(self, words: dict[str, str]) -> str:
        return words.get(self.language, words["sv"])


def _invite(event: Event, *people: Person) -> None:
    for person in people:
        attendee = _address(person.email or "", person.name)
        attendee.params["role"] = vText("REQ-PARTICIPANT")
        attendee.params["partstat"] = vText("NEEDS-ACTION")
        attendee.params["rsvp"] = vText("FALSE")  # an answer would come to a mailbox of returns
        event.add("attendee", attendee, encode=False)


def _address(address: str, name: str) -> vCalAddress:
    made = vCalAddress(f"mailto:{address}")
    # A parameter cannot hold a quotation mark, by no escape (RFC 5545, 3.2).
    made.params["cn"] = vText(name.replace('"', "'"))
    return made


def _calendar(method: str, event: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//feedback360//talk//")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
