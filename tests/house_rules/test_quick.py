"""`make quick` ends when its time is up, and fails only where a test has."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.house_rules.repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TESTS = """
import pytest

@pytest.mark.parametrize("number", range(200))
def test_it(number):
    assert number != {failing}
"""


def test_what_is_left_when_the_time_is_up_is_no_failure(tmp_path: Path) -> None:
    ended = _run(tmp_path, failing=-1, seconds=0)

    assert ended.returncode == 0, ended.stdout
    assert 0 < _passed(ended) < 100
    assert "the time of `make quick` is up" in ended.stdout


def test_a_failure_fails_it_even_when_the_time_is_up(tmp_path: Path) -> None:
    assert _run(tmp_path, failing=0, seconds=0).returncode == 1


def test_with_time_enough_all_are_run(tmp_path: Path) -> None:
    ended = _run(tmp_path, failing=-1, seconds=100)

    assert ended.returncode == 0
    assert _passed(ended) == 200


def _run(folder: Path, *, failing: int, seconds: float) -> subprocess.CompletedProcess[str]:
    (folder / "test_many.py").write_text(TESTS.format(failing=failing))
    program = f"import quick, sys; sys.exit(quick.run([{str(folder)!r}], {seconds}))"
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, '.ci'); {program}"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )


def _passed(ended: subprocess.CompletedProcess[str]) -> int:
    found = re.search(r"(\d+) passed", ended.stdout)
    return int(found[1]) if found else 0
