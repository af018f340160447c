"""Lists as columns: a row is a line, whatever stands in it and however wide it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedback.cli.columns import PlainTable

if TYPE_CHECKING:
    import pytest


def test_columns_are_as_wide_as_their_widest_cell(capsys: pytest.CaptureFixture[str]) -> None:
    table = PlainTable("to", "state", "what the server said")
    table.add_row("anna.berg@example.se", "sent", "")
    table.add_row("bo@example.se", "failed", "550 gone")

    table.show()

    assert capsys.readouterr().out.splitlines() == [
        "to                    state   what the server said",
        "anna.berg@example.se  sent",
        "bo@example.se         failed  550 gone",
    ]


def test_a_row_is_never_folded_nor_broken(capsys: pytest.CaptureFixture[str]) -> None:
    table = PlainTable("to", "what the server said")
    table.add_row("anna.berg@example.se", f"550 gone\nfor {'ever ' * 40}")

    table.show()

    _, row = capsys.readouterr().out.splitlines()
    assert row.endswith("ever ever")


def test_a_list_without_rows_shows_what_it_would_hold(capsys: pytest.CaptureFixture[str]) -> None:
    PlainTable("to", "state").show()

    assert capsys.readouterr().out == "to  state\n"
