"""Invitations to a talk and their cancellations, as RFC 5546 and a second library read them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from feedback.errors import InputError
from feedback.models import Person, StandIn, Subject
from feedback.operations.coaching.calendar import TalkCalendar
from feedback.operations.coaching.ending import end_coach_access
from feedback.operations.coaching.naming import Named, end_stand_in, name_coach
from feedback.operations.coaching.talks import Talk, cancel_talk
from feedback.operations.rights.coach_access import stand_ins_of
from tests.acting import by
from tests.factories import person
from tests.feedback.operations.coaching.talk_mails import (
    LATER,
    SENT,
    TALK_AT,
    ZONE,
    calendars_in,
    read_entry,
    sent,
    sequence_of,
    set_a_talk,
    subject_of,
    words_in,
)
from tests.feedback.world import KARIN, MAJA, NOW, ORGANISER

if TYPE_CHECKING:
    from tests.feedback.world import World

SIV: Final = "siv.ros@example.se"


def test_an_invitation_comes_from_us_to_both_as_outlook_reads_it(world_on_both: World) -> None:
    world = world_on_both
    set_a_talk(world, Talk(TALK_AT, "Rum 4; Åhuset, vån 2"))

    mails = sent(world, SENT)

    assert set(mails) == {KARIN, MAJA}
    for address, mail in mails.items():
        method, event = read_entry(mail)
        assert method == "REQUEST"
        assert event.dtstart == TALK_AT
        assert event.dtend == TALK_AT + timedelta(hours=1)
        assert event.location == "Rum 4; Åhuset, vån 2"
        assert event.organizer is not None
        assert str(event.organizer.uri) == f"mailto:{mail['From'].addresses[0].addr_spec}"
        invited = {str(one.uri): one for one in event.attendees}
        assert set(invited) == {f"mailto:{KARIN}", f"mailto:{MAJA}"}
        assert not any(one.rsvp for one in invited.values())
        assert address in mail["To"]


def test_the_calendar_stands_among_the_readings_of_the_mail_and_beside_it_as_a_file(
    world: World,
) -> None:
    set_a_talk(world, Talk(TALK_AT))

    mail = sent(world, SENT)[KARIN]

    body, file = mail.iter_parts()
    readings = [one.get_content_type() for one in body.iter_parts()]
    assert body.get_content_type() == "multipart/alternative"
    assert readings == ["text/plain", "text/html", "text/calendar"]
    calendar = list(body.iter_parts())[-1]
    assert calendar["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    assert file.get_content_type() == "application/ics"
    assert file.get_filename() == "samtal.ics"
    assert file.get_content() == calendar.get_payload(decode=True)


def test_a_cancellation_names_the_talks_own_start_and_the_same_people(
    world_on_both: World,
) -> None:
    world = world_on_both
    set_a_talk(world, Talk(TALK_AT))
    _, invited = read_entry(sent(world, SENT)[MAJA])
    _cancel(world)

    mails = sent(world, LATER)

    assert set(mails) == {KARIN, MAJA}
    for mail in mails.values():
        method, event = read_entry(mail)
        assert (method, event.status) == ("CANCEL", "CANCELLED")
        assert event.uid == invited.uid
        assert event.dtstart == TALK_AT
        assert sequence_of(event) > sequence_of(invited)
        assert event.dtstamp > invited.dtstamp
        assert {str(one.uri) for one in event.attendees} == {f"mailto:{KARIN}", f"mailto:{MAJA}"}


def test_a_moved_talk_replaces_the_entry_at_both(world: World) -> None:
    set_a_talk(world, Talk(TALK_AT))
    first = read_entry(sent(world, SENT)[KARIN])[1]
    set_a_talk(world, Talk(TALK_AT + timedelta(days=1)), now=LATER)

    mails = sent(world, LATER)

    for mail in mails.values():
        method, event = read_entry(mail)
        assert (method, event.uid) == ("REQUEST", first.uid)
        assert sequence_of(event) > sequence_of(first)


def test_a_replaced_coach_and_the_leader_get_the_talk_out_of_their_calendars(
    world_on_both: World,
) -> None:
    world = world_on_both
    set_a_talk(world, Talk(TALK_AT))
    sent(world, SENT)
    _name(world, Named(SIV, "Siv Ros"))

    mails = sent(world, LATER)

    assert {address for address, mail in mails.items() if calendars_in(mail)} == {KARIN, MAJA}
    method, event = read_entry(mails[KARIN])
    assert (method, event.dtstart) == ("CANCEL", TALK_AT)
    assert f"mailto:{MAJA}" in {str(one.uri) for one in event.attendees}
    assert "Maja Berg" in mails[KARIN]["Subject"]
    assert "/coach/" not in words_in(mails[MAJA])
    assert subject_of(world).talk_at is None


def test_the_same_coach_named_once_more_keeps_the_talk(world: World) -> None:
    set_a_talk(world, Talk(TALK_AT))

    _name(world, Named(MAJA, "Maja Berg"))

    assert subject_of(world).talk_at == TALK_AT


def test_a_coach_whose_access_ends_before_the_talk_loses_it(world: World) -> None:
    set_a_talk(world, Talk(TALK_AT))
    sent(world, SENT)
    _name(world, Named(MAJA, "Maja Berg", until=TALK_AT.date() - timedelta(days=1)))

    assert set(sent(world, LATER)) == {KARIN, MAJA}
    with pytest.raises(InputError, match="nobody may read the report"):
        set_a_talk(world, Talk(TALK_AT), now=LATER)


def test_a_leader_who_ends_the_access_cancels_it_at_both(world: World) -> None:
    world.share_with_leader(world.karin)
    set_a_talk(world, Talk(TALK_AT))
    sent(world, SENT)
    with world.database.writing() as session:
        end_coach_access(session, session.get_one(Subject, world.karin), by=by(LATER))

    mails = sent(world, LATER)

    cancelled = {a: read_entry(mail)[1] for a, mail in mails.items() if calendars_in(mail)}
    assert set(cancelled) == {KARIN, MAJA}
    assert {event.dtstart for event in cancelled.values()} == {TALK_AT}


def test_a_stand_in_who_leaves_is_uninvited_and_the_talk_stays(world: World) -> None:
    _stand_in(world)
    set_a_talk(world, Talk(TALK_AT))
    invited = read_entry(sent(world, SENT)[SIV])[1]
    with world.database.writing() as session:
        (found,) = stand_ins_of(session, session.get_one(Subject, world.karin))
        end_stand_in(session, found, by=by(LATER, name=ORGANISER))

    mails = sent(world, LATER)

    assert set(mails) == {SIV}
    method, event = read_entry(mails[SIV])
    assert (method, event.dtstart) == ("CANCEL", TALK_AT)
    assert sequence_of(event) > sequence_of(invited)
    assert subject_of(world).talk_at == TALK_AT


def test_a_date_set_anew_before_the_cancellation_leaves_needs_none(world: World) -> None:
    set_a_talk(world, Talk(TALK_AT))
    sent(world, SENT)
    _cancel(world)
    set_a_talk(world, Talk(TALK_AT + timedelta(days=1)), now=LATER)

    mails = sent(world, LATER)

    assert {address: read_entry(mail)[0] for address, mail in mails.items()} == {
        KARIN: "REQUEST",
        MAJA: "REQUEST",
    }


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    name=st.text(st.sampled_from("Åsa\"\\;:,^'\n\r=<>()🙂אב" + "x" * 5 + "\u0301"), max_size=120),
    place=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200),
)
def test_whatever_people_and_places_are_called_a_second_library_reads_the_same(
    world: World, name: str, place: str
) -> None:
    leader, coach = Person(name="Karin", email=KARIN), Person(name=name.strip(), email=MAJA)
    subject = Subject(kind="leader", person=leader, coach=coach, talk_at=TALK_AT, talk_place=place)
    subject.id, subject.talk_version, subject.last_talk_at = world.karin, 3, None

    calendar = TalkCalendar(
        subject,
        coach,
        world.settings,
        organisation="Testköpings kommun",
        language="en",
        now=NOW,
    )

    for make in (calendar.entry, calendar.invitation, calendar.cancellation):
        content = make()
        (event,) = IcsCalendarStream.calendar_from_ics(content.decode()).events
        assert all(len(line) <= 75 for line in content.split(b"\r\n"))
        assert (event.dtstart, sequence_of(event)) in {(TALK_AT, 3), (TALK_AT, 4)}
        if make != calendar.cancellation and place.strip():
            assert (event.location or "") == place


def _cancel(world: World) -> None:
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        cancel_talk(session, subject, by=by(LATER, name=MAJA, zone=ZONE))


def _name(world: World, named: Named) -> None:
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        LATER.astimezone(ZONE).date()
        name_coach(session, subject, named, by=by(LATER, name=ORGANISER))


def _stand_in(world: World) -> None:
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        days = {"from_day": date(2026, 1, 1), "until_day": date(2027, 12, 31)}
        session.add(StandIn(subject=subject, person=person(session, SIV, "Siv Ros"), **days))
