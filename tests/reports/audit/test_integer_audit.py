"""What all figures of an item say together: nothing under k2, seldom a whole set above."""

from __future__ import annotations

import itertools
import json
import random
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from reports.audit.integer import BlockFigures, ItemFigures, Learnt, Own, items_of, learnt, readers
from reports.audit.multisets import SEVERAL, KnownAnswers, multisets, segment_of
from reports.disclosure.agreement import CLASSES, class_of
from reports.release import read_release
from tests.proof_size import proof_runs
from tests.reports.integer_campaigns import (
    FINEST_SHARE,
    MANY,
    USUAL,
    realistic,
    realistic_teams,
    share_forced,
    told,
    wild,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.release import Agreement

KEPT: Final = Path(__file__).parents[2] / "golden" / "d90cb07" / "releases.json"
NOTHING: Final = ("small narrowed", "reader small narrowed", "items with both")


def test_the_answers_of_three_people_in_a_report_of_the_old_rule_are_known() -> None:
    # Manager 3, peers 4.6 of 5, team 4.6 of 8, others 4.0 of 3, and bands of 0, 11 and 6.
    peers = BlockFigures(5, 23, agreement="high")
    team = BlockFigures(8, 37, agreement="moderate")
    cells = (peers, team, BlockFigures(3, 12))
    item = ItemFigures((1, 6), cells, (BlockFigures(1, 3),), (3, 5), (0, 11, 6))

    *_, others = learnt(item)

    assert others == Learnt(3, narrowed=True, known=True, known_by_sum=False, alike=True)


def test_sums_alone_say_nothing_beyond_themselves() -> None:
    item = ItemFigures((1, 6), (BlockFigures(5, 23), BlockFigures(3, 12)), (), (), ())

    assert not any(cell.narrowed or cell.known for cell in learnt(item))


def test_a_rater_who_reads_along_knows_more() -> None:
    item = ItemFigures((1, 6), (BlockFigures(3, 13),), (), (), ())

    (stranger,), (rater,) = learnt(item), learnt(item, Own(0, 1))

    assert not stranger.known
    assert (rater.known, rater.known_by_sum, rater.alike) == (True, True, True)


def test_realistic_campaigns_say_nothing_under_k2_and_seldom_a_whole_set_above() -> None:
    found = told(realistic(40))

    assert [found[name] for name in NOTHING] == [0, 0, 0]
    assert share_forced(found) <= FINEST_SHARE
    assert found["small"] > 100


def test_teams_tell_their_readers_nothing_under_k2_and_seldom_a_whole_set_above() -> None:
    found = told(realistic_teams(40))

    assert [found[name] for name in NOTHING] == [0, 0, 0]
    assert share_forced(found, reader="reader ") <= FINEST_SHARE
    assert found["items with a class"] > 100


def test_wild_campaigns_say_nothing_under_k2() -> None:
    found = told(wild(30))

    assert [found[name] for name in NOTHING] == [0, 0, 0]
    assert found["items with a class"] > 0


def test_campaigns_with_many_raters_show_bands_and_seldom_a_whole_set() -> None:
    found = told(realistic(20, groups=MANY), reading_along=False)

    assert [found[name] for name in NOTHING] == [0, 0, 0]
    assert share_forced(found) <= FINEST_SHARE
    assert found["items with bands"] > 0


@pytest.mark.proof
@pytest.mark.timeout(1200)
def test_three_thousand_realistic_campaigns_keep_the_promise() -> None:
    found = told(realistic(proof_runs(3000)))

    assert [found[name] for name in NOTHING] == [0, 0, 0]
    assert share_forced(found) <= FINEST_SHARE


@pytest.mark.proof
@pytest.mark.timeout(1200)
def test_nine_hundred_wild_campaigns_keep_the_promise() -> None:
    found = told(wild(proof_runs(900)))

    assert [found[name] for name in NOTHING] == [0, 0, 0]


@pytest.mark.proof
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("k", [3, 4, 5])
@pytest.mark.parametrize("scale", [(1, 4), (1, 5), (1, 6), (1, 7), (0, 10)])
def test_other_scales_and_thresholds_keep_the_promise(k: int, scale: tuple[int, int]) -> None:
    for groups in (USUAL, MANY):
        found = told(
            realistic(proof_runs(300), k=k, scale=scale, groups=groups), reading_along=False
        )

        assert [found[name] for name in NOTHING] == [0, 0, 0]
        assert share_forced(found) <= FINEST_SHARE


def test_a_large_block_on_a_long_scale_is_judged_at_once() -> None:
    cells = tuple(BlockFigures(30, total) for total in (181, 200, 214))
    item = ItemFigures((1, 10), cells, (BlockFigures(1, 7),), (5, 8), (21, 40, 30))

    assert [cell.known for cell in learnt(item)] == [False] * 3
    assert sum(1 for _ in readers(item)) == 30


@pytest.mark.parametrize("name", ["small blocks", "large blocks"])
def test_a_release_of_the_old_rule_is_read_by_todays(name: str) -> None:
    kept = json.loads(KEPT.read_text("utf-8"))[name]
    stored = json.loads(kept["content"])["figures"]

    read = read_release(kept["content"])

    shown = [one for one in read.figures.others if one is not None]
    cells = [cell for block in read.figures.blocks for cell in block.cells if cell is not None]
    assert all(one["bands"] is not None for one in stored["others"])
    assert any(cell["agreement"] for block in stored["blocks"] for cell in block["cells"])
    if name == "small blocks":
        assert {(one.bands, one.favourable) for one in shown} == {(None, None)}
        assert {cell.n for cell in cells if cell.agreement} == {8}
    else:
        assert [list(one.bands or ()) for one in shown] == [
            one["bands"] for one in stored["others"]
        ]
        assert {cell.agreement for cell in cells} == {None}
    assert read.comments_hash == kept["comments_hash"]
    assert read_release(read.to_json()) == read


def test_what_is_read_of_an_old_release_says_nothing_under_k2() -> None:
    for kept in json.loads(KEPT.read_text("utf-8")).values():
        for _, item in items_of(read_release(kept["content"]).figures):
            assert not any(cell.narrowed for cell in learnt(item) if cell.n < 5)


def test_multisets_are_counted_as_a_list_of_them_would_be() -> None:
    draw = random.Random(1)
    for _ in range(600):
        lowest, highest = draw.choice([(1, 3), (1, 4), (1, 5), (1, 6), (0, 7)])
        n = draw.randint(1, 7)
        cuts = _some_cuts(draw, lowest, highest)
        answers = KnownAnswers(
            (lowest, highest),
            n,
            draw.randint(n * lowest, n * highest),
            draw.choice([None, *CLASSES]),
            draw.choice([None, draw.randint(lowest, highest)]),
        )

        table = multisets(answers, cuts)

        counted = zip(map(tuple, table.counts.tolist()), table.ways.tolist(), strict=True)
        assert dict(counted) == _listed(answers, cuts), (answers, cuts)


def test_an_item_is_judged_as_a_list_of_all_families_would_be() -> None:
    draw = random.Random(3)
    for _ in range(150):
        item, own = _small_item(draw)

        assert learnt(item, own) == tuple(_judged_by_list(item, own)), (item, own)


def _some_cuts(draw: random.Random, lowest: int, highest: int) -> tuple[int, ...]:
    most = min(3, highest - lowest)
    return tuple(sorted(draw.sample(range(lowest + 1, highest + 1), draw.randint(0, most))))


def _listed(answers: KnownAnswers, cuts: tuple[int, ...]) -> dict[tuple[int, ...], int]:
    n, total = answers.unknown
    found: Counter[tuple[int, ...]] = Counter()
    for rest in _sets(answers.scale, n):
        held = () if answers.held is None else (answers.held,)
        if sum(rest) == total and answers.agreement in {
            None,
            _class((*rest, *held), answers.scale),
        }:
            found[_counts((*rest, *held), cuts)] += 1
    return {counts: min(ways, SEVERAL) for counts, ways in found.items()}


def _sets(scale: tuple[int, int], n: int) -> Iterator[tuple[int, ...]]:
    return itertools.combinations_with_replacement(range(scale[0], scale[1] + 1), n)


def _class(answers: Sequence[int], scale: tuple[int, int]) -> Agreement:
    n, total = len(answers), sum(answers)
    deviation = sum(abs(n * answer - total) for answer in answers)
    return CLASSES[int(class_of(deviation, n, total, scale))]


def _counts(answers: Sequence[int], cuts: tuple[int, ...]) -> tuple[int, ...]:
    places = [segment_of(answer, cuts) for answer in answers]
    return tuple(places.count(segment) for segment in range(len(cuts) + 1))


def _cell(answers: Sequence[int], scale: tuple[int, int], *, classed: bool) -> BlockFigures:
    n, bound = len(answers), len(answers) * scale[0] + 1
    at_most = sum(answers) <= bound
    kind = "high" if at_most else _class(answers, scale)
    return BlockFigures(n, max(sum(answers), bound), at_most, kind if classed else None)


def _small_item(draw: random.Random) -> tuple[ItemFigures, Own | None]:
    scale = lowest, highest = draw.choice([(1, 3), (1, 4), (1, 5), (0, 5)])
    top = draw.choice([lowest + 1, highest])
    blocks = [
        [draw.randint(lowest, top) for _ in range(draw.randint(2, 4))]
        for _ in range(draw.randint(1, 3))
    ]
    named = [[draw.randint(lowest, highest)]] if draw.random() < 0.5 else []
    cuts, classed = _some_cuts(draw, lowest, highest), draw.random() < 0.5
    counts = _counts([answer for one in (*blocks, *named) for answer in one], cuts)
    cells = tuple(_cell(block, scale, classed=classed) for block in blocks)
    identified = tuple(BlockFigures(len(one), sum(one)) for one in named)
    place = draw.randrange(len(blocks))
    own = Own(place, draw.choice(blocks[place])) if draw.random() < 0.5 else None
    return ItemFigures(scale, cells, identified, cuts, counts if cuts else ()), own


def _judged_by_list(item: ItemFigures, own: Own | None) -> Iterator[Learnt]:
    held = [own.answer if own and own.block == at else None for at in range(len(item.blocks))]
    fits = [
        [one for one in _sets(item.scale, cell.n) if _fits(item, cell, one, known, classed=True)]
        for cell, known in zip(item.blocks, held, strict=True)
    ]
    named = [
        [one for one in _sets(item.scale, cell.n) if sum(one) == cell.sum]
        for cell in item.identified
    ]
    families = [
        family
        for family in itertools.product(*fits, *named)
        if not item.cuts or _counts([*itertools.chain(*family)], item.cuts) == item.counts
    ]
    for at, (cell, known) in enumerate(zip(item.blocks, held, strict=True)):
        left = {_without(family[at], known) for family in families}
        by_sum = {
            _without(one, known)
            for one in _sets(item.scale, cell.n)
            if _fits(item, cell, one, known, classed=False)
        }
        is_known = len(left) == 1
        alike = is_known and len(set(next(iter(left)))) == 1
        yield Learnt(cell.n, left < by_sum, is_known, len(by_sum) == 1, alike)


def _fits(
    item: ItemFigures,
    cell: BlockFigures,
    answers: Sequence[int],
    known: int | None,
    *,
    classed: bool,
) -> bool:
    seen = _cell(answers, item.scale, classed=classed and cell.agreement is not None)
    wanted = (cell.n, cell.sum, cell.at_most, cell.agreement if classed else None)
    same = (seen.n, seen.sum, seen.at_most, seen.agreement) == wanted
    return same and (known is None or known in answers)


def _without(answers: Sequence[int], known: int | None) -> tuple[int, ...]:
    rest = list(answers)
    if known is not None:
        rest.remove(known)
    return tuple(rest)
