"""Commands as an operator types them."""

from __future__ import annotations

from click.testing import CliRunner, Result

from feedback.cli.main import main


def feedback(*words: str, answer: str = "") -> Result:
    """Type a command, and answer its question."""
    return CliRunner().invoke(main, list(words), input=answer)


def create(*more: str, people: str = "people.csv", survey: str = "survey.yaml") -> Result:
    """Create a campaign from the files that lie at the desk."""
    return feedback(
        *("campaign", "create", "--survey", survey, "--people", people, "--unit", "Skola"),
        *("--programme", "Ledare", "--name", "Våg 1", "--last-day", "2099-12-04", *more),
    )


def created() -> None:
    """Create a campaign, and be sure of it."""
    assert create().exit_code == 0
