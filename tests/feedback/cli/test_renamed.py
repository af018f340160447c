"""Commands and options by the names that documents of earlier versions gave them."""

from __future__ import annotations

import pytest

from tests.feedback.cli.commands import feedback


@pytest.mark.usefixtures("desk")
def test_what_an_earlier_document_said_still_works() -> None:
    made = feedback("admin", "add-unit", "Skolförvaltningen")
    granted = feedback("admin", "grant", "karin@example.se", "--unit", "Skolförvaltningen")

    assert made.exit_code == granted.exit_code == 0, granted.output
    assert "organises the campaigns of Skolförvaltningen" in granted.output


@pytest.mark.parametrize(
    "words",
    [
        ("admin",),
        ("admin", "grant"),
        ("retention", "set"),
        ("campaign", "people", "add-leader"),
        ("campaign", "people", "add"),
    ],
)
def test_help_shows_the_names_of_today_alone(words: tuple[str, ...]) -> None:
    shown = feedback(*words, "--help")

    assert shown.exit_code == 0
    assert not {"--unit", "--rater-id", "add-unit"} & set(shown.output.split())


def test_a_missing_department_is_asked_for_by_the_name_of_today() -> None:
    refused = feedback("admin", "grant", "karin@example.se")

    assert "Missing option '--department'" in refused.output
    assert "--unit" not in refused.output
