"""A ballot box is counted once: whoever writes the database gets no second count of another box."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from feedback.ballot.opening import open_envelopes
from feedback.errors import TamperedError
from feedback.jobs import Duty, Worker
from feedback.models import (
    Answered,
    Campaign,
    Envelope,
    Invitation,
    Rater,
    State,
    StoredRelease,
    Subject,
)
from feedback.operations.campaigns.closing import ClosingStep, close_campaign
from feedback.operations.campaigns.key_watch import watch_keys
from feedback.operations.campaigns.lifecycle import lose
from tests.acting import by
from tests.triggers import add_refusal, drop_trigger

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from tests.factories import OpenCampaign

NOW = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)
BEFORE_THE_LAST_DAY = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
REFUSES = "refuses_releases"


class _CrashError(Exception):
    """The power went."""


def _without_anna(campaign: OpenCampaign, session: Session) -> None:
    """Take out one envelope of the team and one note that somebody of the team answered."""
    envelope, ballot = next(
        (envelope, ballot)
        for envelope in session.scalars(select(Envelope))
        for ballot in open_envelopes(campaign.seal_key, [envelope.sealed])
        if ballot.group == "team"
    )
    of_team = (Invitation.group == "team", Invitation.subject_id == ballot.subject_id)
    answered = session.scalars(select(Answered).join(Invitation).where(*of_team)).first()
    session.delete(envelope)
    session.delete(answered)


def _with_a_leader_moved(_campaign: OpenCampaign, session: Session) -> None:
    first = select(Subject.id).limit(1).scalar_subquery()
    session.execute(update(Subject).where(Subject.id == first).values(is_moved=True))


def _with_another_group_asked(_campaign: OpenCampaign, session: Session) -> None:
    subject = session.scalars(select(Subject).limit(1)).one()
    asked = select(Invitation.rater_id).where(Invitation.subject_id == subject.id)
    rater = session.scalars(select(Rater).where(Rater.id.not_in(asked))).one()  # the other leader
    session.add(Invitation(subject=subject, rater=rater, group="union"))


@pytest.mark.parametrize("change", [_without_anna, _with_a_leader_moved, _with_another_group_asked])
def test_another_box_is_not_counted_after_a_count_that_was_not_written(
    campaign: OpenCampaign, change: Callable[[OpenCampaign, Session], None]
) -> None:
    _count_in_vain(campaign)
    with campaign.database.writing() as session:
        change(campaign, session)

    with pytest.raises(TamperedError, match="counted before"):
        _close(campaign)

    assert campaign.count(StoredRelease) == 0
    assert _state(campaign) is State.CLOSING


@pytest.mark.parametrize("step", [ClosingStep.OPENED, ClosingStep.SCORED])
def test_the_same_box_is_counted_again_after_a_crash(
    campaign: OpenCampaign, step: ClosingStep
) -> None:
    def crash(done: ClosingStep) -> None:
        if done is step:
            raise _CrashError

    with pytest.raises(_CrashError):
        close_campaign(campaign.database, campaign.settings, campaign.id, now=NOW, on_step=crash)

    _close(campaign)

    assert campaign.count(StoredRelease) == 2
    assert sorted(campaign.settings.link_key_folder.folder.glob(f"{campaign.id}*")) == []


def test_a_campaign_that_was_counted_takes_no_answers_again(campaign: OpenCampaign) -> None:
    _count_in_vain(campaign)
    with campaign.database.writing() as session:
        lose(session, session.get_one(Campaign, campaign.id), by=by())

    watch_keys(campaign.database, campaign.settings, campaign.id, by=by(BEFORE_THE_LAST_DAY))

    assert _state(campaign) is State.CLOSING
    _close(campaign)
    assert campaign.count(StoredRelease) == 2


def test_a_refused_close_is_tried_again_in_an_hour(campaign: OpenCampaign) -> None:
    clock = [NOW]
    worker = Worker(campaign.database, campaign.settings, now=lambda: clock[0])
    with campaign.database.writing() as session:
        session.execute(update(Envelope).values(mac=None))
    with pytest.raises(TamperedError):
        worker.do(Duty.CLOSE, campaign.id)

    at_once = worker.due()
    clock[0] += timedelta(minutes=59)
    within_the_hour = worker.due()
    clock[0] += timedelta(minutes=2)

    assert (at_once, within_the_hour) == ([], [])
    assert worker.due() == [(Duty.CLOSE, campaign.id)]


def _count_in_vain(campaign: OpenCampaign) -> None:
    """Let the first try fail when all is counted and nothing is written."""
    add_refusal(campaign.database, REFUSES, "BEFORE INSERT ON stored_release")
    with pytest.raises(DBAPIError):
        _close(campaign)
    drop_trigger(campaign.database, REFUSES, "stored_release")


def _close(campaign: OpenCampaign) -> None:
    close_campaign(campaign.database, campaign.settings, campaign.id, now=NOW)


def _state(campaign: OpenCampaign) -> State:
    with campaign.database.reading() as session:
        return session.get_one(Campaign, campaign.id).state
