"""What coach and leader look at together in the talk: one finding on a screen, and a question.

Made from what the leader's own report is made from, and of its findings alone: neither comments
nor bands belong on a wall, and a coach's notes are the coach's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.charts.pair import pair_chart
from reports.sections.message import points_of, written
from reports.sections.pieces import Chart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.material import Material
    from reports.shown.findings import Finding, Listing


@dataclass(frozen=True, slots=True)
class Slide:
    """One screen: what it is about, what it says, and what to talk about.

    `called` is the list that a finding stands in, empty on a slide that holds none. `values` are
    names with a figure and its word.
    """

    title: str
    kicker: str = ""
    called: str = ""
    chart: Chart | None = None
    values: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()
    question: str = ""


def slides(material: Material) -> tuple[Slide, ...]:
    """Return the slides of a talk, strengths first; of every finding that the summary lists."""
    return tuple(_slides(material))


def _slides(material: Material) -> Iterator[Slide]:
    say, name = material.say, material.cover.leader_name
    begin = say.all("slides.begin")
    lines = begin if material.has_others else begin[:1]  # the others speak of the pictures
    yield Slide(say("slides.begin_title", name=name), lines=lines)
    if material.has_others:
        yield _message(material)
    else:
        yield Slide(say("slides.few_title"), lines=(say("slides.few"),))
    for listing in material.findings.listings:
        for found in listing.findings:
            yield _finding(material, listing, found)
    yield Slide(say("slides.end_title"), lines=say.all("slides.end"))


def _message(material: Material) -> Slide:
    points = points_of(material.main_message)
    values = tuple(
        (material.say(f"message.{one.heading}_title"), written(material, one)) for one in points
    )
    return Slide(material.say("message.title"), values=values)


def _finding(material: Material, listing: Listing, found: Finding) -> Slide:
    say, called = material.say, listing.called
    alone = "_alone" if called in {"highest", "lowest"} and not material.has_self else ""
    is_divided = called == "divided"
    return Slide(
        title=material.write.statement(found.item.key),
        kicker=say(f"summary.{called}{alone}_title"),
        called=called,
        chart=None if is_divided else _chart(material, found),
        values=() if is_divided else _values(material, found),
        lines=tuple(_lines(material, found, is_divided=is_divided)),
        question=say(f"slides.ask_{called}"),
    )


def _lines(material: Material, found: Finding, *, is_divided: bool) -> Iterator[str]:
    if is_divided:
        yield material.say("slides.divided", group=material.divided_groups(found.item))
    if found.is_unseen_strength:
        yield material.say("slides.unseen")
    if found.may_rest_on_one:
        yield material.say("slides.fragile")


def _values(material: Material, found: Finding) -> tuple[tuple[str, str], ...]:
    write, item = material.write, found.item
    others = (material.others_series.label, write.worded(item.others))
    if item.self_ is None:
        return (others,)
    return (material.self_series.label, write.own_worded(item.self_)), others


def _chart(material: Material, found: Finding) -> Chart | None:
    others, self_ = material.others_mark(found.item), found.item.self_
    if others is None:
        return None
    own = None if self_ is None else material.mark(material.self_series, self_)
    drawn = pair_chart(own, others, material.axis)
    values = ", ".join(f"{label} {words}" for label, words in _values(material, found))
    axis = material.axis
    said = material.say(
        "slides.alternative", lowest=axis.lowest_word, highest=axis.highest_word, values=values
    )
    return Chart(drawn, said)
