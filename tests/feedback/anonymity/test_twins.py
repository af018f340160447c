"""Two databases that differ only in who answered what are the same after close, row by row.

Whatever differed between them then would tell who answered, in which order, or whose an
answer is.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.feedback.anonymity.twins import (
    ONE,
    OTHER_PEOPLE,
    SWAPPED,
    Story,
    answer,
    copy,
    file_of,
    live,
    opened,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.factories import OpenCampaign


@pytest.mark.parametrize("story", [SWAPPED, OTHER_PEOPLE], ids=["swapped", "other people"])
def test_what_is_left_after_close_does_not_tell_who_answered_what(
    sqlite_url: str, tmp_path: Path, story: Story
) -> None:
    campaign = opened(sqlite_url, tmp_path / "one")
    twin = copy(campaign, tmp_path / "twin")

    live(campaign, ONE)
    live(twin, story)

    left = _rows(campaign)
    assert any("stored_release" in row for row in left)
    assert _rows(twin) == left
    assert _differing_tables(campaign, twin) == set()


def test_twins_can_be_told_apart_while_answers_come_in(sqlite_url: str, tmp_path: Path) -> None:
    campaign = opened(sqlite_url, tmp_path / "one")
    twin = copy(campaign, tmp_path / "twin")

    answer(campaign, ONE)
    answer(twin, OTHER_PEOPLE)

    assert _rows(twin) != _rows(campaign)


def _rows(campaign: OpenCampaign) -> list[str]:
    """Return every row of every table as it lies in the file, hidden row numbers too."""
    with closing(sqlite3.connect(file_of(campaign))) as connection:
        tables = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        return [
            f"{name}: {row!r}"
            for name, made_by in sorted(tables.fetchall())
            for row in connection.execute(
                f"SELECT {'*' if 'WITHOUT ROWID' in made_by else 'rowid, *'} FROM {name}"  # noqa: S608 - names from the catalogue
            )
        ]


def _differing_tables(campaign: OpenCampaign, twin: OpenCampaign) -> set[str]:
    """Return the tables and indexes of which a page in the file is not the same in both."""
    one, other = (file_of(each).read_bytes() for each in (campaign, twin))
    with closing(sqlite3.connect(file_of(campaign))) as connection:
        [size] = connection.execute("PRAGMA page_size").fetchone()
        pages = connection.execute("SELECT name, pageno FROM dbstat WHERE pageno > 1").fetchall()
    return {
        name
        for name, number in pages
        if one[(number - 1) * size : number * size] != other[(number - 1) * size : number * size]
    }
