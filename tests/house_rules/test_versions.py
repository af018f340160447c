"""Versions: the changelog knows the one to come, and says what operators do at each."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from tests.house_rules.repository import ROOT, files_matching, text_of

PARTS = re.split(r"^## ", text_of(Path("CHANGELOG.md")), flags=re.MULTILINE)[1:]


def test_every_version_says_what_operators_do() -> None:
    assert [
        part.split("\n")[0] for part in PARTS if "\n### What operators do at this" not in part
    ] == []


def test_the_changelog_tells_of_the_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    coming = project["tool"]["hatch"]["version"]["fallback-version"]

    assert coming == f"{PARTS[0].split()[0]}.dev0"


def test_no_migration_leaves_the_transaction_of_its_upgrade() -> None:
    outside = [
        file.name
        for file in files_matching("migrations/versions/*.py")
        if re.search(r"autocommit_block|\.commit\(|isolation_level", text_of(file))
    ]

    assert outside == []
