"""What each surface shows of one leader, as linear figures for one joint exact audit.

A surface is a page or a file: the report, the coach's compare view, the heat map, the
tables, what the pulse says, the report of the campaign before. Each function here lists
the figures that its surface shows, by the name of row and column, as `reports.audit` wants
them; a test reads the surfaces and finds no figure that is not listed. Whoever adds a
figure to a surface adds it here, or that test fails.

Texts, orders, colours, margins and classes are no figures of their own: they are functions
of these and of constants of the whole campaign.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from reports.audit.linear import LinearFigure, linear_figures
from reports.shown.followed import followed
from reports.shown.profile import profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reports.audit.linear import KeyedAnswers
    from reports.release import Figures
    from reports.shown.profile import ItemProfile, Profile, TraitProfile


@dataclass(frozen=True, slots=True)
class Occasion:
    """One release of a leader beside the answer sheets it was made from.

    Answers of different occasions are different answers, also where the raters are the same.
    """

    name: str
    figures: Figures
    sheets: Sequence[KeyedAnswers]


@dataclass(frozen=True, slots=True)
class Everything:
    """All that was ever released of one leader: this campaign, the one before, the pulses."""

    now: Occasion
    before: Occasion | None = None
    pulses: tuple[Occasion, ...] = ()


def report_figures(everything: Everything) -> Iterator[LinearFigure]:
    """Yield what the report shows, on paper and on the leader's page."""
    yield from _sums(everything.now).values()
    yield from table_figures(everything)


def compare_figures(everything: Everything) -> Iterator[LinearFigure]:
    """Yield what the coach's compare view shows: scores, gaps, then and now."""
    yield from _rows(everything.now)
    yield from _changes(everything)


def heat_map_figures(everything: Everything) -> Iterator[LinearFigure]:
    """Yield what the heat map shows of a leader, trait by trait: Others, gaps, then and now."""
    picture, rows = profile(everything.now.figures), _rows(everything.now)
    shown = {_name(trait.key, name) for trait in picture.traits for name in ("others", "gap")}
    yield from (row for row in rows if row.name in shown)
    yield from _changes(everything)


def table_figures(everything: Everything) -> Iterator[LinearFigure]:
    """Yield what the CSV and the workbook show: scores, gaps, bands, change."""
    yield from compare_figures(everything)
    yield from _spreads(everything.now)


def before_figures(everything: Everything) -> Iterator[LinearFigure]:
    """Yield what the report of the campaign before shows; leader and coach keep both."""
    if everything.before is not None:
        yield from report_figures(Everything(everything.before))


def pulse_figures(everything: Everything) -> Iterator[LinearFigure]:
    """Yield what pulses show: the bands of Others, and the mean that their words stand on."""
    for pulse in everything.pulses:
        yield from _spreads(pulse)
        yield from (row for row in _rows(pulse) if row.name.endswith(" others"))


def followed_figures(everything: Everything) -> Iterator[LinearFigure]:
    """Yield what stands behind the words on single behaviours: Others and self, then and now.

    Of every behaviour that may be compared, for which of them a plan is about is the leader's.
    """
    if everything.before is None:
        return
    now, then = everything.now.figures, everything.before.figures
    rows = {one.name: one for one in _rows(everything.now)}
    old = {one.name: one for one in _rows(everything.before)}
    for one in followed(now, then, now.items):
        for column in ("self", "others") if one.direction else ("self",):
            name = _name(one.key, column)
            both = [found for found in (rows.get(name), old.get(name)) if found]
            yield from both
            if len(both) == 2 and column == "others":
                terms = [(Fraction(1), both[0]), (Fraction(-1), both[1])]
                yield _sum(_name(one.key, "change"), terms)


def record_figures(everything: Everything) -> Iterator[LinearFigure]:
    """Yield what the records of `feedback score` show: the release itself."""
    yield from _sums(everything.now).values()


def part_figures(_everything: Everything) -> Iterator[LinearFigure]:
    """Yield nothing: a workplace's figures are of no leader.

    The close of its tree audits those of all parts together (reports/disclosure/tree/signatures).
    """
    return iter(())


def case_figures(_everything: Everything) -> Iterator[LinearFigure]:
    """Yield nothing: a programme's figures are those of a file from elsewhere, of no release."""
    return iter(())


def no_figures(_everything: Everything) -> Iterator[LinearFigure]:
    """Yield nothing: words and verdicts are functions of figures that others show."""
    return iter(())


def _sums(occasion: Occasion) -> dict[str, LinearFigure]:
    """Return the release's own linear figures by name, over this occasion's answers."""
    return {
        one.name: LinearFigure(one.name, _of(occasion, one.weights), one.shown)
        for one in linear_figures(occasion.figures, occasion.sheets)
    }


def _of(
    occasion: Occasion, weights: Mapping[tuple[str, str], Fraction]
) -> dict[tuple[str, str], Fraction]:
    return {
        (rater, f"{occasion.name}: {item}"): weight for (rater, item), weight in weights.items()
    }


def _rows(occasion: Occasion) -> list[LinearFigure]:
    """Return every score and gap of a release, by row and column."""
    picture, sums = profile(occasion.figures), _sums(occasion)
    found: list[LinearFigure] = []
    for trait in picture.traits:
        for item in trait.items:
            found += _with_gap(item.key, _item_scores(item, picture, sums))
        found += _with_gap(trait.key, _trait_scores(trait, picture, sums))
    return found


def _item_scores(
    item: ItemProfile, picture: Profile, sums: Mapping[str, LinearFigure]
) -> Iterator[LinearFigure]:
    place = item.index
    if item.self_ is not None:
        yield _sum(_name(item.key, "self"), [(Fraction(1), sums[f"self {place}"])])
    columns = zip(
        (*picture.identified, *picture.blocks), (*item.identified, *item.blocks), strict=True
    )
    for column, score in columns:
        if score is not None:
            cell = sums[f"cell {column.groups} {place}"]
            yield _sum(_named(item.key, column.groups), [(Fraction(1, score.fewest), cell)])
    if item.others is not None:
        cell = sums[f"others {place}"]
        yield _sum(_name(item.key, "others"), [(Fraction(1, item.others.fewest), cell)])


def _trait_scores(
    trait: TraitProfile, picture: Profile, sums: Mapping[str, LinearFigure]
) -> Iterator[LinearFigure]:
    own = [sums[f"self {item.index}"] for item in trait.items if item.self_ is not None]
    if trait.self_ is not None:
        yield _sum(_name(trait.key, "self"), [(Fraction(1, len(own)), one) for one in own])
    columns = zip(
        (*picture.identified, *picture.blocks), (*trait.identified, *trait.blocks), strict=True
    )
    for column, score in columns:
        if score is not None:
            mean = sums[f"{column.groups} trait {trait.index}"]
            yield _sum(_named(trait.key, column.groups), [(Fraction(1), mean)])
    if trait.others is not None:
        mean = sums[f"others trait {trait.index}"]
        yield _sum(_name(trait.key, "others"), [(Fraction(1), mean)])


def _with_gap(row: str, scores: Iterable[LinearFigure]) -> list[LinearFigure]:
    found = {score.name: score for score in scores}
    own, others = found.get(_name(row, "self")), found.get(_name(row, "others"))
    if own and others:
        terms = [(Fraction(1), own), (Fraction(-1), others)]
        found[_name(row, "gap")] = _sum(_name(row, "gap"), terms)
    return list(found.values())


def _spreads(occasion: Occasion) -> Iterator[LinearFigure]:
    """Yield the three bands and the favourable answers of each item that shows them."""
    sums = _sums(occasion)
    for item in profile(occasion.figures).items:
        for kind in ("low", "middle", "high", "favourable"):
            found = sums.get(f"{kind} {item.index}")
            if item.spread is not None and found is not None:
                yield _sum(_name(item.key, kind), [(Fraction(1), found)])


def _changes(everything: Everything) -> Iterator[LinearFigure]:
    """Yield Others then, and the difference, of each trait that is compared over time."""
    if everything.before is None:
        return
    now = {one.name: one for one in _rows(everything.now)}
    then = {one.name: one for one in _rows(everything.before)}
    for trait in profile(everything.now.figures).traits:
        if trait.change is not None:
            name = _name(trait.key, "others")
            yield _sum(_name(trait.key, "before"), [(Fraction(1), then[name])])
            terms = [(Fraction(1), now[name]), (Fraction(-1), then[name])]
            yield _sum(_name(trait.key, "change"), terms)


def _sum(name: str, terms: Sequence[tuple[Fraction, LinearFigure]]) -> LinearFigure:
    """Return a weighted sum of figures: its weights, and what it shows."""
    weights: dict[tuple[str, str], Fraction] = {}
    for factor, figure in terms:
        for cell, weight in figure.weights.items():
            weights[cell] = weights.get(cell, Fraction(0)) + factor * weight
    shown = sum((factor * figure.shown for factor, figure in terms), Fraction(0))
    return LinearFigure(name, weights, shown)


def _named(row: str, groups: Iterable[str]) -> str:
    return _name(row, "+".join(groups))


def _name(row: str, column: str) -> str:
    return f"{row} {column}"
