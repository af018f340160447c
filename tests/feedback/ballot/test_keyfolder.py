"""Keys: one file a campaign, mirrored, readable by their owner alone, gone in every mirror."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from feedback.ballot import KeyFolder, KeyMissingError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path / "keys", (tmp_path / "mirror",))


def test_a_key_is_kept_in_every_mirror(folder: KeyFolder) -> None:
    campaign = uuid4()

    key = folder.create(campaign)

    assert (folder.folder / f"{campaign}.key").read_bytes() == key
    assert (folder.mirrors[0] / f"{campaign}.key").read_bytes() == key


def test_making_a_key_again_keeps_the_first(folder: KeyFolder) -> None:
    campaign = uuid4()

    assert folder.create(campaign) == folder.create(campaign)


def test_a_lost_disk_is_made_good_from_the_mirror(folder: KeyFolder) -> None:
    campaign = uuid4()
    key = folder.create(campaign)
    (folder.folder / f"{campaign}.key").unlink()

    assert folder.read(campaign) == key
    folder.create(campaign)
    assert (folder.folder / f"{campaign}.key").read_bytes() == key


def test_a_half_written_key_is_not_taken_for_a_key(folder: KeyFolder) -> None:
    campaign = uuid4()
    key = folder.create(campaign)
    (folder.folder / f"{campaign}.key").write_bytes(key[:10])

    assert folder.read(campaign) == key


def test_a_destroyed_key_is_gone_in_every_mirror(folder: KeyFolder) -> None:
    campaign = uuid4()
    folder.create(campaign)

    folder.destroy(campaign)
    folder.destroy(campaign)

    assert folder.find(campaign) is None
    with pytest.raises(KeyMissingError):
        folder.read(campaign)


def test_nobody_else_may_read_a_seal_key(folder: KeyFolder) -> None:
    campaign = uuid4()
    folder.create(campaign)

    mode = (folder.folder / f"{campaign}.key").stat().st_mode

    assert stat.S_IMODE(mode) == 0o600
