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


def test_other_bytes_of_the_right_length_do_not_hide_the_good_mirror(folder: KeyFolder) -> None:
    campaign = uuid4()
    key = folder.create(campaign)
    (folder.folder / f"{campaign}.key").write_bytes(bytes(32))

    assert folder.read(campaign, is_right=lambda found: found == key) == key
    with pytest.raises(KeyMissingError):
        folder.read(campaign, is_right=lambda _: False)


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


def test_what_a_crash_left_of_writing_is_destroyed_too(folder: KeyFolder) -> None:
    campaign = uuid4()
    key = folder.create(campaign)
    unfinished = folder.mirrors[0] / f"{campaign}.0badcafe.new"
    unfinished.write_bytes(key)

    folder.destroy(campaign)

    assert list(folder.mirrors[0].iterdir()) == []


def test_what_a_crash_left_of_writing_still_counts_as_held(folder: KeyFolder) -> None:
    campaign = uuid4()
    folder.create(campaign)
    folder.destroy(campaign)

    (folder.folder / f"{campaign}.0badcafe.new").write_bytes(b"k" * 32)

    assert folder.find(campaign) is None
    assert folder.holds(campaign)


def test_a_key_of_another_length_still_counts_as_held(folder: KeyFolder) -> None:
    campaign = uuid4()
    folder.create(campaign)
    folder.destroy(campaign)

    (folder.folder / f"{campaign}.key").write_bytes(b"half")

    assert folder.find(campaign) is None
    assert folder.holds(campaign)


def test_a_disk_that_cannot_be_read_leaves_it_to_the_mirror(folder: KeyFolder) -> None:
    campaign = uuid4()
    key = folder.create(campaign)
    _break(folder.folder / f"{campaign}.key")

    assert folder.read(campaign) == key


def test_a_key_is_not_missing_while_a_disk_cannot_be_read(folder: KeyFolder) -> None:
    # Called missing, the key would count as lost, and the campaign with it.
    campaign = uuid4()
    folder.create(campaign)
    (folder.mirrors[0] / f"{campaign}.key").unlink()
    _break(folder.folder / f"{campaign}.key")

    with pytest.raises(OSError, match="directory"):
        folder.read(campaign)


def test_a_broken_disk_does_not_save_the_key_on_the_other(folder: KeyFolder) -> None:
    campaign = uuid4()
    folder.create(campaign)
    _break(folder.folder / f"{campaign}.key")

    with pytest.raises(OSError, match="directory"):
        folder.destroy(campaign)

    assert list((folder.mirrors[0]).iterdir()) == []


def _break(path: Path) -> None:
    """Put something that can neither be read nor written in a key's place, as a bad disk would."""
    path.unlink()
    path.mkdir()
