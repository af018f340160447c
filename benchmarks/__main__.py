"""Measure what the README claims: `make bench`, or `python -m benchmarks GROUP…`."""

from __future__ import annotations

import sys
from importlib import import_module

GROUPS = ("aggregation", "matrix", "releases", "files")


def main(chosen: list[str]) -> None:
    """Run the groups named, or all of them; each is a module with a `run`."""
    unknown = [name for name in chosen if name not in GROUPS]
    if unknown:
        sys.exit(f"There is no group {', '.join(unknown)}; there are {', '.join(GROUPS)}.")
    for name in chosen or GROUPS:
        import_module(f"benchmarks.{name}").run()


if __name__ == "__main__":
    main(sys.argv[1:])
