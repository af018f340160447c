"""Commands as an operator types them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from click.testing import CliRunner, Result

from feedback.cli.main import main
from tests.postgres_server import installed_binaries

if TYPE_CHECKING:
    import pytest

    from feedback.config import Settings


def feedback(*words: str, answer: str = "") -> Result:
    """Type a command, and answer its question."""
    return CliRunner().invoke(main, list(words), input=answer)


def sit_down(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Let commands find an installation, and PostgreSQL's own tools."""
    for name in ("base_url", "mail_from", "instance", "database_url", "backups"):
        monkeypatch.setenv(f"FEEDBACK_{name.upper()}", str(getattr(settings, name)))
    monkeypatch.setenv("PATH", f"{installed_binaries()}:{os.environ['PATH']}")


def create(*more: str, people: str = "people.csv", survey: str = "survey.yaml") -> Result:
    """Create a campaign from the files that lie at the desk."""
    return feedback(
        *("campaign", "create", "--survey", survey, "--people", people, "--department", "Skola"),
        *("--programme", "Ledare", "--name", "Våg 1", "--last-day", "2099-12-04", *more),
    )


def created() -> None:
    """Create a campaign, and be sure of it."""
    assert create().exit_code == 0
