"""Launching makes keys, opens, and queues one mail a rater: repeatable at every step."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from sqlalchemy import select

from feedback.ballot import KeyFolder
from feedback.errors import InputError, StateError
from feedback.jobs import Duty
from feedback.models import Campaign, Mail, MailState, Person, State
from feedback.operations.campaigns import launching
from feedback.operations.campaigns.key_probe import SealKeyLostError
from feedback.operations.campaigns.lifecycle import ask_launch, cancel
from feedback.operations.people.people_list import PeopleList, RaterEntry
from tests.acting import by
from tests.feedback.office import PEOPLE, leader

if TYPE_CHECKING:
    from pathlib import Path

    from tests.feedback.office import Office


class PowerCutError(Exception):
    """The machine stops here."""


def test_a_click_only_asks_and_the_worker_opens(office: Office) -> None:
    campaign_id = office.asked()

    assert office.state(campaign_id) is State.LAUNCHING
    assert not office.settings.link_key_folder.holds(campaign_id)

    office.worker.do(Duty.LAUNCH, campaign_id)

    assert office.state(campaign_id) is State.OPEN
    assert office.settings.link_key_folder.find(campaign_id)
    assert office.settings.seal_key_folder.find(campaign_id)


def test_each_rater_is_queued_one_mail_whatever_they_rate(office: Office) -> None:
    office.opened()

    mails = office.mails()
    assert len(mails) == len(PEOPLE.people)
    assert {mail.kind for mail in mails} == {"invitation"}
    assert {mail.state for mail in mails} == {MailState.QUEUED}


def test_a_second_worker_changes_nothing(office: Office) -> None:
    campaign_id = office.opened()
    with office.database.reading() as session:
        before = session.get_one(Campaign, campaign_id).public_key
    count = len(office.mails())

    office.worker.do(Duty.LAUNCH, campaign_id)

    with office.database.reading() as session:
        assert session.get_one(Campaign, campaign_id).public_key == before
    assert len(office.mails()) == count


@pytest.mark.parametrize("step", ["new_seal_pair", "probe", "_queue_invitations"])
def test_a_crash_at_any_step_is_mended_by_the_next_try(office: Office, step: str) -> None:
    campaign_id = office.asked()
    with (
        patch.object(launching, step, side_effect=PowerCutError),
        pytest.raises(PowerCutError),
    ):
        office.worker.do(Duty.LAUNCH, campaign_id)
    assert office.state(campaign_id) is State.LAUNCHING
    assert office.mails() == []

    office.worker.do(Duty.LAUNCH, campaign_id)

    assert office.state(campaign_id) is State.OPEN
    assert office.worker.due() == []
    assert len(office.mails()) == len(PEOPLE.people)


def test_a_crash_after_the_keys_keeps_the_same_keys(small_office: Office) -> None:
    campaign_id = small_office.asked()
    with (
        patch.object(launching, "_queue_invitations", side_effect=PowerCutError),
        pytest.raises(PowerCutError),
    ):
        small_office.worker.do(Duty.LAUNCH, campaign_id)
    folders = small_office.settings.link_key_folder, small_office.settings.seal_key_folder
    before = [folder.read(campaign_id) for folder in folders]

    small_office.worker.do(Duty.LAUNCH, campaign_id)

    assert [folder.read(campaign_id) for folder in folders] == before


def test_a_seal_key_that_does_not_open_stops_the_launch(small_office: Office) -> None:
    campaign_id = small_office.asked()

    with (
        patch.object(launching, "public_half", return_value=bytes(range(32))),
        pytest.raises(SealKeyLostError),
    ):
        small_office.worker.do(Duty.LAUNCH, campaign_id)

    assert small_office.state(campaign_id) is State.LAUNCHING


def test_a_campaign_cancelled_meanwhile_is_not_opened(small_office: Office) -> None:
    campaign_id = small_office.asked()
    with small_office.database.writing() as session:
        cancel(session, session.get_one(Campaign, campaign_id), by=by(small_office.now))

    small_office.worker.do(Duty.LAUNCH, campaign_id)

    assert small_office.state(campaign_id) is State.CANCELLED
    assert small_office.mails() == []


def test_launch_is_refused_with_every_reason(small_office: Office) -> None:
    alone = PeopleList((leader("Karin Lund"), leader("Olle Sand")))
    campaign_id = small_office.draft(alone)
    small_office.now = small_office.now.replace(year=2027)

    with small_office.database.writing() as session, pytest.raises(InputError) as caught:
        ask_launch(session, session.get_one(Campaign, campaign_id), by=by(small_office.now))

    assert len(caught.value.faults) == 3
    assert "Karin Lund has no raters." in caught.value.faults


def test_a_campaign_without_leaders_is_not_launched(small_office: Office) -> None:
    campaign_id = small_office.draft(PeopleList(()))

    with small_office.database.writing() as session, pytest.raises(InputError, match="no leaders"):
        ask_launch(session, session.get_one(Campaign, campaign_id), by=by(small_office.now))


def test_launch_is_asked_for_once(small_office: Office) -> None:
    campaign_id = small_office.asked()

    with small_office.database.writing() as session, pytest.raises(StateError):
        ask_launch(session, session.get_one(Campaign, campaign_id), by=by(small_office.now))


def test_somebody_without_an_address_is_queued_no_mail(office: Office) -> None:
    slip = RaterEntry(name="Mona Vik", group="team", own_number="17")

    office.opened(PeopleList((leader("Karin Lund", slip),)))

    with office.database.reading() as session:
        queued = session.scalars(select(Person.email).join(Mail)).all()
    assert queued == ["karin.lund@example.se"]


def test_keys_lie_in_every_mirror(small_office: Office, tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    small_office.settings.seal_keys_mirror = mirror

    campaign_id = small_office.opened()

    assert KeyFolder(mirror).find(campaign_id) == small_office.settings.seal_key_folder.find(
        campaign_id
    )
