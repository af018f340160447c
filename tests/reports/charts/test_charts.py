"""Charts: contrast, size of type, room for every label, and the same drawing as SVG."""

from __future__ import annotations

import math
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from reportlab.graphics.shapes import Circle, Drawing, Polygon, Rect, String
from reportlab.pdfbase.pdfmetrics import stringWidth

from reports.charts import to_svg
from reports.charts.map import NUMBERED, RADIUS, SHIFT, SMALL
from reports.charts.palette import (
    BAND,
    BANDS,
    FINDINGS,
    IDENTIFIED,
    INK,
    MARGIN,
    MUTED,
    ORGANISATION,
    OTHERS,
    PROTECTED,
    RULE,
    SELF,
    WARNING,
    WHITE,
)
from reports.colours import ACCENT, contrast
from reports.sections.material import Material
from reports.sections.pieces import Chart, Together
from reports.sections.report import sections
from tests.reports.pdf.cases import COVER, EVERYBODY, LONG_COVER, orebro, release_of, survey_of
from tests.reports.report_cases import material_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.cover import Cover
    from reports.sections.pieces import Piece
    from surveys.model import Survey

GROUNDS = (WHITE, BAND)
SERIES = (*FINDINGS.values(), SELF, OTHERS, ORGANISATION, *IDENTIFIED, *PROTECTED)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize(
    "colour", sorted({*(colour for colour, _ in SERIES), *BANDS, RULE, ACCENT})
)
def test_what_is_drawn_stands_out(colour: str, ground: str) -> None:
    assert contrast(colour, ground) >= 3


@pytest.mark.parametrize("ground", [*GROUNDS, MARGIN])
@pytest.mark.parametrize("colour", [INK, MUTED])
def test_text_stands_out(colour: str, ground: str) -> None:
    assert contrast(colour, ground) >= 4.5


@pytest.mark.parametrize("colour", [*BANDS, ACCENT, WARNING])
def test_white_numbers_stand_out_on_their_ground(colour: str) -> None:
    assert contrast(WHITE, colour) >= 4.5


@pytest.mark.parametrize("looks", [(SELF, OTHERS, *IDENTIFIED), (SELF, OTHERS, *PROTECTED)])
def test_no_two_series_share_a_shape(looks: tuple[tuple[str, str], ...]) -> None:
    shapes = [shape for _, shape in looks]

    assert len(set(shapes)) == len(shapes)


def _charts(pieces: tuple[Piece, ...]) -> Iterator[Drawing]:
    for piece in pieces:
        if isinstance(piece, Chart):
            yield piece.drawing
        elif isinstance(piece, Together):
            yield from _charts(piece.pieces)


def _drawings(survey: Survey, cover: Cover = COVER, language: str = "sv") -> list[Drawing]:
    return _drawn(Material(release_of(EVERYBODY, survey), survey, cover, language))


def _on_a_phone(survey: Survey, language: str) -> list[Drawing]:
    release = release_of(EVERYBODY, survey)
    return _drawn(Material(release, survey, COVER, language, width=240, is_narrow=True))


def _drawn(material: Material) -> list[Drawing]:
    return [one for section in sections(material) for one in _charts(section.pieces)]


def _box(text: Any) -> tuple[float, float, float, float]:  # noqa: ANN401 - ReportLab is untyped
    width = stringWidth(text.text, text.fontName, text.fontSize)
    left = text.x - {"start": 0, "middle": width / 2, "end": width}[text.textAnchor]
    return left, text.y - 0.2 * text.fontSize, left + width, text.y + 0.72 * text.fontSize


def _is_white(text: String) -> bool:
    return bool(text.fillColor.hexval() == WHITE.replace("#", "0x"))


def _overlap(first: tuple[float, ...], second: tuple[float, ...]) -> bool:
    apart = first[2] <= second[0] or second[2] <= first[0]
    return not (apart or first[3] <= second[1] or second[3] <= first[1])


CASES = [
    pytest.param(lambda: _drawings(orebro()), id="four traits"),
    pytest.param(lambda: _drawings(orebro(), language="en"), id="English"),
    pytest.param(lambda: _drawings(survey_of(2, 3, (1, 4))), id="two traits"),
    pytest.param(lambda: _drawings(survey_of(9, 5, (1, 5)), LONG_COVER), id="nine traits"),
    pytest.param(lambda: _drawings(survey_of(9, 10, (1, 10)), LONG_COVER), id="ninety items"),
    pytest.param(lambda: _on_a_phone(orebro(), "sv"), id="on a phone"),
    pytest.param(lambda: _on_a_phone(orebro(), "en"), id="on a phone, in English"),
    pytest.param(lambda: _on_a_phone(survey_of(2, 3, (1, 4)), "sv"), id="on a phone, two traits"),
]


@pytest.mark.parametrize("draw", CASES)
def test_labels_never_collide(draw: Any) -> None:  # noqa: ANN401 - a lambda
    for drawing in draw():
        boxes = [
            (_box(shape), shape.text) for shape in drawing.contents if isinstance(shape, String)
        ]
        collisions = [(one, two) for (a, one), (b, two) in combinations(boxes, 2) if _overlap(a, b)]

        assert collisions == []


@pytest.mark.parametrize("draw", CASES)
def test_nothing_is_cut_at_the_edges(draw: Any) -> None:  # noqa: ANN401 - as above
    for drawing in draw():
        for shape in drawing.contents:
            if isinstance(shape, String):
                left, bottom, right, top = _box(shape)
            elif isinstance(shape, Polygon | Rect | Circle):
                left, bottom, right, top = shape.getBounds()
            else:
                continue

            assert left >= -0.5, shape
            assert right <= drawing.width + 0.5, shape
            assert bottom >= -0.5, shape
            assert top <= drawing.height + 0.5, shape


@pytest.mark.parametrize("draw", CASES)
def test_no_type_is_smaller_than_8_5_points(draw: Any) -> None:  # noqa: ANN401 - as above
    sizes = {s.fontSize for drawing in draw() for s in drawing.contents if isinstance(s, String)}

    assert min(sizes) >= 8.5


def test_numbers_on_the_map_never_cover_each_other() -> None:
    for drawing in _drawings(orebro()):
        numbers = [s for s in drawing.contents if isinstance(s, String) and _is_white(s)]
        # In a shape with one narrow end the number stands nearer the other.
        numbered = [(one.x, one.y + 0.36 * one.fontSize, NUMBERED - 2 * SHIFT) for one in numbers]
        rings = [s for s in drawing.contents if isinstance(s, Circle) and s.r == SMALL]
        small = [(one.cx, one.cy, SMALL) for one in rings]

        for one, two in combinations(numbered + small, 2):
            assert math.dist(one[:2], two[:2]) >= one[2] + two[2]


def test_a_map_of_many_alike_moves_their_marks_and_covers_none() -> None:
    for case in ("all6", "lowself", "flat"):
        section = next(one for one in sections(material_of(case)) if one.key == "map")

        (chart,) = _charts(section.pieces)

        circles = [s for s in chart.contents if isinstance(s, Circle) and s.r in {RADIUS, SMALL}]
        for one, two in combinations(circles, 2):
            assert math.dist((one.cx, one.cy), (two.cx, two.cy)) >= one.r + two.r


def test_the_map_has_steps_of_one_length_both_ways() -> None:
    section = next(one for one in sections(material_of("n12")) if one.key == "map")
    (chart,) = _charts(section.pieces)

    words = [s for s in chart.contents if isinstance(s, String) and s.text in set("123456")]
    along = sorted(s.x for s in words if s.textAnchor == "middle" and not _is_white(s))
    up = sorted(s.y for s in words if s.textAnchor == "end")

    across = {round(b - a, 6) for a, b in pairwise(along)}
    assert across == {round(b - a, 6) for a, b in pairwise(up)}
    assert len(across) == 1


def test_a_chart_is_the_same_as_svg() -> None:
    for drawing in _drawings(orebro()):
        svg = to_svg(drawing, title='Diagram <"&. Högst: ja. Lägst: nej.')
        root = ET.fromstring(svg)  # noqa: S314 - our own text
        words = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]

        named = {node.get("id"): node.text for node in root if node.get("id")}
        assert [named[one] for one in root.attrib["aria-labelledby"].split()] == [
            'Diagram <"&',
            "Högst: ja. Lägst: nej.",
        ]
        assert words == [s.text for s in drawing.contents if isinstance(s, String)]
        assert len(root) == len(drawing.contents) + len(named)


def test_others_values_in_charts_have_their_words_and_gaps() -> None:
    material = Material(release_of(EVERYBODY), orebro(), COVER, "sv")
    trait = material.profile.traits[0]
    section = next(one for one in sections(material) if one.key == f"trait-{trait.key}")

    (chart,) = _charts(section.pieces)

    words = [shape.text for shape in chart.contents if isinstance(shape, String)]
    for item in trait.items:
        place = words.index(material.write.score(item.others))
        assert item.others is not None
        assert material.write.word(item.others) in words[place:]
        assert f"du {material.write.signed(item.gap)}" in words
