"""Measure what the README claims: `make bench`, or `python -m benchmarks GROUP…`.

All groups of a document together write its table, if the machine was left alone meanwhile.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks.machine import MOST_FOREIGN, Usage, describe

if TYPE_CHECKING:
    from benchmarks.measure import Figures

ROOT = Path(__file__).parents[1]
README, OPERATING = ROOT / "README.md", ROOT / "docs/operating.md"
DOCUMENTS = {
    README: (
        "aggregation",
        "matrix",
        "releases",
        "files",
        "reports",
        "batch",
        "workplaces",
        "raters",
    ),
    OPERATING: ("size",),
}
"""Where the figures of each group stand, once all of a document's groups were measured."""

GROUPS = tuple(name for names in DOCUMENTS.values() for name in names)
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def main(chosen: list[str]) -> None:
    """Run the groups named, or all of them; each is a module with a `run`."""
    unknown = [name for name in chosen if name not in GROUPS]
    if unknown:
        sys.exit(f"There is no group {', '.join(unknown)}; there are {', '.join(GROUPS)}.")
    console, start = Console(), Usage.now()
    found: dict[str, Figures] = {}
    for name in chosen or GROUPS:
        with console.status(f"measuring {name} …"):
            figures: Figures = import_module(f"benchmarks.{name}").run()
        console.print(_as_table(figures))
        found[name] = figures
    foreign = Usage.now().foreign_since(start)
    console.print(f"{describe()}; others used {foreign:.0%} of the machine meanwhile")
    for document, names in DOCUMENTS.items():
        if not found.keys() >= set(names):
            continue
        # Seconds of the processor say something on a busy machine, too: they are too many there.
        if document == README and foreign > MOST_FOREIGN:
            console.print("[yellow]Too much for the README: measure again when it is quiet.[/]")
        else:
            _write(document, [found[name] for name in names], foreign)


def _as_table(figures: Figures) -> Table:
    table = Table(title=figures.title, title_justify="left")
    for place, heading in enumerate(figures.headings):
        table.add_column(heading, justify="right" if place else "left")
    for row in figures.rows:
        table.add_row(*row)
    return table


def _write(document: Path, found: list[Figures], foreign: float) -> None:
    text = document.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    if not after:
        sys.exit(f"{document.name} has no place for the figures: {BEGIN} … {END}.")
    tables = "\n\n".join(_as_markdown(figures) for figures in found)
    times = (
        "medians of five"
        if document == README
        else f"measured once, others using {foreign:.0%} of it"
    )
    middle = f"{BEGIN}\nOn {describe()}; {times}.\n\n{tables}\n{END}"
    document.write_text(f"{before}{middle}{after}", encoding="utf-8")


def _as_markdown(figures: Figures) -> str:
    ruler = ["---", *("---:" for _ in figures.headings[1:])]
    lines = [figures.headings, ruler, *figures.rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"**{figures.title[0].upper()}{figures.title[1:]}**\n\n{table}"


if __name__ == "__main__":
    main(sys.argv[1:])
