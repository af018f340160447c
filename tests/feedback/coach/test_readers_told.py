"""Leaders are told at once who was named to read their report, and by which address."""

from __future__ import annotations

import email
from datetime import UTC, datetime, timedelta
from email import policy
from typing import TYPE_CHECKING, Final

from feedback.jobs import Duty, Worker
from feedback.models import Campaign, Subject
from feedback.operations.coaching.ending import end_coach_access
from feedback.operations.coaching.naming import Named, name_coach, name_stand_in
from feedback.operations.ledger.holding import hold_campaign
from tests.acting import by
from tests.feedback.office import PEOPLE, body_of, subject_named
from tests.feedback.world import KARIN, MAJA, NOW, ORGANISER, form_to

if TYPE_CHECKING:
    from tests.feedback.office import Office
    from tests.feedback.world import World

SECOND: Final = "hr.privat@example.com"
SUNDAY_NIGHT: Final = datetime(2026, 12, 6, 22, 0, tzinfo=UTC)


def test_a_leader_is_told_at_once_with_the_address_of_the_new_coach(world: World) -> None:
    world.share_with_coach(world.karin)
    browser = world.sign_in(ORGANISER)
    path = f"/campaigns/{world.campaign}/coaches/{world.karin}"
    form = form_to(browser.get(path), path)
    form["coach-email"], form["coach-name"] = SECOND, "Siv Ros"
    form.submit()

    Worker(world.database, world.settings).send()

    (told,) = _told(world)
    assert f"Siv Ros ({SECOND}) är utsedd till din coach" in told
    assert "får läsa din rapport." in told
    assert SECOND in world.sign_in(KARIN).get("/my-reports/")


def test_no_hold_of_the_campaign_keeps_it_back_and_no_later_change(world: World) -> None:
    world.share_with_coach(world.karin)
    with world.database.writing() as session:
        hold_campaign(session, session.get_one(Campaign, world.campaign), by=by())
    _name(world, Named(SECOND, "Siv Ros"))
    _name(world, Named(MAJA))

    _send(world)

    assert len(_told(world)) == 2  # of Siv Ros, and of Maja who is the coach again
    assert any(SECOND in mail for mail in _told(world))


def test_a_coach_who_stays_is_not_told_of_again(world: World) -> None:
    _name(world, Named(MAJA, until=NOW.date() + timedelta(days=90)))

    _send(world)

    assert _told(world) == []


def test_of_a_stand_in_the_days_are_told(world: World) -> None:
    first = SUNDAY_NIGHT.date()
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        named = Named(SECOND, "Siv Ros", from_day=first, until=first + timedelta(days=7))
        name_stand_in(
            session, [subject], named, by=by(SUNDAY_NIGHT, ORGANISER, world.settings.zone)
        )

    _send(world)

    (told,) = _told(world)
    assert "från söndag 6 december 2026 till söndag 13 december 2026" in told


def test_whoever_ended_the_access_hears_no_more_of_it(world: World) -> None:
    world.share_with_leader(world.karin)
    _name(world, Named(SECOND, "Siv Ros"))
    with world.database.writing() as session:
        end_coach_access(session, session.get_one(Subject, world.karin), by=by(NOW))

    _send(world)

    assert _told(world) == []


def test_a_coach_named_before_launch_stands_in_the_leaders_invitation(small_office: Office) -> None:
    campaign_id = small_office.draft()
    with small_office.database.writing() as session:
        subject = subject_named(session, campaign_id, "Olle Sand")
        named = Named(SECOND, "Siv Ros")
        small_office.now.date()
        name_coach(session, subject, named, by=by(small_office.now, name=ORGANISER))
    assert small_office.mails() == []

    small_office.ask(campaign_id)
    small_office.worker.do(Duty.LAUNCH, campaign_id)
    small_office.worker.send()

    assert len(small_office.outbox()) == len(PEOPLE.people)
    olle = body_of(small_office.mail_to("Olle Sand"))
    assert f"det är du själv, och rapporten får läsas av dig och Siv Ros ({SECOND})" in olle
    assert SECOND not in body_of(small_office.mail_to("Anna Berg"))


def _name(world: World, named: Named) -> None:
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        name_coach(session, subject, named, by=by(NOW, name=ORGANISER))


def _send(world: World) -> None:
    Worker(world.database, world.settings, now=lambda: SUNDAY_NIGHT).send()


def _told(world: World) -> list[str]:
    files = (world.settings.instance / "mail").glob("*.eml")
    mails = [email.message_from_bytes(one.read_bytes(), policy=policy.default) for one in files]
    texts = [body_of(mail) for mail in mails if KARIN in str(mail["To"])]
    return [text for text in texts if "får läsa din rapport" in text]
