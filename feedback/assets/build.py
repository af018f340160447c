"""Build the stylesheets in feedback/static from the Sass beside this file.

Run by `make assets`; needs Node. The result is committed, so nobody else needs Node, and a
test builds again and compares where Node is found.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = Path(__file__).parent
STATIC = ROOT / "feedback" / "static"
STYLESHEETS = ("rater", "staff")


def build(target: Path) -> None:
    """Compile every stylesheet into a folder."""
    modules = ROOT / "node_modules"
    if not (modules / ".bin" / "sass").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=ROOT, check=True)
    pairs = [f"{SOURCES / name}.scss:{target / name}.css" for name in STYLESHEETS]
    options = ["--style=compressed", "--no-source-map", f"--load-path={modules}"]
    subprocess.run([modules / ".bin" / "sass", *options, *pairs], cwd=ROOT, check=True)


if __name__ == "__main__":
    build(STATIC)
