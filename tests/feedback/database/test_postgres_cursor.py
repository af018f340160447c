"""The cursor that describes results once says what psycopg's own says."""

from __future__ import annotations

import psycopg
import pytest

from feedback.database import normalised
from feedback.database.postgres_cursor import DescribedOnceCursor

pytestmark = pytest.mark.postgres
QUERIES = (
    "SELECT 1 AS number, 'Öst'::varchar(10) AS name",
    "SELECT 1 AS number, 'Öst'::varchar(20) AS name",  # another kind: its length differs
    "SELECT 2.5::numeric(4, 2) AS number, 'Öst' AS name",
    "SELECT",
    "SET application_name = 'test'",
)


def test_every_result_is_described_as_psycopg_describes_it(postgres_url: str) -> None:
    url = normalised(postgres_url).replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(url) as connection:
        for query in QUERIES * 2:
            own, once = psycopg.Cursor(connection), DescribedOnceCursor(connection)
            assert own.description is once.description is None

            expected = own.execute(query).description
            described = once.execute(query).description

            assert _told(described) == _told(expected)


def test_results_of_one_kind_share_their_description(postgres_url: str) -> None:
    url = normalised(postgres_url).replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(url) as connection:
        first, second = (
            DescribedOnceCursor(connection).execute(f"SELECT {number} AS shared")
            for number in (1, 2)
        )

        assert first.description is second.description
        assert (first.fetchall(), second.fetchall()) == ([(1,)], [(2,)])


def _told(description: list[psycopg.Column] | None) -> list[tuple[object, ...]] | None:
    return None if description is None else [tuple(column) for column in description]
