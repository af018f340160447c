"""What an administrator says of the looks counts as a whole, and before that the settings do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from feedback.database import Database
from feedback.errors import InputError
from feedback.models import AuditEntry, StoredAppearance
from feedback.operations.appearance import (
    Appearance,
    appearance_of,
    is_set,
    organisation_name,
    set_appearance,
)
from reports.colours import ACCENT
from tests.acting import by
from tests.factories import test_settings
from tests.feedback.config.test_logo import png

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WANTED = Appearance(" Almviks\n kommun ", "#8A1C45", png())


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Give a migrated database of each engine."""
    made = Database(database_url)
    yield made
    made.dispose()


def test_until_somebody_says_it_the_settings_do(database: Database, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png())
    settings = test_settings(tmp_path, database.url, logo=tmp_path / "logo.png")

    with database.reading() as session:
        looks = appearance_of(session, settings)

        assert looks == Appearance("Testköpings kommun", "", png())
        assert not is_set(session)


def test_what_was_said_counts_as_a_whole(database: Database, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png())
    settings = test_settings(tmp_path, database.url, logo=tmp_path / "logo.png")
    with database.writing() as session:
        set_appearance(session, WANTED, by=by())
    with database.writing() as session:
        set_appearance(session, Appearance("Almviks kommun", "#abc"), by=by())

    with database.reading() as session:
        looks = appearance_of(session, settings)
        noted = [(one.action, one.object, one.details) for one in session.query(AuditEntry)]

    assert looks == Appearance("Almviks kommun", "#aabbcc", b"")
    with database.reading() as session:
        assert organisation_name(session, settings) == "Almviks kommun"
        assert is_set(session)
    assert noted == [
        ("set how it looks", "appearance", "Almviks kommun, #8a1c45, logo"),
        ("set how it looks", "appearance", "Almviks kommun, #aabbcc, no logo"),
    ]


def test_all_that_is_wrong_is_told_at_once(database: Database) -> None:
    with database.writing() as session, pytest.raises(InputError) as refused:
        set_appearance(session, Appearance(" ", "grön", b"GIF89a"), by=by())

    assert len(refused.value.faults) == 3


def test_an_installation_looks_one_way(database: Database) -> None:
    row = {"id": 2, "name": "Två", "accent": "", "logo": b""}

    with pytest.raises(IntegrityError, match="one_row"), database.writing() as session:
        session.execute(insert(StoredAppearance).values(row))


def test_documents_have_the_accent_or_one_of_their_own() -> None:
    assert Appearance("A", "#ffd400").accent_on_paper == "#ffd400"
    assert Appearance("A").accent_on_paper == ACCENT


def test_each_way_to_look_has_a_version_of_its_own() -> None:
    ways = [
        Appearance("A"),
        Appearance("B"),
        Appearance("A", "#000000"),
        Appearance("A", "#000000", b"x"),
    ]

    assert len({one.version for one in ways}) == len(ways)
