"""A tree with people in its inner nodes, worked out by hand, and attacked with every difference."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

from reports.partitions import Unit, codes
from tests.reports.tree_campaigns import campaign_of, rows_of_parts, survey_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from reports.release.parts import PartName
    from tests.reports.tree_campaigns import TreeCampaign

K: Final = 5
ANSWERED: Final = {
    "k": 3,
    "vard": 6,
    "norr": 9,
    "soder": 8,
    "natt": 3,
    "teknik": 2,
    "park": 12,
    "vag": 6,
    "it": 7,
}
INNER: Final = frozenset(("k", "vard", "teknik"))
HOMES: Final = tuple(Unit(code, code, 20) for code in ("norr", "soder", "natt"))
ROOT: Final = Unit(
    "k",
    "Eksta kommun",
    10,
    below=(
        Unit("vard", "Vård", 10, below=HOMES),
        Unit("teknik", "Teknik", 10, below=(Unit("park", "Park", 20), Unit("vag", "Väg", 20))),
        Unit("it", "IT", 20),
    ),
)
SHOWN: Final = (
    *("k", "vard", "teknik"),
    "it+k*",  # the three at the top are too few, and join the smallest beside them
    *("norr", "soder"),
    "natt+vard*",  # six who lead, of whom one reads: just enough; the three of the night join them
    "park",
    "vag+teknik*",
)


def _campaign() -> TreeCampaign:
    places = [code for code, answered in ANSWERED.items() for _ in range(answered)]
    return campaign_of(ROOT, places, np.random.default_rng(7), survey=survey_of())


def test_parts_and_sums_are_those_worked_out_by_hand() -> None:
    campaign = _campaign()
    parts = [one.figures for one in campaign.release().parts]

    assert tuple(_called(one.name) for one in parts) == SHOWN
    for one, rows in zip(parts, rows_of_parts(campaign, parts), strict=True):
        given = campaign.responses.ratings[sorted(rows)]
        assert [(cell.n, cell.sum) for cell in one.cells if cell] == [
            (len(rows), total) for total in given.sum(axis=0).tolist()
        ]


def test_no_sum_or_difference_of_parts_is_of_too_few() -> None:
    parts = [one.figures for one in _campaign().release().parts]

    assert list(_too_few([_own_people(one.name) for one in parts])) == []


def test_the_attack_finds_heads_whose_units_are_shown_beside_their_node() -> None:
    whole_and_units = [frozenset(("teknik", "park", "vag")), {"park"}, {"vag"}]

    assert {"teknik"} in list(_too_few(whole_and_units))


def _too_few(parts: Sequence[AbstractSet[str]]) -> Iterator[set[str]]:
    """Yield the nodes whose people, but fewer than k beside a reader, some difference leaves."""
    nodes = sorted(ANSWERED)
    inside = np.array([[node in part for node in nodes] for part in parts], dtype=np.int8)
    signs = np.array(list(product((-1, 0, 1), repeat=len(parts))), dtype=np.int8)
    left = np.unique(signs @ inside, axis=0)
    for row in left[((left == 0) | (left == 1)).all(axis=1) & left.any(axis=1)]:
        found = {node for node, is_left in zip(nodes, row.tolist(), strict=True) if is_left}
        # Whoever leads stands in an inner node, reads the report, and knows one answer.
        if sum(ANSWERED[node] for node in found) < K + bool(found & INNER):
            yield found


def _own_people(name: PartName) -> frozenset[str]:
    nodes = {one.code: one for one in _units(ROOT)}
    return frozenset().union(
        *((one.code,) if one.staff else codes(nodes[one.code]) for one in name.members)
    )


def _units(unit: Unit) -> Iterator[Unit]:
    yield unit
    for one in unit.below:
        yield from _units(one)


def _called(name: PartName) -> str:
    return "+".join(one.code + "*" * one.staff for one in name.members)
