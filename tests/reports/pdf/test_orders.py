"""An order holds all that a report is drawn from, and a child draws it."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING

from reports.pdf import render_part, render_report
from reports.pdf.child import serve
from reports.pdf.orders import Order, order_of_part
from reports.sections.cover import Withholdings
from tests.reports.pdf.cases import COVER, TWELVE, orebro, release_of
from tests.reports.workplaces import material, part, releases, survey

if TYPE_CHECKING:
    from pathlib import Path

COMMENTS = ["Lyssnar färdigt.", "Ring tillbaka oftare.", "Säg vem som bestämmer. \ud83d"]
LOGO = bytes(range(256))


def _order(*, release: str = "") -> Order:
    made = release_of(TWELVE, comments=COMMENTS)
    return Order(release or made.to_json(), orebro().canonical_json(), COVER)


def _asked(path: Path, order: Order) -> str:
    return json.dumps({"path": str(path), "order": order.to_json()}) + "\n"


def test_an_order_comes_out_of_its_line_as_it_went_in() -> None:
    order = replace(
        _order(),
        cover=replace(COVER, logo=LOGO, is_rehearsal=True),
        withheld=("a", "b"),
        only=("summary",),
    )

    read = Order.from_json(order.to_json())

    assert read == order
    assert "\n" not in order.to_json()


def test_an_order_gives_the_same_report_as_drawing_it_here() -> None:
    release = release_of(TWELVE, comments=COMMENTS)
    question, texts = release.comments.others[0]
    held = Withholdings.digest(question, texts[0])

    drawn = replace(_order(), withheld=(held,)).draw()

    here = render_report(
        release, COVER, survey=orebro(), withholdings=Withholdings(frozenset({held}))
    )
    assert drawn == here


def test_an_order_of_a_workplace_gives_the_report_that_its_head_reads() -> None:
    number = part("norr").figures.number
    shown = material("norr")

    order = order_of_part(
        releases().parts, number, survey=survey().canonical_json(), cover=shown.cover
    )

    assert Order.from_json(order.to_json()) == order
    assert order.draw() == render_part(shown)


def test_a_head_whose_sibling_is_what_is_left_is_given_nothing_of_the_one_above() -> None:
    first, *others = releases().parts
    two = [replace(one, figures=replace(one.figures, parent=1)) for one in others[1:3]]
    parts = [first, others[0], *two]

    order = order_of_part(parts, 2, survey="", cover=COVER)

    assert (order.whole, order.above) == (first.to_json(), None)


def test_a_child_goes_on_after_an_order_that_fails(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.pdf" for number in range(3)]
    orders = [_order(), _order(release='{"secret": 1}'), _order()]
    answers = StringIO()

    serve([_asked(*pair) for pair in zip(paths, orders, strict=True)], answers)

    told = answers.getvalue().splitlines()
    assert [bool(line) for line in told] == [False, True, False]
    assert "ReleaseFormatError" in told[1]
    assert "secret" not in told[1]
    assert [path.exists() for path in paths] == [True, False, True]


def test_a_file_is_there_only_when_it_is_whole_and_only_for_its_owner(tmp_path: Path) -> None:
    answers = StringIO()

    serve([_asked(tmp_path / "report.pdf", _order())], answers)

    (report,) = tmp_path.iterdir()
    assert report.read_bytes().startswith(b"%PDF-1.7")
    assert report.stat().st_mode & 0o777 == 0o600
