"""Which parts of a tree are shown: the reference case, people in inner nodes, who reads what."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pytest

from reports.audit.cuts import accept_cuts
from reports.disclosure.signatures import NOWHERE, signature_sizes
from reports.partitions import (
    Unit,
    divisions,
    partition,
    read_by_head,
    staff_places,
    unit_places,
)
from reports.policy import DisclosurePolicy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.partitions import Part

REFERENCE: Final = Path(__file__).parents[1] / "reference" / "effects" / "e10.json"
K5: Final = DisclosurePolicy(k=5)
OPENED: Final = DisclosurePolicy(k=5, known=1)


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(REFERENCE.read_text())
    return content


def test_the_cuts_of_the_reference_case_are_found(reference: dict[str, Any]) -> None:
    parts = partition(_tree_of(reference, "Kommunen"), DisclosurePolicy(k=reference["k_l"]))

    found = [{"units": [one.code for one in part.members], "n": part.counted} for part in parts]
    assert found == _expected(reference, "cuts")


def test_waves_are_accepted_after_the_cuts_as_in_the_reference_case(
    reference: dict[str, Any],
) -> None:
    parts = partition(_tree_of(reference, "Kommunen"), DisclosurePolicy(k=reference["k_l"]))
    answered, wave_of = reference["answered"], reference["wave"]
    cuts = {
        f"cut {number}": {one for code in part.staff for one in answered[code]}
        for number, part in enumerate(parts)
    }
    waves = {
        wave: {one for one, its in wave_of.items() if its == wave}
        for wave in sorted(set(wave_of.values()))
    }

    accepted = accept_cuts({**cuts, **waves}, k_l=reference["k_l"])

    sets = [cuts[name] for name in cuts] + [waves[name] for name in waves if name in accepted]
    members = sorted(set().union(*sets))
    table = np.array([[0 if one in each else NOWHERE for each in sets] for one in members])
    classes = {tuple(row): size for row, size in zip(table, signature_sizes(table), strict=True)}
    assert [
        {"wave": name, "n": len(waves[name])} for name in waves if name in accepted
    ] == _expected(reference, "accepted_waves")
    assert [name for name in waves if name not in accepted] == _expected(reference, "refused_waves")
    assert sorted(classes.values()) == _expected(reference, "signature_sizes")


def test_people_of_an_inner_node_are_a_part_of_their_own() -> None:
    tree = Unit("x", "Omsorg", 7, 6, (_leaf("a", 9), _leaf("b", 8)))

    parts = partition(tree, K5)

    assert _named(parts) == [[("x", False)], [("a", False)], [("b", False)], [("x", True)]]
    assert [part.counted for part in parts] == [23, 9, 8, 6]


def test_few_people_of_an_inner_node_join_the_smallest_unit() -> None:
    tree = Unit("x", "Omsorg", 4, 3, (_leaf("a", 9), _leaf("b", 8)))

    assert _named(partition(tree, K5))[1:] == [[("a", False)], [("b", False), ("x", True)]]


def test_where_heads_answered_one_more_is_needed_for_they_read_it() -> None:
    five = Unit("x", "Omsorg", 5, 5, (_leaf("a", 9), _leaf("b", 8)))
    six = Unit("x", "Omsorg", 6, 6, (_leaf("a", 9), _leaf("b", 8)))

    assert _named(partition(five, K5))[1:] == [[("a", False)], [("b", False), ("x", True)]]
    assert _named(partition(six, K5))[3] == [("x", True)]


def test_a_workplace_that_everybody_reads_needs_one_more() -> None:
    tree = Unit("x", "Omsorg", below=(_leaf("a", 9), _leaf("b", 5), _leaf("c", 7)))

    assert len(partition(tree, K5)) == 4
    assert _named(partition(tree, OPENED))[1:] == [
        [("a", False)],
        [("b", False), ("c", False)],
    ]


def test_small_units_are_pooled_and_the_pool_is_named_after_its_node() -> None:
    tree = Unit("x", "Omsorg", below=(_leaf("a", 9), _leaf("b", 3), _leaf("c", 2), _leaf("d", 6)))

    parts = partition(tree, K5)

    assert _named(parts)[1:] == [[("a", False)], [("d", False)], [("b", False), ("c", False)]]
    assert [part.rest for part in parts] == [False, False, False, True]
    assert parts[3].within is not None
    assert parts[3].within.name == "Omsorg"


def test_a_unit_where_nobody_answered_is_named_with_another_and_one_not_asked_is_not() -> None:
    silent, absent = Unit("b", "Tyst", asked=4), Unit("c", "Tom")
    tree = Unit("x", "Omsorg", below=(_leaf("a", 9), silent, absent, _leaf("d", 6)))

    assert _named(partition(tree, K5))[1:] == [[("a", False)], [("b", False), ("d", False)]]


def test_only_a_part_of_one_unit_is_divided_further() -> None:
    inner = Unit("i", "Inre", below=(_leaf("a", 6), _leaf("b", 6)))
    alone = Unit("x", "Hela", below=(inner, _leaf("c", 9), _leaf("d", 30)))
    joined = Unit("x", "Hela", below=(inner, _leaf("c", 2), _leaf("d", 30)))

    assert len(partition(alone, K5)) == 6
    assert _named(partition(joined, K5))[1:] == [[("i", False), ("c", False)], [("d", False)]]


def test_a_lone_unit_that_holds_everybody_is_looked_into() -> None:
    inner = Unit("i", "Inre", below=(_leaf("a", 6), _leaf("b", 6)))

    parts = partition(Unit("x", "Hela", below=(inner,)), K5)

    assert _named(parts) == [[("x", False)], [("a", False)], [("b", False)]]
    assert unit_places(parts) == {"x": 0, "i": 0, "a": 1, "b": 2}


def test_a_whole_that_is_too_small_shows_nothing() -> None:
    assert partition(_leaf("x", 4), K5) == ()


def test_a_head_reads_the_own_part_the_one_above_and_the_whole() -> None:
    a = Unit("a", "A", below=(_leaf("a1", 6), _leaf("a2", 6), _leaf("a3", 6)))
    b = Unit("b", "B", below=(_leaf("b1", 6), _leaf("b2", 6)))
    parts = partition(Unit("x", "Hela", below=(a, b, _leaf("c", 6))), K5)
    at = unit_places(parts)

    assert read_by_head(parts, at["a1"]) == (at["a1"], at["a"], 0)
    assert read_by_head(parts, at["a"]) == (at["a"], 0)
    assert read_by_head(parts, 0) == (0,)


def test_a_head_whose_sibling_would_be_what_is_left_reads_the_next_level_up() -> None:
    b = Unit("b", "B", below=(_leaf("b1", 6), _leaf("b2", 6)))
    parts = partition(Unit("x", "Hela", below=(_leaf("a", 9), b, _leaf("c", 6))), K5)
    at = unit_places(parts)

    assert read_by_head(parts, at["b1"]) == (at["b1"], 0)


@pytest.mark.parametrize("opened", [False, True])
def test_every_level_is_complete_and_every_part_large_enough(opened: bool) -> None:  # noqa: FBT001 - given by pytest
    for seed in range(300):
        tree = random_tree(np.random.default_rng(seed))
        parts = partition(tree, replace(K5, known=int(opened)))

        for parent, inside in divisions(parts):
            below = [parts[number] for number in inside]
            assert len(below) >= 2
            assert sum(part.counted for part in below) == parts[parent].counted
            assert all(part.counted >= K5.k + part.readers for part in below)
            assert frozenset().union(*(part.staff for part in below)) == parts[parent].staff
        places = staff_places(parts)
        assert not parts or set(places) == _asked(tree)


def random_tree(rng: np.random.Generator, depth: int = 0) -> Unit:
    """Return a tree of up to five levels with people in all kinds of nodes."""
    code = f"u{rng.integers(2**60)}"
    branches = int(rng.integers(0, 5)) if depth < 4 else 0
    below = tuple(random_tree(rng, depth + 1) for _ in range(branches))
    most = 8 if below else 16
    asked = int(rng.integers(0, most))
    return Unit(code, f"Enhet {code}", asked, int(rng.integers(0, asked + 1)), below)


def _tree_of(reference: dict[str, Any], node: str) -> Unit:
    below = tuple(_tree_of(reference, one) for one in reference["tree"].get(node, ()))
    there = len(reference["answered"].get(node, ()))
    return Unit(node, node, there, there, below)


def _expected(reference: dict[str, Any], stat: str) -> object:
    return next(one["value"] for one in reference["checks"] if one["stat"] == stat)


def _leaf(code: str, counted: int) -> Unit:
    return Unit(code, code.upper(), counted, counted)


def _named(parts: Sequence[Part]) -> list[list[tuple[str, bool]]]:
    return [[(one.code, one.staff) for one in part.members] for part in parts]


def _asked(unit: Unit) -> set[str]:
    own = {unit.code} if unit.asked else set()
    return own.union(*(_asked(one) for one in unit.below))
