"""Cuts of leaders by unit and wave, and the exact audit of what was shown of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from reports.audit.cuts import LEAST_LEADERS_PER_FIGURE, accept_cuts
from reports.audit.file import AuditCase, judge
from reports.effects.offline.figures import EffectFigure
from reports.errors import EffectCaseError, PolicyError
from reports.partitions import Unit, partition
from reports.policy import DisclosurePolicy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reports.effects.offline.case import EffectCase
    from reports.partitions import Part


@dataclass(frozen=True, slots=True)
class _Forest:
    """The units below each unit, the root first, and the leaders who stand in each."""

    below: Mapping[str, Sequence[str]]
    leaders: Mapping[str, Sequence[str]]

    @property
    def root(self) -> str:
        """The first unit of the tree."""
        return next(iter(self.below))

    def unit(self, name: str) -> Unit:
        """Return a unit with all below it."""
        n = len(self.leaders.get(name, ()))
        return Unit(name, name, n, n, tuple(self.unit(one) for one in self.below.get(name, ())))

    def held_by(self, part: Part) -> frozenset[str]:
        """Return the leaders of a part."""
        units = {*part.units, *part.staff}
        return frozenset(leader for one in units for leader in self.leaders.get(one, ()))


def cut_figures(case: EffectCase, tree: Mapping[str, Sequence[str]]) -> Iterator[EffectFigure]:
    """Yield the cuts that units allow, which waves may follow, and what they leave together."""
    forest = _Forest(tree, case.parameters.answered or {})
    _refuse_faults(case, forest)
    k_l = case.parameters.k_l or LEAST_LEADERS_PER_FIGURE
    try:
        policy = DisclosurePolicy(k=k_l)
    except PolicyError as error:
        raise EffectCaseError(*(f"{case.name}: k_l: {one}" for one in error.problems)) from None
    parts = partition(forest.unit(forest.root), policy)
    value = [{"units": [one.name for one in part.members], "n": part.counted} for part in parts]
    yield EffectFigure("cuts", value)
    units = {f"part {number}": forest.held_by(part) for number, part in enumerate(parts)}
    waves = _waves(case, forest)
    accepted = accept_cuts({**units, **waves}, k_l=k_l) if parts else ()
    for stat, wanted in (("accepted_waves", True), ("refused_waves", False)):
        shown = [
            {"wave": name.removeprefix("wave "), "n": len(leaders)}
            for name, leaders in waves.items()
            if (name in accepted) is wanted
        ]
        yield EffectFigure(stat, shown)
    sets = [leaders for name, leaders in {**units, **waves}.items() if name in accepted]
    everybody = frozenset[str]().union(*sets)
    sizes = Counter(tuple(leader in one for one in sets) for leader in everybody)
    yield EffectFigure("signature_sizes", sorted(sizes.values()))


def audit_figures(case: EffectCase) -> Iterator[EffectFigure]:
    """Yield, for each collection of figures, whether a combination gives a leader away."""
    try:
        cases = TypeAdapter(list[AuditCase]).validate_python(case.parameters.audit_cases)
    except ValidationError as error:
        raise EffectCaseError(
            *(
                f"{case.name}: audit_cases.{'.'.join(map(str, one['loc']))}: {one['msg']}"
                for one in error.errors()
            )
        ) from None
    for one in cases:
        found = judge(one)
        keys = {"case": found.case}
        yield EffectFigure("audit_safe", found.is_safe, keys)
        yield EffectFigure("audit_min_support", found.witness and found.witness.support, keys)


def _waves(case: EffectCase, forest: _Forest) -> dict[str, frozenset[str]]:
    """Return the leaders of each wave who answered, waves in the order of the file."""
    answered = {leader for leaders in forest.leaders.values() for leader in leaders}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for leader, wave in (case.parameters.wave or {}).items():
        if leader in answered:
            found[f"wave {wave}"].add(leader)
    return {name: frozenset(leaders) for name, leaders in found.items()}


def _refuse_faults(case: EffectCase, forest: _Forest) -> None:
    """Refuse a tree that is none, and leaders who stand nowhere or twice."""
    problems: list[str] = []
    parents = Counter(child for children in forest.below.values() for child in children)
    units = {*forest.below, *parents}
    problems += [f"tree: {one} stands below two units" for one in parents if parents[one] > 1]
    reached = _reached(forest) if forest.below else set()
    problems += [f"tree: {one} does not hang on the first unit" for one in sorted(units - reached)]
    if forest.below and forest.root in parents:
        problems.append(f"tree: {forest.root} comes first, and stands below another unit")
    problems += [] if forest.below else ["tree: there is no unit"]
    problems += [
        f"answered: {one} is no unit of the tree" for one in forest.leaders if one not in units
    ]
    seats = Counter(leader for leaders in forest.leaders.values() for leader in leaders)
    problems += [f"answered: {one} stands in two places" for one in seats if seats[one] > 1]
    if problems:
        raise EffectCaseError(*(f"{case.name}: {problem}" for problem in problems))


def _reached(forest: _Forest) -> set[str]:
    waiting, seen = [forest.root], set[str]()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += forest.below.get(name, ())
    return seen
