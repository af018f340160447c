"""A report is shared with the coach first, then with the leader, and each is told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.errors import StateError
from feedback.jobs import Duty
from feedback.models import Campaign
from feedback.operations.people.people_list import PeopleList
from feedback.operations.results.sharing import share_with_coach, share_with_leader, subjects_of
from tests.acting import by
from tests.feedback.office import PEOPLE, body_of, leader, rater, subject_named

if TYPE_CHECKING:
    from uuid import UUID

    from tests.feedback.office import Office


def closed(office: Office, people: PeopleList = PEOPLE) -> UUID:
    campaign_id = office.opened(people)
    office.worker.send()
    office.empty_outbox()
    office.worker.do(Duty.CLOSE, campaign_id)
    return campaign_id


def test_the_coach_reads_first_and_then_the_leader(office: Office) -> None:
    campaign_id = closed(office)

    with office.database.writing() as session:
        karin = subject_named(session, campaign_id, "Karin Lund")
        with pytest.raises(StateError, match="coach"):
            share_with_leader(session, karin, by=by(office.now))
        share_with_coach(session, karin, by=by(office.now))
        share_with_leader(session, karin, by=by(office.now))
    office.worker.send()

    coach, own = office.mail_to("Siv Ros"), office.mail_to("Karin Lund")
    assert "Karin Lund" in str(coach["Subject"])
    assert "Siv Ros" in body_of(own)
    assert "/s/" not in body_of(own) + body_of(coach)


def test_without_a_coach_the_leader_reads_alone(small_office: Office) -> None:
    campaign_id = closed(small_office, PeopleList((leader("Olle Sand", rater("Bo Ek")),)))

    with small_office.database.writing() as session:
        olle = subject_named(session, campaign_id, "Olle Sand")
        with pytest.raises(StateError, match="no coach"):
            share_with_coach(session, olle, by=by(small_office.now))
        share_with_leader(session, olle, by=by(small_office.now))

        assert olle.shared_with_leader_at == small_office.now


def test_sharing_twice_mails_once(small_office: Office) -> None:
    campaign_id = closed(small_office)

    for _ in range(2):
        with small_office.database.writing() as session:
            karin = subject_named(session, campaign_id, "Karin Lund")
            share_with_coach(session, karin, by=by(small_office.now))
    small_office.worker.send()

    assert len(small_office.outbox()) == 1


def test_nothing_is_shared_before_close(small_office: Office) -> None:
    campaign_id = small_office.opened()

    with small_office.database.writing() as session:
        campaign = session.get_one(Campaign, campaign_id)
        for subject in subjects_of(session, campaign):
            with pytest.raises(StateError, match="close the campaign first"):
                share_with_coach(session, subject, by=by(small_office.now))
