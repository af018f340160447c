"""What the wheel brings along is used, said what for, and nothing else is imported."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.house_rules.repository import ROOT, text_of

PYPROJECT = Path("pyproject.toml")
ASKED = re.compile(r"^ *\"(?P<package>[\w.-]+)(?:\[[\w,]+\])?[^\"]*\",?\s*(?P<reason>#.*)?$")


def test_every_dependency_is_imported_and_every_import_is_one() -> None:
    said = _faults_in(ROOT)

    assert said == ""


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("import click, openpyxl", "'openpyxl' imported but it is a transitive dependency"),
        ("import click", ""),
        ("", "'click' defined as a dependency but not used"),
    ],
    ids=["imported and no dependency", "both", "a dependency and not imported"],
)
def test_the_check_notices(line: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "small"\nversion = "1"\ndependencies = ["click"]\n'
    )
    (tmp_path / "small.py").write_text(f"{line}\n")

    said = _faults_in(tmp_path)

    assert fault in said
    assert bool(said) is bool(fault)


def test_every_dependency_says_what_for() -> None:
    lines = text_of(PYPROJECT).splitlines()

    silent = [
        found["package"]
        for line in lines
        if (found := ASKED.match(line)) and found["package"] in _asked_for() and not found["reason"]
    ]

    assert len(_asked_for()) > 40
    assert silent == []


def _asked_for() -> set[str]:
    """Return what is asked for in lists of their own lines: `bench` names its own together."""
    project: dict[str, Any] = tomllib.loads(text_of(PYPROJECT))
    asked = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["saml"],
        *project["dependency-groups"]["dev"],
        *project["dependency-groups"]["test"],
    ]
    return {re.split(r"[\[<>=]", one)[0] for one in asked}


def _faults_in(folder: Path) -> str:
    """Return what deptry finds, without what it tells of its way there."""
    done = subprocess.run(
        [Path(sys.executable).parent / "deptry", "--no-ansi", "."],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )
    faults = [line for line in done.stderr.splitlines() if re.search(r": DEP\d", line)]
    assert bool(faults) is bool(done.returncode), done.stderr
    return "\n".join(faults)
