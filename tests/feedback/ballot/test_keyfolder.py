"""Keys: one file a campaign, mirrored, readable by their owner alone, gone in every mirror."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from feedback.ballot import KeyFolder, KeyMissingError, KeyStanding, KeyUnreadableError
from feedback.ballot.marker import MARKER, TAG

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    made = KeyFolder(tmp_path / "keys", (tmp_path / "mirror",))
    made.prepare()
    return made


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


def test_what_lies_beside_a_key_is_mirrored_and_destroyed_by_itself(folder: KeyFolder) -> None:
    campaign = uuid4()
    key = folder.create(campaign)
    public = folder.beside(".public")

    public.create(campaign, b"p" * 32)
    public.destroy(campaign)

    assert public.find(campaign) is None
    assert folder.find(campaign) == key
    assert public.create(campaign, b"q" * 32) == b"q" * 32
    assert (folder.mirrors[0] / f"{campaign}.public").read_bytes() == b"q" * 32


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

    assert keys_in(folder.mirrors[0]) == []


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

    with pytest.raises(KeyUnreadableError):
        folder.read(campaign)


def test_a_broken_disk_does_not_save_the_key_on_the_other(folder: KeyFolder) -> None:
    campaign = uuid4()
    folder.create(campaign)
    _break(folder.folder / f"{campaign}.key")

    with pytest.raises(OSError, match="directory"):
        folder.destroy(campaign)

    assert keys_in(folder.mirrors[0]) == []


@pytest.mark.parametrize("absence", ["no folder", "an empty folder", "a file", "a broken link"])
def test_a_key_is_not_missing_while_a_disk_is_absent(folder: KeyFolder, absence: str) -> None:
    campaign = uuid4()
    folder.create(campaign)
    (folder.mirrors[0] / f"{campaign}.key").unlink()
    away(folder.folder, absence)

    with pytest.raises(KeyUnreadableError, match=str(folder.folder)):
        folder.read(campaign)


@pytest.mark.parametrize("absence", ["no folder", "an empty folder", "a file", "a broken link"])
def test_no_key_is_written_where_a_disk_is_absent(folder: KeyFolder, absence: str) -> None:
    campaign = uuid4()
    folder.create(campaign)
    away(folder.mirrors[0], absence)

    filled = folder.fill(campaign)

    assert filled == []
    assert not (folder.mirrors[0] / f"{campaign}.key").exists()
    with pytest.raises(KeyUnreadableError):
        folder.create(uuid4())


def test_what_a_mirror_lacks_is_filled_from_the_other(folder: KeyFolder) -> None:
    campaign = uuid4()
    key = folder.create(campaign)
    for path, spoilt in ((folder.folder, True), (folder.mirrors[0], False)):
        here = path / f"{campaign}.key"
        here.write_bytes(bytes(32)) if spoilt else here.unlink()
        assert folder.fill(campaign, is_right=lambda found: found == key) == [path]
        assert here.read_bytes() == key


def test_each_folder_is_looked_into(folder: KeyFolder) -> None:
    campaign = uuid4()
    key = folder.create(campaign)
    (folder.folder / f"{campaign}.key").write_bytes(bytes(32))

    looks = folder.look(campaign, is_right=lambda found: found == key)

    assert [look.standing for look in looks] == [KeyStanding.WRONG, KeyStanding.RIGHT]
    away(folder.folder, "an empty folder")
    assert folder.look(campaign)[0].standing is KeyStanding.UNREADABLE
    assert "its disk may be absent" in str(folder.look(campaign)[0])


def test_a_folder_of_an_earlier_version_is_adopted_by_what_lies_in_it(folder: KeyFolder) -> None:
    campaign = uuid4()
    folder.create(campaign)
    for path in folder.folders:
        (path / MARKER).unlink()
    (folder.mirrors[0] / f"{campaign}.key").unlink()

    folder.adopt([uuid4()])
    assert not (folder.folder / MARKER).exists()
    folder.adopt([campaign])

    assert (folder.folder / MARKER).exists()
    assert not (folder.mirrors[0] / MARKER).exists()


@pytest.mark.parametrize(("group_may_read", "mode"), [(True, 0o750), (False, 0o700)])
def test_a_folder_is_made_closed_whatever_the_umask(
    tmp_path: Path, *, group_may_read: bool, mode: int
) -> None:
    made = KeyFolder(tmp_path / "deep" / "keys", group_may_read=group_may_read)
    before = os.umask(0)
    try:
        made.prepare()
    finally:
        os.umask(before)

    assert stat.S_IMODE(made.folder.stat().st_mode) == mode
    assert (made.folder / TAG).read_bytes().startswith(b"Signature: ")


def keys_in(folder: Path) -> list[Path]:
    """Return what lies in a folder beside its marks."""
    return [path for path in folder.iterdir() if path.name not in (MARKER, TAG)]


def away(folder: Path, absence: str) -> None:
    """Take a folder's disk away, and leave what may stand in its place."""
    folder.rename(folder.with_name(f"{folder.name}-elsewhere"))
    match absence:
        case "an empty folder":
            folder.mkdir()
        case "a file":
            folder.touch()
        case "a broken link":
            folder.symlink_to("nowhere")


def _break(path: Path) -> None:
    """Put something that can neither be read nor written in a key's place, as a bad disk would."""
    path.unlink()
    path.mkdir()
