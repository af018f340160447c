"""A machine whose settings point at a small office, for commands as an operator types them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories import SMALL_SURVEY
from tests.feedback.operations.people.file.people_files import csv_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.feedback.office import Office


@pytest.fixture
def desk(small_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Sit down at a machine whose settings point at the office's database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FEEDBACK_BASE_URL", "https://feedback.example.se")
    monkeypatch.setenv("FEEDBACK_MAIL_FROM", "Enkät <enkat@example.se>")
    monkeypatch.setenv("FEEDBACK_MAIL_HOURS", "always")
    monkeypatch.setenv("FEEDBACK_MAIL_PER_MINUTE", "60000")
    monkeypatch.setenv("FEEDBACK_INSTANCE", str(small_office.settings.instance))
    monkeypatch.setenv("FEEDBACK_BACKUPS", str(small_office.settings.backup_folder))
    monkeypatch.setenv("FEEDBACK_DATABASE_URL", small_office.database.url)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    (tmp_path / "survey.yaml").write_text(SMALL_SURVEY, encoding="utf-8")
    (tmp_path / "people.csv").write_bytes(csv_bytes(separator=";", encoding="cp1252"))
    return small_office
