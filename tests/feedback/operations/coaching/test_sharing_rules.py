"""Reports are shared as the campaign's rule says, and never past a coach."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.jobs import Duty
from feedback.models import AuditEntry, Campaign, ShareRule, Subject
from feedback.operations.campaigns.lifecycle import ask_launch
from feedback.operations.coaching import sharing_rules
from feedback.operations.coaching.preparing import mark_comments_read
from tests.acting import by
from tests.feedback.office import PEOPLE, subject_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from tests.feedback.office import Office


def _closed(office: Office, rule: ShareRule, *, days: int = 7) -> UUID:
    """Close a campaign in which Karin has a coach and Olle has none."""
    campaign_id = office.draft(PEOPLE)
    with office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        campaign.share_rule, campaign.share_after_days = rule, days
        ask_launch(session, campaign, by=by(office.now))
    office.worker.do(Duty.LAUNCH, campaign_id)
    office.worker.do(Duty.CLOSE, campaign_id)
    return campaign_id


def _shared(office: Office, campaign_id: UUID, name: str) -> tuple[bool, bool]:
    with office.database.reading() as session:
        found = subject_named(session, campaign_id, name)
        return found.shared_with_coach_at is not None, found.shared_with_leader_at is not None


def _read_comments(office: Office, campaign_id: UUID) -> None:
    with office.database.writing() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        mark_comments_read(session, karin, by=by(office.now, name="siv.ros@example.se"))


@pytest.fixture
def with_comments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every leader have comments, which only a coach's mark makes read."""

    def are_read(_session: Session, subjects: Sequence[Subject]) -> list[Subject]:
        return [subject for subject in subjects if subject.comments_read_at is not None]

    monkeypatch.setattr(sharing_rules, "with_comments_read", are_read)


def test_by_hand_means_that_nothing_goes_by_itself(small_office: Office) -> None:
    campaign_id = _closed(small_office, ShareRule.BY_HAND)

    small_office.worker.share()

    assert _shared(small_office, campaign_id, "Karin Lund") == (False, False)


def test_coaches_get_the_reports_at_close_and_leaders_wait_for_them(small_office: Office) -> None:
    campaign_id = _closed(small_office, ShareRule.COACHES_AT_CLOSE, days=0)

    small_office.worker.share()
    small_office.worker.share()

    assert _shared(small_office, campaign_id, "Karin Lund") == (True, False)
    with small_office.database.reading() as session:
        acts = [
            one.action for one in session.scalars(select(AuditEntry)) if one.actor == "the worker"
        ]
    assert acts == ["share with coach"]


@pytest.mark.usefixtures("with_comments")
def test_the_leader_reads_some_days_later_once_comments_are_read(small_office: Office) -> None:
    campaign_id = _closed(small_office, ShareRule.LOOKED_THROUGH, days=7)
    small_office.worker.share()
    _read_comments(small_office, campaign_id)

    small_office.now += timedelta(days=6)
    small_office.worker.share()
    too_early = _shared(small_office, campaign_id, "Karin Lund")
    small_office.now += timedelta(days=1)
    small_office.worker.share()

    assert too_early == (True, False)
    assert _shared(small_office, campaign_id, "Karin Lund") == (True, True)


@pytest.mark.usefixtures("with_comments")
def test_comments_that_nobody_has_read_keep_the_report_back(small_office: Office) -> None:
    campaign_id = _closed(small_office, ShareRule.LOOKED_THROUGH, days=0)

    small_office.worker.share()
    small_office.now += timedelta(days=30)
    small_office.worker.share()

    assert _shared(small_office, campaign_id, "Karin Lund") == (True, False)


def test_a_leader_without_a_coach_is_left_to_the_organiser(small_office: Office) -> None:
    campaign_id = _closed(small_office, ShareRule.LOOKED_THROUGH, days=0)

    small_office.now += timedelta(days=30)
    small_office.worker.share()

    assert _shared(small_office, campaign_id, "Olle Sand") == (False, False)
