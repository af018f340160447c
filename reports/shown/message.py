"""The three sentences that a report begins with: what each says, and of which items.

What others value most, where the pictures differ, the first thing to take hold of. Each is
chosen here by its condition and written in `reports.sections.message`, so that every page and
file begins with the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.shown.naming import limits_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.shown.findings import Findings
    from reports.shown.profile import ItemProfile, Profile, TraitProfile
    from reports.shown.scores import Score, Verdict

MOST_VALUED: Final = 3
"""How many items the first sentence names."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence by the name of its text, with what it names: items or traits."""

    says: str
    items: tuple[ItemProfile, ...] = ()
    traits: tuple[TraitProfile, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One of the three: the name of its heading, and one sentence or more."""

    heading: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """The three points."""

    valued: Point
    differing: Point
    to_begin_with: Point


def message(profile: Profile, found: Findings) -> Message | None:
    """Return the three points, or None where Others have no figure."""
    if not found.ranked:
        return None
    valued, first = _valued(profile, found), _first(profile, found)
    differing = tuple(_differing(profile, found))
    return Message(
        valued=Point(
            valued.says.removesuffix("_among"), (valued, *_without_divided(found, valued))
        ),
        differing=Point("differ", differing) if differing else Point("alike", (_alike(profile),)),
        to_begin_with=Point("first" if first.items else "nothing", (first,)),
    )


def _valued(profile: Profile, found: Findings) -> Sentence:
    ranked = tuple(item for item in found.ranked if not found.is_divided(item))
    if not ranked:
        return Sentence("divided", found.ranked[:1])
    top, bottom = _others(ranked[0]), _others(ranked[-1])
    if found.flat and top.rounded() == bottom.rounded():
        return Sentence("same", ranked[:1])
    if found.flat:
        return Sentence("even", (ranked[0], ranked[-1]))
    if limits_of(profile.scale).is_low(top.exact):
        return Sentence("not_high", ranked[:MOST_VALUED])
    # Of many equal figures those named are some: the order among them says nothing.
    is_cut = top.rounded() in {_others(one).rounded() for one in ranked[MOST_VALUED:]}
    return Sentence("high_among" if is_cut else "high", ranked[:MOST_VALUED])


def _without_divided(found: Findings, valued: Sentence) -> Iterator[Sentence]:
    """Say what is left out: of an order what stands above those named, of all else anything."""
    if valued.says in {"same", "even"}:
        if any(map(found.is_divided, found.ranked)):
            yield Sentence("without_divided")
        return
    last = valued.items[-1] if valued.items else None
    above = found.ranked[: found.ranked.index(last)] if last else ()
    if valued.says in {"high", "high_among", "not_high"} and any(map(found.is_divided, above)):
        yield Sentence("without_divided")


def _differing(profile: Profile, found: Findings) -> Iterator[Sentence]:
    more, less = found.listing("seen_more"), found.listing("seen_less")
    if found.lean:
        yield Sentence(f"differ_lean_{found.lean}", traits=profile.traits)
    # Where one direction goes through all traits, its own list would say it once more.
    if more and found.lean != "lower":
        yield Sentence("differ_more", more[:1])
    if less and found.lean != "higher":
        yield Sentence("differ_less", less[:1])
    if not (more or less or found.lean):
        yield from _traits_that_differ(profile)
    divided = found.listing("divided")
    if divided:
        yield Sentence("differ_divided", divided[:1])


def _traits_that_differ(profile: Profile) -> Iterator[Sentence]:
    verdicts: tuple[Verdict, ...] = ("higher", "lower")
    for verdict in verdicts:
        clear = tuple(one for one in profile.traits if one.gap and one.gap.verdict == verdict)
        if clear:
            yield Sentence(f"differ_traits_{verdict}", traits=clear)


def _alike(profile: Profile) -> Sentence:
    if not any(item.self_ for item in profile.items):
        return Sentence("differ_no_self")
    return Sentence("differ_alike" if any(one.gap for one in profile.traits) else "differ_no_pair")


def _first(profile: Profile, found: Findings) -> Sentence:
    limits = limits_of(profile.scale)
    low, less = found.listing("low"), found.listing("seen_less")
    if low:
        return Sentence("first_low", low[:1])
    unseen = tuple(item for item in less if limits.is_low(_others(item).exact))
    if unseen:
        return Sentence("first_unseen", unseen[:1])
    if less:
        return Sentence("first_less", less[:1])
    lowest, divided = found.listing("lowest")[:1], found.listing("divided")[:1]
    if divided:
        return Sentence("first_divided", divided)
    if not lowest:
        return _where_no_list_is_low(profile, found)
    is_low = limits.is_low(_others(lowest[0]).exact)
    return Sentence("first_lowest" if is_low else "first_lowest_not_low", lowest)


def _where_no_list_is_low(profile: Profile, found: Findings) -> Sentence:
    """Return what to begin with where nothing is listed as low or lowest."""
    limits = limits_of(profile.scale)
    ranked = [item for item in found.ranked if not found.is_divided(item)]
    if not ranked or not limits.is_low(_others(ranked[-1]).exact):
        return Sentence("first_nothing")
    if limits.is_low(_others(ranked[0]).exact):
        return Sentence("first_all_low")
    return Sentence("first_even") if found.flat else Sentence("first_lowest", (ranked[-1],))


def _others(item: ItemProfile) -> Score:
    assert item.others is not None  # noqa: S101 - only ranked items are named
    return item.others
