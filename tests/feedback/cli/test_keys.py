"""An operator marks folders, looks for keys by hand, and alone says that one is gone for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.models import AuditEntry, State
from tests.acting import SOMEBODY
from tests.days import today_in_sweden
from tests.feedback.cli.commands import feedback
from tests.feedback.operations.campaigns.key_disk import key_path, mount, nights, unmount

if TYPE_CHECKING:
    from pathlib import Path

    from tests.feedback.office import Office


def acts(office: Office) -> list[str]:
    """Return what the audit log says was done."""
    with office.database.reading() as session:
        acted = select(AuditEntry.action).where(AuditEntry.actor != SOMEBODY)
        return list(session.scalars(acted.order_by(AuditEntry.number)))


@pytest.fixture
def mirror(desk: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set a mirror of the seal keys that is not there yet."""
    place = tmp_path / "second" / "seal"
    monkeypatch.setenv("FEEDBACK_SEAL_KEYS_MIRROR", str(place))
    desk.settings.seal_keys_mirror = place
    return place


def test_a_mirror_set_after_launch_is_prepared_and_filled(desk: Office, mirror: Path) -> None:
    desk.settings.seal_keys_mirror = None
    campaign_id = desk.opened()

    refused = feedback("keys", "prepare", answer="n\n")
    assert (refused.exit_code, mirror.exists()) == (1, False)
    assert "lacks the keys of 1 running campaigns" in refused.output
    done = feedback("keys", "prepare", answer="y\n")

    assert done.exit_code == 0, done.output
    key = key_path(desk, campaign_id).read_bytes()
    assert (mirror / f"{campaign_id}.key").read_bytes() == key
    assert acts(desk) == ["prepare key folder"]


def test_the_worker_waits_for_a_key_and_says_so(desk: Office) -> None:
    campaign_id = desk.opened()
    unmount(desk)
    feedback("campaign", "close", "Våg 1", "--yes")

    waits = feedback("worker", "--until-idle", "--nightly")

    assert waits.exit_code == 0, waits.output
    assert "waits for a key" in waits.output
    assert desk.state(campaign_id) is State.CLOSING


def test_recover_says_what_it_found_where_and_brings_the_campaign_back(
    desk: Office, mirror: Path
) -> None:
    campaign_id = desk.opened(last_day=today_in_sweden().replace(year=2099))
    held = key_path(desk, campaign_id).read_bytes()
    key_path(desk, campaign_id).unlink()
    (mirror / f"{campaign_id}.key").write_bytes(b"k" * 32)
    nights(desk, 7)

    without = feedback("campaign", "recover", "Våg 1")
    assert without.exit_code == 1
    assert f"seal key, {mirror}: another key, or a damaged one" in without.output
    assert f"seal key, {key_path(desk, campaign_id).parent}: no key" in without.output
    (mirror / f"{campaign_id}.key").write_bytes(held)
    back = feedback("campaign", "recover", "Våg 1")

    assert back.exit_code == 0, back.output
    assert "Våg 1: open." in back.output
    assert key_path(desk, campaign_id).read_bytes() == held
    assert acts(desk) == ["give up campaign", "recover campaign"]


def test_an_absent_disk_is_named(desk: Office) -> None:
    campaign_id = desk.opened()
    unmount(desk)

    found = feedback("campaign", "recover", "Våg 1")

    assert found.exit_code == 1
    assert "its disk may be absent" in found.output
    assert desk.state(campaign_id) is State.OPEN


def test_an_operator_alone_ends_the_wait_for_a_disk_that_died(desk: Office) -> None:
    campaign_id = desk.opened(last_day=today_in_sweden().replace(year=2099))
    assert "The key of Våg 1 is there" in feedback("campaign", "give-up", "Våg 1", "--yes").output
    assert desk.state(campaign_id) is State.OPEN
    unmount(desk)

    asked = feedback("campaign", "give-up", "Våg 1", answer="n\n")
    assert (asked.exit_code, desk.state(campaign_id)) == (1, State.OPEN)
    given_up = feedback("campaign", "give-up", "Våg 1", answer="y\n")

    assert given_up.exit_code == 0, given_up.output
    assert desk.state(campaign_id) is State.LOST
    assert acts(desk) == ["give up campaign"]
    mount(desk)
    assert "Våg 1: open." in feedback("campaign", "recover", "Våg 1").output


def test_a_draft_has_no_key_to_look_for(desk: Office) -> None:
    desk.draft()

    assert "it has no keys" in feedback("campaign", "recover", "Våg 1").output
    assert feedback("campaign", "give-up", "Våg 1", "--yes").exit_code == 1
