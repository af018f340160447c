"""What the repository holds: the files that are, or will be, committed."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

Thing = TypeVar("Thing")
ROOT = Path(__file__).parents[2]


def files_matching(*patterns: str) -> tuple[Path, ...]:
    """List the files that git holds or would add, by globs such as `feedback/**/*.html`.

    Each glob finds something: a rule about a folder that has moved would hold for ever.
    """
    return tuple(dict.fromkeys(file for pattern in patterns for file in some(_matching(pattern))))


def script(name: str) -> ModuleType:
    """Load a script of `.ci`, which is no package: a rule and a script never say a thing twice."""
    spec = spec_from_file_location(Path(name).stem, ROOT / ".ci" / name)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # where its dataclasses look for it
    spec.loader.exec_module(module)
    return module


def some(things: Iterable[Thing]) -> list[Thing]:
    """Return what a rule looks at; one that looks at nothing checks nothing, and fails."""
    looked_at = list(things)
    assert looked_at, "this rule looks at nothing: what it was made for has moved or is gone"
    return looked_at


@cache
def _matching(pattern: str) -> tuple[Path, ...]:
    listing = subprocess.run(
        [
            *("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"),
            *("--", f":(glob){pattern}"),
        ],
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
