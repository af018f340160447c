"""In continuous integration a few failed tests are asked once more; what is wrong fails again."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from coverage import CoverageData

from tests.house_rules.repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path

UNSTEADY = """
from pathlib import Path

def test_once_only():
    asked = Path(__file__).with_name("asked")
    was_asked, _ = asked.exists(), asked.touch()
    assert was_asked
"""
WRONG = """
def test_wrong():
    assert False
"""
RIGHT = """
def test_right():
    pass
"""
DRAWN = """
import random
from pathlib import Path

def test_drawn():
    with Path(__file__).with_name("drawn").open("a") as drawn:
        drawn.write(f"{random.random()} ")
    assert False
"""


def test_what_passes_the_second_time_is_named_and_passes(tmp_path: Path) -> None:
    ended = _run(tmp_path, UNSTEADY, RIGHT)

    assert ended.returncode == 0, ended.stdout
    assert "UNSTEADY, to be mended next: test_some::test_once_only" in ended.stdout
    assert " 2 passed in " in ended.stdout


def test_what_is_wrong_fails_again(tmp_path: Path) -> None:
    ended = _run(tmp_path, UNSTEADY, WRONG, RIGHT)

    assert ended.returncode == 1
    assert "UNSTEADY" not in ended.stdout
    assert " 1 failed, 2 passed in " in ended.stdout


def test_what_was_drawn_is_drawn_again(tmp_path: Path) -> None:
    _run(tmp_path, DRAWN)

    first, second = (tmp_path / "drawn").read_text().split()
    assert first == second


def test_many_failures_are_no_accident(tmp_path: Path) -> None:
    four = [
        UNSTEADY.replace("once", f"once_{each}").replace('"asked', f'"{each}') for each in "abcd"
    ]

    assert _run(tmp_path, *four).returncode == 1


def test_nobody_is_asked_again_at_the_developers_desk(tmp_path: Path) -> None:
    assert _run(tmp_path, UNSTEADY, ci="").returncode == 1


def test_what_is_asked_again_leaves_the_coverage_of_all(tmp_path: Path) -> None:
    ended = _run(tmp_path, UNSTEADY, RIGHT)
    data = CoverageData(basename=str(tmp_path / ".coverage"))
    data.read()

    only_at_first = (tmp_path / "test_some.py").read_text().splitlines().index("    pass") + 1
    assert "UNSTEADY" in ended.stdout
    assert only_at_first in (data.lines(str(tmp_path / "test_some.py")) or [])


def _run(folder: Path, *tests: str, ci: str = "true") -> subprocess.CompletedProcess[str]:
    (folder / "test_some.py").write_text("\n".join(tests))
    (folder / "pytest.ini").write_text("[pytest]\n")
    program = (
        "import sys; sys.path.insert(0, '.ci'); import checks; from pathlib import Path;"
        f"checks.ROOT = checks.RESULTS = Path({str(folder)!r});"
        "outcomes = checks.run([checks._tests('some', 'not proof', 'some', '-n2', *checks.COVER)]);"
        "checks.tell(outcomes); print(checks.counts());"
        "sys.exit(0 if outcomes[0].passed else 1)"
    )
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "CI": ci},
        check=False,
        capture_output=True,
        text=True,
    )
