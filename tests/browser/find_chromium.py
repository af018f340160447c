"""Find a Chromium for the browser tests; with --install, get one where there is none.

The order: one on PATH; else, as root on Debian, Debian's; else playwright's own. Prints its
path. Run by `make browser`, and imported by the fixtures beside it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

FLAGS = (
    "--headless",
    "--no-sandbox",  # the sandbox refuses to run as root, as continuous integration does
    "--disable-gpu",
    "--disable-background-networking",  # tests reach this machine and no other
)


def find_chromium() -> Path | None:
    """Give the path of the Chromium that tests shall drive, or None where there is none."""
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    if on_path is not None:
        return Path(on_path)
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


def install_chromium() -> None:
    """Install Debian's Chromium as root, else download playwright's own."""
    # Continuous integration has nobody to answer a question.
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"]
        for command in (["apt-get", "update", "-q"], install):
            subprocess.run(command, check=False, env=quiet, stdin=subprocess.DEVNULL)
    if find_chromium() is None:
        download = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(download, check=False, stdin=subprocess.DEVNULL)


def main() -> int:
    """Print where Chromium is; 1 where there is none and continuous integration needs one."""
    if "--install" in sys.argv[1:] and find_chromium() is None:
        install_chromium()
    found = find_chromium()
    if found is not None:
        sys.stdout.write(f"{found}\n")
        return 0
    sys.stderr.write("No Chromium was found or could be installed: browser tests will not run.\n")
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
