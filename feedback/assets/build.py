"""Build the stylesheets in feedback/static from the Sass beside this file.

Run by `make assets`; needs Node. The result is committed, so nobody else needs Node. What
it was built from is noted beside it, so that a test without Node notices a stale one; a
proof builds again and compares.
"""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = Path(__file__).parent
STATIC = ROOT / "feedback" / "static"
STYLESHEETS = ("rater", "staff")
BUILT_FROM = SOURCES / "built-from.txt"


def build(target: Path) -> None:
    """Compile every stylesheet into a folder."""
    modules = ROOT / "node_modules"
    if not (modules / ".bin" / "sass").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=ROOT, check=True)
    pairs = [f"{SOURCES / name}.scss:{target / name}.css" for name in STYLESHEETS]
    options = ["--style=compressed", "--no-source-map", f"--load-path={modules}"]
    subprocess.run([modules / ".bin" / "sass", *options, *pairs], cwd=ROOT, check=True)


def sources_digest() -> str:
    """Return the SHA-256 of every source, of the tools' versions and of what is committed."""
    digest = hashlib.sha256()
    built = (STATIC / f"{name}.css" for name in STYLESHEETS)
    for file in (*sorted(SOURCES.glob("*.scss")), ROOT / "package-lock.json", *built):
        digest.update(f"{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    build(STATIC)
    BUILT_FROM.write_text(f"{sources_digest()}\n", encoding="ascii")
