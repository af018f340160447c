"""Keys are looked for every night: an absent disk ends nothing, a missing key only in a week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.ballot.marker import MARKER
from feedback.ballot.opening import new_seal_pair
from feedback.errors import SurveyLostError
from feedback.models import (
    Answered,
    Campaign,
    Envelope,
    KeyTrouble,
    MailState,
    OrganiserGrant,
    State,
)
from feedback.operations.campaigns.key_watch import NIGHTS
from feedback.operations.campaigns.lifecycle import cancel
from feedback.operations.ledger import INVITATION
from feedback.operations.rights.accounts import create_account, grant_admin
from tests.acting import by
from tests.feedback.office import LAST_DAY, body_of
from tests.feedback.operations.campaigns.key_disk import (
    AFTER_LAST_DAY,
    DAY,
    answer,
    key_path,
    mount,
    nights,
    run_due,
    unmount,
)
from tests.opening import open_link

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from tests.feedback.office import Office


def grant(office: Office, campaign_id: UUID, address: str) -> None:
    with office.database.writing() as session:
        account = create_account(session, address)
        department = session.get_one(Campaign, campaign_id).programme.department
        session.add(OrganiserGrant(account_id=account.id, department_id=department.id))


def test_a_good_key_changes_nothing(office: Office) -> None:
    campaign_id = office.opened()

    office.worker.nightly()

    assert office.state(campaign_id) is State.OPEN


@pytest.mark.parametrize("is_over", [False, True])
def test_the_right_key_brings_a_lost_campaign_back(office: Office, *, is_over: bool) -> None:
    campaign_id = office.opened(last_day=LAST_DAY + (0 if is_over else 30) * DAY)
    answer(office, campaign_id)
    path = key_path(office, campaign_id)
    key = path.read_bytes()
    path.unlink()
    nights(office, NIGHTS)
    assert office.state(campaign_id) is State.LOST
    path.write_bytes(new_seal_pair()[0])
    nights(office, 5)
    assert office.state(campaign_id) is State.LOST

    path.write_bytes(key)
    nights(office, 1)

    assert office.state(campaign_id) is (State.CLOSING if is_over else State.OPEN)
    office.now += 60 * DAY
    run_due(office)
    assert office.state(campaign_id) is State.CLOSED


def test_what_a_lost_campaign_knew_of_raters_can_be_erased(office: Office) -> None:
    campaign_id = office.opened()
    answer(office, campaign_id)
    key_path(office, campaign_id).unlink()
    nights(office, NIGHTS)

    with office.database.writing() as session:
        cancel(session, session.get_one(Campaign, campaign_id), by=by(office.now))
    for duty, due_id in office.worker.due():
        office.worker.do(duty, due_id)

    with office.database.reading() as session:
        assert session.scalars(select(Answered)).all() == []
        assert session.scalars(select(Envelope)).all() == []
        assert session.scalars(select(KeyTrouble)).all() == []
    assert not office.settings.link_key_folder.holds(campaign_id)


def test_organisers_and_administrators_hear_once_that_the_disk_is_absent(office: Office) -> None:
    campaign_id = office.opened()
    office.worker.send()
    office.empty_outbox()
    grant(office, campaign_id, "maria.hr@example.se")
    with office.database.writing() as session:
        grant_admin(session, "it@example.se", by=by())
    unmount(office)

    office.now = datetime(2026, 11, 28, 1, 30, tzinfo=UTC)  # a Saturday night
    office.worker.nightly()
    office.worker.send()

    mails = office.outbox()
    told = [mail["To"].addresses[0].addr_spec for mail in mails]
    assert told == ["it@example.se", "maria.hr@example.se"]
    assert "Inga svar är förlorade" in body_of(mails[0])
    nights(office, 3)
    office.worker.send()
    assert len(office.outbox()) == len(mails)
    mount(office)
    nights(office, 1)
    office.worker.send()
    good_news = [mail for mail in office.outbox() if "finns igen" in str(mail["Subject"])]
    assert len(good_news) == len(mails)


def test_mail_waits_for_the_folder_of_link_keys_and_goes_when_it_is_back(office: Office) -> None:
    office.opened()
    office.worker.send(most=2)
    unmount(office)

    office.worker.send()
    states = {mail.state for mail in office.mails() if mail.kind == INVITATION}
    assert states == {MailState.SENT, MailState.QUEUED}
    mount(office)
    office.worker.send()

    assert {mail.state for mail in office.mails()} == {MailState.SENT}


def test_mail_waits_for_a_link_key_that_is_missing(small_office: Office) -> None:
    campaign_id = small_office.opened()
    path = small_office.settings.link_key_folder.folder / f"{campaign_id}.key"
    key = path.read_bytes()
    path.unlink()

    small_office.worker.send()
    assert {mail.state for mail in small_office.mails()} == {MailState.QUEUED}
    path.write_bytes(key)
    small_office.now += timedelta(minutes=20)
    small_office.worker.send()

    assert {mail.state for mail in small_office.mails()} == {MailState.SENT}


def test_raters_of_a_lost_campaign_are_told_so(small_office: Office) -> None:
    campaign_id = small_office.opened()
    code = small_office.link_of(campaign_id, "Anna Berg").rpartition("/")[2]
    key_path(small_office, campaign_id).unlink()

    nights(small_office, NIGHTS)

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

    nights(small_office, NIGHTS)

    assert small_office.state(unreadable) is State.OPEN
    assert small_office.state(lost) is State.LOST


def test_a_mirror_saves_the_campaign_and_fills_the_folder(
    small_office: Office, tmp_path: Path
) -> None:
    small_office.settings.seal_keys_mirror = tmp_path / "mirror"
    campaign_id = small_office.opened()
    key_path(small_office, campaign_id).unlink()

    small_office.worker.nightly()

    assert small_office.state(campaign_id) is State.OPEN
    assert key_path(small_office, campaign_id).exists()


def test_a_mirror_set_after_launch_is_filled_once_it_is_marked(
    small_office: Office, tmp_path: Path
) -> None:
    campaign_id = small_office.opened()
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    small_office.settings.seal_keys_mirror = mirror

    small_office.worker.nightly()
    assert list(mirror.iterdir()) == []
    small_office.settings.seal_key_folder.prepare()
    small_office.worker.nightly()

    assert (mirror / f"{campaign_id}.key").read_bytes() == key_path(
        small_office, campaign_id
    ).read_bytes()


def test_keys_of_an_earlier_version_are_adopted_in_the_first_night(small_office: Office) -> None:
    campaign_id = small_office.opened()
    marker = key_path(small_office, campaign_id).with_name(MARKER)
    marker.unlink()

    small_office.worker.nightly()

    assert marker.exists()


def test_a_launch_waits_for_a_folder_that_is_absent(small_office: Office) -> None:
    small_office.opened()
    unmount(small_office)
    campaign_id = small_office.asked(name="Våg 2")
    grant(small_office, campaign_id, "maria.hr@example.se")

    run_due(small_office)
    assert small_office.state(campaign_id) is State.LAUNCHING
    assert [mail.kind for mail in small_office.mails()].count("key-away") == 1
    assert small_office.worker.due() == []
    mount(small_office)
    small_office.now += timedelta(hours=2)
    run_due(small_office)

    assert small_office.state(campaign_id) is State.OPEN


@pytest.mark.parametrize("end", ["closed", "cancelled"])
def test_a_key_on_a_mirror_that_was_absent_dies_when_it_is_back(
    small_office: Office, tmp_path: Path, end: str
) -> None:
    mirror = tmp_path / "mirror"
    small_office.settings.seal_keys_mirror = mirror
    campaign_id = small_office.opened()
    mirror.rename(tmp_path / "disk")
    mirror.mkdir()
    if end == "cancelled":
        with small_office.database.writing() as session:
            cancel(session, session.get_one(Campaign, campaign_id), by=by(small_office.now))
    small_office.now = AFTER_LAST_DAY
    run_due(small_office)
    assert small_office.worker.due() == []

    mirror.rmdir()
    (tmp_path / "disk").rename(mirror)
    run_due(small_office)

    assert not small_office.settings.seal_key_folder.holds(campaign_id)
    assert small_office.worker.due() == []
