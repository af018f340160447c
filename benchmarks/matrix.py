"""From what is stored to the matrix: packed rows read from SQLite, and envelopes opened."""

from __future__ import annotations

import sqlite3
from uuid import UUID

import numpy as np

from benchmarks.measure import Figures, measure, verdict
from benchmarks.sample import GROUPS, ITEMS, RATERS, make_responses
from feedback.ballot import Ballot, seal_ballot
from feedback.ballot.opening import new_seal_pair, open_envelopes
from feedback.operations.campaigns.counting import responses_of
from reports.answers.packing import pack, unpack

LEADERS = 1000
TARGETS_MS = {"packed rows → matrix": 10.0, "12,000 envelopes → matrix": 2000.0}


def run() -> Figures:
    """Measure both ways and compare them with their aims."""
    responses = make_responses(LEADERS)
    database = _stored(responses.ratings, responses.subject_codes)
    private, public = new_seal_pair()
    subjects = [UUID(int=number) for number in range(LEADERS)]
    envelopes = _sealed(public, subjects)
    rows, sealed = TARGETS_MS
    timings = measure(
        {
            rows: lambda: unpack(_read(database), ITEMS),
            sealed: lambda: responses_of(
                responses.survey, subjects, list(open_envelopes(private, envelopes))
            ),
        }
    )
    table = [
        [name, str(timing), verdict(timing.median_ms, TARGETS_MS[name])]
        for name, timing in timings.items()
    ]
    return Figures(
        f"to the matrix: {LEADERS} leaders × {RATERS} raters × {ITEMS} items",
        ["step", "ms, median (range)", "aim"],
        table,
    )


def _stored(
    ratings: np.ndarray[tuple[int, int], np.dtype[np.int8]],
    subject_codes: np.ndarray[tuple[int], np.dtype[np.int32]],
) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE stored (subject INTEGER PRIMARY KEY, matrix BLOB)")
    database.executemany(
        "INSERT INTO stored VALUES (?, ?)",
        [(number, pack(ratings[subject_codes == number])) for number in range(LEADERS)],
    )
    return database


def _read(database: sqlite3.Connection) -> list[bytes]:
    return [row for (row,) in database.execute("SELECT matrix FROM stored ORDER BY subject")]


def _sealed(public_key: bytes, subjects: list[UUID]) -> list[bytes]:
    groups, random = list(GROUPS), np.random.default_rng(1)
    return [
        seal_ballot(
            public_key,
            Ballot(
                subject_id=subject,
                group=groups[min(number, len(groups) - 1)],
                ratings={f"q{item}": int(x) for item, x in enumerate(random.integers(1, 7, ITEMS))},
            ),
        )
        for subject in subjects
        for number in range(RATERS)
    ]
