"""Whatever ends a talk takes it out of the calendars it stands in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from feedback.models import Campaign, Mail, StandIn, State, Subject
from feedback.operations.campaigns.lifecycle import cancel
from feedback.operations.campaigns.moving import move_leader
from feedback.operations.campaigns.waves import Taken, copy_wave
from feedback.operations.coaching.ending import end_coach_access
from feedback.operations.coaching.naming import Named, name_stand_in
from feedback.operations.coaching.talks import Talk, cancel_talk
from feedback.operations.ledger.holding import hold_campaign
from feedback.operations.retention.kinds import KINDS
from tests.acting import by
from tests.factories import person
from tests.feedback.operations.coaching.talk_mails import (
    LATER,
    SENT,
    TALK_AT,
    ZONE,
    read_entry,
    sent,
    sequence_of,
    set_a_talk,
    subject_of,
    words_in,
)
from tests.feedback.world import KARIN, MAJA, ORGANISER

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from tests.feedback.world import World

SIV = "siv.ros@example.se"


def _cancelled(session: Session, subject: Subject) -> None:
    cancel(session, _opened(subject.campaign), by=by(LATER))


def _cancelled_while_its_mail_is_held(session: Session, subject: Subject) -> None:
    hold_campaign(session, subject.campaign, by=by())
    _cancelled(session, subject)


def _cancelled_when_lost(session: Session, subject: Subject) -> None:
    _opened(subject.campaign).state = State.LOST
    cancel(session, subject.campaign, by=by(LATER))


def _moved(session: Session, subject: Subject) -> None:
    later = copy_wave(
        session,
        _opened(subject.campaign),
        name="Nästa",
        last_day=date(2027, 5, 31),
        taken=Taken.NOBODY,
        by=by(LATER),
    )
    move_leader(session, subject, later, by=by(LATER))


def _erased(session: Session, subject: Subject) -> None:
    for kind in KINDS.values():
        kind.erase(session, subject.campaign_id, LATER)


def _cancelled_after_the_list_of_mails_has_gone(session: Session, subject: Subject) -> None:
    KINDS["mail-ledger"].erase(session, subject.campaign_id, LATER)
    cancel_talk(session, subject, by=by(LATER, name=MAJA, zone=ZONE))


WAYS = (
    _cancelled,
    _cancelled_while_its_mail_is_held,
    _cancelled_when_lost,
    _moved,
    _erased,
    _cancelled_after_the_list_of_mails_has_gone,
)


@pytest.mark.parametrize("end", WAYS, ids=lambda way: way.__name__.strip("_"))
def test_a_talk_that_ends_leaves_both_calendars(
    world_on_both: World, end: Callable[[Session, Subject], None]
) -> None:
    world = world_on_both
    set_a_talk(world, Talk(TALK_AT, "Rum 4"))
    invited = read_entry(sent(world, SENT)[MAJA])[1]
    with world.database.writing() as session:
        end(session, session.get_one(Subject, world.karin))

    mails = sent(world, LATER)

    is_over = end is not WAYS[-1]
    assert set(mails) == {KARIN, MAJA}
    for mail in mails.values():
        method, event = read_entry(mail)
        assert (method, event.uid, event.dtstart) == ("CANCEL", invited.uid, TALK_AT)
        assert sequence_of(event) > sequence_of(invited)
        assert {str(one.uri) for one in event.attendees} == {f"mailto:{KARIN}", f"mailto:{MAJA}"}
        assert ("no new time" in words_in(mail) or "ingen ny tid" in words_in(mail)) is is_over
    assert not is_over or "/coach/" not in words_in(mails[MAJA])
    assert subject_of(world).talk_at is None


def test_a_talk_that_ends_with_the_coachs_access_promises_no_other(world: World) -> None:
    world.share_with_leader(world.karin)
    set_a_talk(world, Talk(TALK_AT))
    sent(world, SENT)
    with world.database.writing() as session:
        end_coach_access(session, session.get_one(Subject, world.karin), by=by(LATER, name=KARIN))

    mails = sent(world, LATER)

    words = {person: " ".join(words_in(mail).split()) for person, mail in mails.items()}
    assert "ingen ny tid, för du har avslutat coachens tillgång" in words[KARIN]
    assert "ingen ny tid, för du har inte längre tillgång" in words[MAJA]


def test_a_cancellation_that_waits_leaves_although_the_campaign_is_cancelled(world: World) -> None:
    set_a_talk(world, Talk(TALK_AT))
    sent(world, SENT)
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        cancel_talk(session, subject, by=by(LATER, name=MAJA, zone=ZONE))
        _cancelled(session, subject)

    assert set(sent(world, LATER)) == {KARIN, MAJA}


def test_of_a_talk_that_is_over_nothing_is_sent_and_nothing_kept(world: World) -> None:
    set_a_talk(world, Talk(TALK_AT))
    sent(world, SENT)
    with world.database.writing() as session:
        campaign = _opened(session.get_one(Campaign, world.campaign))
        cancel(session, campaign, by=by(TALK_AT + timedelta(hours=2)))

    with world.database.reading() as session:
        mails = session.scalar(select(func.count()).where(Mail.campaign_id == world.campaign))
    assert mails == 0


def test_a_talk_that_nobody_was_told_of_is_called_off_in_silence(world: World) -> None:
    set_a_talk(world, Talk(TALK_AT))
    with world.database.writing() as session:
        _cancelled(session, session.get_one(Subject, world.karin))

    assert sent(world, LATER) == {}


def test_a_stand_in_whose_days_are_cut_is_uninvited_and_the_talk_stays(world: World) -> None:
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        days = {"from_day": date(2026, 1, 1), "until_day": date(2027, 12, 31)}
        session.add(StandIn(subject=subject, person=person(session, SIV, "Siv Ros"), **days))
    set_a_talk(world, Talk(TALK_AT))
    sent(world, SENT)
    with world.database.writing() as session:
        shorter = Named(SIV, "Siv Ros", from_day=date(2026, 1, 1), until=date(2026, 12, 10))
        name_stand_in(
            session,
            [session.get_one(Subject, world.karin)],
            shorter,
            by=by(LATER, name=ORGANISER, zone=ZONE),
        )

    mails = sent(world, LATER)

    assert set(mails) == {SIV}
    assert read_entry(mails[SIV])[0] == "CANCEL"
    assert subject_of(world).talk_at == TALK_AT


def _opened(campaign: Campaign) -> Campaign:
    campaign.public_key = campaign.public_key or b"x" * 32
    campaign.state = State.OPEN
    return campaign


def test_whoever_stands_in_until_before_the_talk_is_not_invited_to_it(
    world_on_both: World,
) -> None:
    world = world_on_both
    with world.database.writing() as session:
        subject = session.get_one(Subject, world.karin)
        days = {"from_day": date(2026, 1, 1), "until_day": date(2026, 12, 18)}
        session.add(StandIn(subject=subject, person=person(session, SIV, "Siv Ros"), **days))
    set_a_talk(world, Talk(TALK_AT))
    invited = set(sent(world, SENT))

    set_a_talk(world, Talk(TALK_AT + timedelta(days=7)), now=LATER)

    methods = {who: read_entry(mail)[0] for who, mail in sent(world, LATER).items()}
    assert invited == {KARIN, MAJA, SIV}
    assert methods == {KARIN: "REQUEST", MAJA: "REQUEST", SIV: "CANCEL"}
