"""The browser that tests drive is a real one, on this machine only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]


def test_a_page_is_drawn_at_the_width_of_a_phone(chromium_page: Page) -> None:
    chromium_page.set_content("<title>Enkät</title><p>Åäö</p>")

    width = chromium_page.evaluate("document.documentElement.clientWidth")

    assert chromium_page.title() == "Enkät"
    assert width == 375


def test_a_machine_without_a_browser_fails_continuous_integration(tmp_path: Path) -> None:
    bare = {**os.environ, "PATH": "/nowhere", "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    command = [sys.executable, "-m", "tests.browser.find_chromium"]

    in_ci, at_home = (
        subprocess.run(
            command, env={**bare, "CI": ci}, capture_output=True, text=True, check=False, cwd=ROOT
        )
        for ci in ("true", "")
    )

    assert (in_ci.returncode, at_home.returncode) == (1, 0)
    assert "browser tests will not run" in at_home.stderr
