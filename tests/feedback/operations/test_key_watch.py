"""Every night the seal keys are tried; a lost one stops the campaign and organisers hear it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.ballot import Part
from feedback.ballot.opening import new_seal_pair
from feedback.errors import SurveyLostError
from feedback.models import Account, Answered, Campaign, Envelope, OrganiserGrant, State
from feedback.operations.accounts import create_account
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.links import open_link
from feedback.operations.answering.submitting import submit
from feedback.operations.campaigns.lifecycle import ask_close, cancel
from tests.feedback.office import body_of, invitation_of

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from tests.feedback.office import Office


def grant(office: Office, campaign_id: UUID, address: str) -> None:
    with office.database.writing() as session:
        account: Account = create_account(session, address)
        unit = session.get_one(Campaign, campaign_id).programme.unit
        session.add(OrganiserGrant(account_id=account.id, unit_id=unit.id))


def key_path(office: Office, campaign_id: UUID) -> Path:
    return office.settings.seal_key_folder.folder / f"{campaign_id}.key"


def test_a_good_key_changes_nothing(office: Office) -> None:
    campaign_id = office.opened()

    office.worker.nightly()

    assert office.state(campaign_id) is State.OPEN


@pytest.mark.parametrize("damage", ["removed", "another key", "half a key"])
def test_a_key_that_does_not_open_makes_the_campaign_lost(
    small_office: Office, damage: str
) -> None:
    campaign_id = small_office.opened()
    path = key_path(small_office, campaign_id)
    match damage:
        case "removed":
            path.unlink()
        case "another key":
            path.write_bytes(new_seal_pair()[0])
        case _:
            path.write_bytes(path.read_bytes()[:16])

    small_office.worker.nightly()

    assert small_office.state(campaign_id) is State.LOST


def test_a_close_that_waits_for_a_lost_key_ends_as_lost(small_office: Office) -> None:
    campaign_id = small_office.opened()
    with small_office.database.writing() as session:
        ask_close(session, session.get_one(Campaign, campaign_id))
    key_path(small_office, campaign_id).unlink()

    small_office.worker.nightly()

    assert small_office.state(campaign_id) is State.LOST


def test_what_a_lost_campaign_knew_of_raters_can_be_erased(office: Office) -> None:
    campaign_id = office.opened()
    with office.database.writing() as session:
        invitation = invitation_of(session, campaign_id, "Anna Berg", "Karin Lund")
        submit(session, invitation, Part.RESPONSE, Answers({"lugn": 4}))
    key_path(office, campaign_id).unlink()
    office.worker.nightly()

    with office.database.writing() as session:
        cancel(session, session.get_one(Campaign, campaign_id))
    for duty, due_id in office.worker.due():
        office.worker.do(duty, due_id)

    with office.database.reading() as session:
        assert session.scalars(select(Answered)).all() == []
        assert session.scalars(select(Envelope)).all() == []
    assert not office.settings.link_key_folder.holds(campaign_id)


def test_organisers_of_the_unit_hear_it_the_same_day(office: Office) -> None:
    campaign_id = office.opened()
    office.worker.send()
    office.empty_outbox()
    grant(office, campaign_id, "maria.hr@example.se")
    key_path(office, campaign_id).unlink()

    office.worker.nightly()
    office.worker.send()

    (mail,) = office.outbox()
    assert "maria.hr@example.se" in str(mail["To"])
    assert "Våg 1" in body_of(mail)


def test_raters_of_a_lost_campaign_are_told_so(small_office: Office) -> None:
    campaign_id = small_office.opened()
    code = small_office.link_of(campaign_id, "Anna Berg").rpartition("/")[2]
    key_path(small_office, campaign_id).unlink()

    small_office.worker.nightly()

    with small_office.database.reading() as session, pytest.raises(SurveyLostError):
        open_link(session, small_office.settings.link_key_folder, code)


def test_a_key_that_cannot_be_read_loses_nothing_and_keeps_no_other_waiting(
    small_office: Office,
) -> None:
    unreadable, lost = small_office.opened(), small_office.opened(name="Våg 2")
    in_the_way = key_path(small_office, unreadable)
    in_the_way.unlink()
    in_the_way.mkdir()
    key_path(small_office, lost).unlink()

    with pytest.raises(IsADirectoryError):
        small_office.worker.nightly()

    assert small_office.state(unreadable) is State.OPEN
    assert small_office.state(lost) is State.LOST


def test_a_mirror_saves_the_campaign(small_office: Office, tmp_path: Path) -> None:
    small_office.settings.seal_keys_mirror = tmp_path / "mirror"
    campaign_id = small_office.opened()
    key_path(small_office, campaign_id).unlink()

    small_office.worker.nightly()

    assert small_office.state(campaign_id) is State.OPEN
