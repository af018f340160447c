"""Files that web and worker share are writable by both, whatever the umask of who made them."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from feedback.ballot import KeyFolder
from feedback.database import Database, migrate
from feedback.queue import make_huey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=[0o077, 0o027, 0o022], ids=oct)
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """Give a folder as the installation makes it: of a group of web and worker."""
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o2770)
    return folder


def mode_of(file: Path) -> str:
    return oct(stat.S_IMODE(file.stat().st_mode))


@pytest.mark.usefixtures("_umask")
def test_whoever_makes_the_database_lets_the_group_write_it(shared: Path) -> None:
    url = f"sqlite:///{shared / 'feedback.db'}"

    migrate(url)
    database = Database(url)
    database.try_write()

    modes = {file.name: mode_of(file) for file in shared.iterdir()}
    database.dispose()
    assert modes["feedback.db"] == "0o660"
    assert set(modes.values()) == {"0o660"}


@pytest.mark.usefixtures("_umask")
def test_whoever_looks_before_there_is_a_database_shuts_nobody_out(shared: Path) -> None:
    database = Database(f"sqlite:///{shared / 'feedback.db'}")

    with database.looking():
        pass

    database.dispose()
    assert mode_of(shared / "feedback.db") == "0o660"


@pytest.mark.usefixtures("_umask")
def test_the_queue_is_shared_alike(shared: Path) -> None:
    make_huey(f"sqlite:///{shared / 'queue.db'}")

    assert {mode_of(file) for file in shared.iterdir()} == {"0o660"}


def test_a_private_folder_keeps_its_database_private(shared: Path) -> None:
    shared.chmod(0o700)

    migrate(f"sqlite:///{shared / 'feedback.db'}")

    assert mode_of(shared / "feedback.db") == "0o600"


def test_a_database_that_is_there_keeps_its_mode(shared: Path) -> None:
    migrate(f"sqlite:///{shared / 'feedback.db'}")
    (shared / "feedback.db").chmod(0o640)

    migrate(f"sqlite:///{shared / 'feedback.db'}")

    assert mode_of(shared / "feedback.db") == "0o640"


@pytest.mark.usefixtures("_umask")
def test_link_keys_are_read_by_the_group_and_seal_keys_by_nobody_else(shared: Path) -> None:
    link, seal = shared / "link", shared / "seal"
    campaign_id = uuid4()

    for folder in (KeyFolder(link, group_may_read=True), KeyFolder(seal)):
        folder.prepare()
        folder.create(campaign_id)

    assert {mode_of(file) for file in link.iterdir()} == {"0o640"}
    assert {mode_of(file) for file in seal.iterdir()} == {"0o600"}
