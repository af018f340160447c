"""Of shared reports a coach gets one mail a day, with all the leaders it is about."""

from __future__ import annotations

import email
from datetime import UTC, datetime, time, timedelta
from email import policy
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from feedback.jobs import Worker
from feedback.models import Mail, Subject
from feedback.operations.results.sharing import share_with_coach
from tests.acting import by
from tests.factories import person
from tests.feedback.office import body_of
from tests.feedback.world import MAJA

if TYPE_CHECKING:
    from email.message import EmailMessage

    from tests.feedback.world import World

NOON: Final = datetime(2026, 12, 7, 11, tzinfo=UTC)  # a Monday, within the hours of mail


def test_one_mail_lists_all_leaders_that_are_shared(world_on_both: World) -> None:
    world = world_on_both
    _share(world, "Karin Lund", "Olle Ek", at=NOON)

    (mail,) = _sent(world, NOON)

    assert str(mail["Subject"]) == "2 rapporter är klara för dig som coach"
    words = body_of(mail)
    assert "- Karin Lund, " in words
    assert "- Olle Ek, " in words
    assert "kvällen före" in " ".join(words.split())


def test_one_leader_alone_has_the_mail_with_their_name(world: World) -> None:
    _share(world, "Karin Lund", at=NOON)

    (mail,) = _sent(world, NOON)

    assert "Karin Lund" in str(mail["Subject"])


def test_what_is_shared_after_the_mail_of_the_day_waits_for_the_next_morning(world: World) -> None:
    zone = world.settings.zone
    _share(world, "Karin Lund", at=NOON)
    _sent(world, NOON)
    _share(world, "Olle Ek", at=NOON + timedelta(hours=1))
    _share(world, "Sara Holm", at=NOON + timedelta(hours=2))

    same_day = _sent(world, NOON + timedelta(hours=3))
    tomorrow = NOON.astimezone(zone).date() + timedelta(days=1)
    (mail,) = _sent(world, datetime.combine(tomorrow, time(8, 1), zone))

    assert same_day == []
    words = body_of(mail)
    assert "Olle Ek" in words
    assert "Sara Holm" in words
    assert "Karin Lund" not in words


def _share(world: World, *names: str, at: datetime) -> None:
    with world.database.writing() as session:
        maja = person(session, MAJA, "Maja Berg")
        subjects = [one for one in session.scalars(select(Subject)) if one.person.name in names]
        assert len(subjects) == len(names)
        for one in subjects:
            one.coach = maja
        share_with_coach(session, *subjects, by=by(at, zone=world.settings.zone))


def _sent(world: World, now: datetime) -> list[EmailMessage]:
    """Send what is due to coaches and return it; the folder is empty afterwards."""
    with world.database.writing() as session:
        session.execute(delete(Mail).where(Mail.kind != "report-shared-coach"))
    Worker(world.database, world.settings, now=lambda: now).send()
    folder = world.settings.instance / "mail"
    mails = []
    for path in sorted(folder.glob("*.eml")) if folder.exists() else []:
        mails.append(email.message_from_bytes(path.read_bytes(), policy=policy.default))
        path.unlink()
    return mails
