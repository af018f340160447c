"""The date of the talk drives what happens: calendars, reminders, and when the leader reads."""

from __future__ import annotations

import email
from datetime import UTC, date, datetime, time, timedelta
from email import policy
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlalchemy import select

from feedback.errors import InputError, StateError
from feedback.jobs import Worker
from feedback.models import AuditEntry, Campaign, Mail, State, Subject
from feedback.operations.acts import WORKER
from feedback.operations.coaching.preparing import mark_comments_read, share_before_talks
from feedback.operations.coaching.talks import Talk, cancel_talk, set_talk
from tests.acting import SOMEBODY, by
from tests.days import today_in_sweden
from tests.feedback.office import body_of
from tests.feedback.world import KARIN, MAJA, NOW, form_to

if TYPE_CHECKING:
    from email.message import EmailMessage

    from tests.feedback.world import World

ZONE: Final = ZoneInfo("Europe/Stockholm")
TALK_AT: Final = datetime(2026, 12, 17, 10, 0, tzinfo=ZONE)
TWO_DAYS_BEFORE: Final = datetime(2026, 12, 15, 8, 0, tzinfo=ZONE)
EVENING_BEFORE: Final = datetime(2026, 12, 16, 17, 0, tzinfo=ZONE)
MINUTE: Final = timedelta(minutes=1)


def test_setting_the_date_tells_both_and_is_written_down(world_on_both: World) -> None:
    world = world_on_both

    _set(world, Talk(TALK_AT, "Rum 4"))

    with world.database.reading() as session:
        mails = session.execute(select(Mail.kind, Mail.due_at)).all()
        acted = select(AuditEntry.action).where(AuditEntry.actor != SOMEBODY)
        actions = session.scalars(acted).all()
    due = sorted((kind, at.astimezone(ZONE)) for kind, at in mails)
    assert due == [
        ("prepare-talk-coach", datetime(2026, 12, 12, 8, 0, tzinfo=ZONE)),
        ("prepare-talk-leader", datetime(2026, 12, 16, 8, 0, tzinfo=ZONE)),
        ("talk", NOW),
        ("talk", NOW),
    ]
    assert "set the date of the talk" in actions


def test_the_page_takes_a_date_and_gives_it_back_for_the_calendar(world: World) -> None:
    world.share_with_coach(world.karin)
    browser = world.sign_in(MAJA)
    day = today_in_sweden() + timedelta(days=20)
    form = form_to(browser.get(f"/coach/{world.karin}/talk"), f"/coach/{world.karin}/talk")
    form["day"], form["at"], form["place"] = day.isoformat(), "10:30", "Rum 4; Åhuset"

    page = form.submit().follow()
    entry = _event(browser.get(f"/coach/{world.karin}/talk.ics").body)

    assert "10:30" in page
    assert entry.decoded("dtstart") == datetime.combine(day, time(10, 30), ZONE)
    assert entry.decoded("dtend") - entry.decoded("dtstart") == timedelta(minutes=60)
    assert str(entry["location"]) == "Rum 4; Åhuset"
    assert str(entry["class"]) == "PRIVATE"


def test_a_talk_in_the_past_is_refused_and_what_was_typed_stays(world: World) -> None:
    browser = world.sign_in(MAJA)
    form = form_to(browser.get(f"/coach/{world.karin}/talk"), f"/coach/{world.karin}/talk")
    form["day"], form["at"], form["place"] = "2020-01-07", "09:15", "Rum 4"

    page = form.submit(status=422)

    assert "Choose a time that is still to come." in page
    assert form_to(page, f"/coach/{world.karin}/talk")["place"].value == "Rum 4"
    assert _subject(world).talk_at is None


def test_every_fault_of_a_talk_is_told_at_once(world: World) -> None:
    with pytest.raises(InputError) as refused:
        _set(world, Talk(NOW - MINUTE, "x" * 201))

    assert len(refused.value.faults) == 2


def test_there_is_no_talk_about_a_campaign_that_was_cancelled(world: World) -> None:
    with world.database.writing() as session:
        session.get_one(Campaign, world.campaign).state = State.CANCELLED

    with pytest.raises(StateError):
        _set(world, Talk(TALK_AT))


def test_both_get_the_talk_as_a_calendar_entry_of_their_own(world: World) -> None:
    _set(world, Talk(TALK_AT, "Rum 4"))

    mails = _sent(world, NOW + timedelta(days=3))

    entries = {str(mail["To"].addresses[0].addr_spec): _entry_in(mail) for mail in mails}
    assert set(entries) == {KARIN, MAJA}
    summaries = {str(entry["summary"]) for entry, _ in entries.values()}
    assert summaries == {"Samtal: Karin Lund och Maja Berg"}
    assert {method for _, method in entries.values()} == {"REQUEST"}
    assert len({str(entry["uid"]) for entry, _ in entries.values()}) == 1


def test_moving_the_talk_replaces_the_entry_and_drops_what_was_waiting(world: World) -> None:
    _set(world, Talk(TALK_AT))
    first = {_version(mail) for mail in _sent(world, NOW + timedelta(days=3))}
    later = TALK_AT + timedelta(days=7)
    _set(world, Talk(later), now=NOW + timedelta(days=3))

    mails = _sent(world, TALK_AT + MINUTE)

    moved = [mail for mail in mails if "samtal.ics" in str(mail)]
    assert min(map(_version, moved)) > max(first)
    assert {_entry_in(mail)[0].decoded("dtstart") for mail in moved} == {later}
    reminders = [mail for mail in mails if "Förbered samtalet" in str(mail["Subject"])]
    assert len(mails) == len(moved) + len(reminders)


def test_a_cancelled_talk_leaves_both_calendars(world: World) -> None:
    _set(world, Talk(TALK_AT))
    _sent(world, NOW + timedelta(days=3))
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        cancel_talk(session, subject, by=by(NOW + timedelta(days=3), name=MAJA, zone=ZONE))

    mails = _sent(world, TALK_AT + timedelta(days=1))

    assert len(mails) == 2
    assert {_entry_in(mail)[1] for mail in mails} == {"CANCEL"}
    assert {str(_entry_in(mail)[0]["status"]) for mail in mails} == {"CANCELLED"}


def test_the_report_is_shared_by_itself_the_evening_before(world_on_both: World) -> None:
    world = world_on_both
    _ready(world, Talk(TALK_AT))

    before = _share(world, EVENING_BEFORE - MINUTE)
    after = _share(world, EVENING_BEFORE)

    assert (before, after) == (0, 1)
    assert _subject(world).shared_with_leader_at == EVENING_BEFORE
    with world.database.reading() as session:
        noted = session.execute(
            select(AuditEntry.actor).where(AuditEntry.action == "share with leader")
        ).scalars()
        assert list(noted) == ["the worker"]


def test_the_worker_shares_before_talks(world: World) -> None:
    _ready(world, Talk(TALK_AT))

    Worker(world.database, world.settings, now=lambda: EVENING_BEFORE).share()

    assert _subject(world).shared_with_leader_at == EVENING_BEFORE


def test_comments_nobody_has_looked_through_hold_sharing_back(world: World) -> None:
    world.share_with_coach(world.karin)
    _set(world, Talk(TALK_AT))

    for now in (TWO_DAYS_BEFORE, TWO_DAYS_BEFORE + MINUTE, EVENING_BEFORE):
        assert _share(world, now) == 0

    with world.database.reading() as session:
        told = session.scalars(select(Mail).where(Mail.kind == "sharing-waits")).all()
    assert [mail.person.email for mail in _with_people(world, told)] == [MAJA]
    _look_through(world, EVENING_BEFORE + MINUTE)
    assert _share(world, EVENING_BEFORE + MINUTE) == 1


def test_whoever_has_looked_through_in_time_is_not_reminded(world: World) -> None:
    _ready(world, Talk(TALK_AT))

    assert _share(world, TWO_DAYS_BEFORE) == 0

    with world.database.reading() as session:
        assert not session.scalars(select(Mail).where(Mail.kind == "sharing-waits")).all()


def test_a_coach_who_shares_by_hand_is_left_to_do_so(world: World) -> None:
    _ready(world, Talk(TALK_AT, shares_before=False))

    assert _share(world, TALK_AT - MINUTE) == 0


def test_nothing_is_shared_by_itself_once_the_talk_has_begun(world: World) -> None:
    _ready(world, Talk(TALK_AT))

    assert _share(world, TALK_AT) == 0


def test_a_talk_that_is_too_near_is_never_shared_by_surprise(world: World) -> None:
    near = EVENING_BEFORE + MINUTE

    _ready(world, Talk(TALK_AT), now=near)

    assert _subject(world).shares_before_talk is False
    assert _share(world, near + MINUTE) == 0


def test_the_page_marks_comments_as_looked_through(world: World) -> None:
    world.share_with_coach(world.karin)
    browser = world.sign_in(MAJA)
    page = browser.get(f"/coach/{world.karin}/comments")

    page = form_to(page, f"/coach/{world.karin}/comments/read").submit().follow()

    assert "you have looked through the comments" in page
    assert _subject(world).comments_read_at is not None


@pytest.mark.parametrize(
    ("shares_before", "told"),
    [(True, "Rapporten får du läsa i kväll"), (False, "Rapporten läser ni tillsammans i samtalet")],
)
def test_the_leaders_reminder_says_when_the_report_is_read(
    world: World, *, shares_before: bool, told: str
) -> None:
    _ready(world, Talk(TALK_AT, shares_before=shares_before))
    _sent(world, NOW)

    mails = _sent(world, EVENING_BEFORE)

    (reminder,) = (one for one in mails if "I morgon möter du" in str(one["Subject"]))
    assert told in " ".join(body_of(reminder).split())


@pytest.mark.parametrize(
    ("shares_before", "is_read", "told"),
    [
        (True, False, "väntar den tills du har markerat"),
        (True, True, "Rapporten delas av sig själv kvällen före samtalet."),
        (False, True, "Den delas inte av sig själv, så dela den när ni ses"),
    ],
)
def test_the_coachs_reminder_follows_how_the_report_is_read(
    world: World, *, shares_before: bool, is_read: bool, told: str
) -> None:
    _ready(world, Talk(TALK_AT, shares_before=shares_before), is_read=is_read)
    _sent(world, NOW)

    mails = _sent(world, EVENING_BEFORE - timedelta(days=2))

    (reminder,) = (one for one in mails if "Förbered samtalet" in str(one["Subject"]))
    assert told in " ".join(body_of(reminder).split())


@pytest.mark.parametrize(
    ("shares_before", "coachs", "leaders"),
    [
        (True, "shared by itself on Wednesday 16 December", "meant to be the evening before"),
        (False, "not shared by itself: share it when you meet", "You read the report together"),
    ],
)
def test_every_page_follows_how_the_report_is_read(
    world: World, *, shares_before: bool, coachs: str, leaders: str
) -> None:
    in_days = timedelta(days=20)
    at = datetime.combine(today_in_sweden() + in_days, time(10), ZONE)
    _ready(world, Talk(at, shares_before=shares_before))
    evening = at - timedelta(days=1)
    coachs = coachs.replace("Wednesday 16 December", f"{evening:%A} {evening.day} {evening:%B}")

    coach = world.sign_in(MAJA)
    pages = [coach.get(f"/coach/{world.karin}{tail}") for tail in ("", "/share")]
    own = world.sign_in(KARIN).get("/my-reports/")

    assert all(coachs in page for page in pages)
    assert leaders in own
    assert "You meet Maja Berg on" in own


def test_the_desk_never_says_before_the_talk_of_a_report_that_is_read_in_it(world: World) -> None:
    at = datetime.combine(today_in_sweden() + timedelta(days=20), time(10), ZONE)
    _ready(world, Talk(at, shares_before=False))

    assert "Share it when you meet, at the latest" in world.sign_in(MAJA).get("/coach/")


def test_the_leader_is_promised_no_evening_while_comments_are_not_looked_through(
    world: World,
) -> None:
    _ready(world, Talk(TALK_AT), is_read=False)
    _sent(world, NOW)

    mails = _sent(world, EVENING_BEFORE - timedelta(hours=2))

    (reminder,) = (one for one in mails if "I morgon möter du" in str(one["Subject"]))
    words = " ".join(body_of(reminder).split())
    assert "Du får ett mejl när du kan läsa rapporten." in words
    assert "läsa i kväll" not in words


def test_the_coach_chooses_the_talk_itself_on_its_page(world: World) -> None:
    world.share_with_coach(world.karin)
    browser = world.sign_in(MAJA)
    form = form_to(browser.get(f"/coach/{world.karin}/talk"), f"/coach/{world.karin}/talk")
    assert form["reads"].value == "before"
    form["day"] = (today_in_sweden() + timedelta(days=20)).isoformat()
    form["at"], form["reads"] = "10:30", "together"

    form.submit()

    assert _subject(world).shares_before_talk is False
    again = form_to(browser.get(f"/coach/{world.karin}/talk"), f"/coach/{world.karin}/talk")
    assert again["reads"].value == "together"


@pytest.mark.parametrize("month", [3, 10])
def test_the_evening_before_is_at_five_whatever_the_clocks_do(world: World, month: int) -> None:
    # Clocks change in the night before the last Sunday of March and of October.
    sunday = max(
        date(2027, month, day) for day in range(25, 32) if date(2027, month, day).weekday() == 6
    )
    talk_at = datetime.combine(sunday + timedelta(days=1), time(9), ZONE)
    _ready(world, Talk(talk_at))
    five = datetime.combine(sunday, time(17), ZONE)

    assert _share(world, five.astimezone(UTC) - MINUTE) == 0
    assert _share(world, five.astimezone(UTC)) == 1


def _set(world: World, talk: Talk, *, now: datetime = NOW) -> None:
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        set_talk(session, subject, talk, by=by(now, name=MAJA, zone=ZONE))


def _ready(world: World, talk: Talk, *, now: datetime = NOW, is_read: bool = True) -> None:
    world.share_with_coach(world.karin)
    _set(world, talk, now=now)
    if is_read:
        _look_through(world, now)


def _look_through(world: World, now: datetime) -> None:
    with world.database.writing() as session:
        mark_comments_read(session, session.get_one(Subject, world.karin), by=by(now, name=MAJA))


def _share(world: World, now: datetime) -> int:
    with world.database.writing() as session:
        return share_before_talks(session, by=by(now, WORKER, ZONE))


def _subject(world: World) -> Subject:
    with world.database.reading() as session:
        return session.get_one(Subject, world.karin)


def _with_people(world: World, mails: Any) -> list[Mail]:  # noqa: ANN401 - rows of a closed session
    with world.database.reading() as session:
        found = [session.get_one(Mail, mail.id) for mail in mails]
        assert all(mail.person for mail in found)
        return found


def _sent(world: World, now: datetime) -> list[EmailMessage]:
    """Send what is due and return it; the folder is empty afterwards."""
    folder = world.settings.instance / "mail"
    Worker(world.database, world.settings, now=lambda: now.replace(hour=11)).send()
    mails = []
    for path in sorted(folder.glob("*.eml")) if folder.exists() else []:
        mails.append(email.message_from_bytes(path.read_bytes(), policy=policy.default))
        path.unlink()
    return mails


def _entry_in(mail: EmailMessage) -> tuple[Any, str]:
    (part,) = (one for one in mail.walk() if one.get_content_type() == "text/calendar")
    return _event(part.get_payload(decode=True)), str(part.get_param("method"))


def _version(mail: EmailMessage) -> int:
    return int(_entry_in(mail)[0]["sequence"])


def _event(content: Any) -> Any:  # noqa: ANN401 - icalendar's own
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event
