"""A release, made once as `make release` makes it, for all who look at it or install it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.house_rules.repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a release of what is here, but for the Debian package: `make operate` builds that."""
    target = tmp_path_factory.mktemp("release") / "dist"
    uv = (ROOT / ".uv" / "bin" / "uv", "run", "--quiet", "--locked", "--isolated")
    python = (*uv, "--only-group=release", "--python", sys.executable)
    subprocess.run(
        [*python, ".ci/release.py", target, "--without-package"],
        check=True,
        cwd=ROOT,
        timeout=600,
    )
    return target
