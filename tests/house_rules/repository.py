"""What the repository holds: the files that are, or will be, committed."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def files_matching(*patterns: str) -> tuple[Path, ...]:
    """List the files that git holds or would add, by globs such as `feedback/**/*.html`."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"]
        + [f":(glob){pattern}" for pattern in patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    names = dict.fromkeys(filter(None, listing.split("\0")))
    return tuple(Path(name) for name in names if (ROOT / name).is_file())


@cache
def text_of(file: Path) -> str:
    """Read a file of the repository."""
    return (ROOT / file).read_text(encoding="utf-8")
