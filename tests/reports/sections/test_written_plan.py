"""The plan that a leader has written stands where the lines to write on would."""

from __future__ import annotations

from reports.sections.material import Material
from reports.sections.pieces import Bullets, Heading, Text, Together, WritingLines
from reports.sections.plan import plan
from reports.sections.written_plan import GoalKind, PlannedAction, PlannedGoal, WrittenPlan
from tests.reports.pdf.cases import COVER, EVERYBODY, orebro, release_of


def test_a_written_plan_stands_in_place_of_the_lines() -> None:
    action = PlannedAction("Fråga först.", first_step="I dag", by_when="4 december 2026")
    goals = (
        PlannedGoal(GoalKind.USE, "Lyssna klart.", (action,)),
        PlannedGoal(GoalKind.CHANGE, "Ge besked i tid."),
    )

    pieces = _pieces(WrittenPlan(goals, "1 maj 2027"))

    said = [piece.text for piece in pieces if isinstance(piece, Heading | Text)]
    assert {"Lyssna klart.", "Ge besked i tid."} <= set(said)
    assert "Om jag orkar: en sak till" not in said
    assert Bullets(("Fråga först.", "Första steget: I dag", "Senast: 4 december 2026")) in pieces
    lines = {piece.label: piece.value for piece in pieces if isinstance(piece, WritingLines)}
    assert lines["Vi följer upp (dag)"] == "1 maj 2027"
    assert "Vad gör jag?" in lines  # where nothing is written yet


def _pieces(written: WrittenPlan) -> list[object]:
    material = Material(release_of(EVERYBODY), orebro(), COVER, "sv", plan=written)
    found: list[object] = []
    for piece in plan(material).pieces:
        found.extend(piece.pieces if isinstance(piece, Together) else (piece,))
    return found
