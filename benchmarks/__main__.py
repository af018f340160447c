"""Measure what the README claims: `make bench`, or `python -m benchmarks GROUP…`.

All groups together write the README's table, if the machine was left alone meanwhile.
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

GROUPS = ("aggregation", "matrix", "releases", "files", "reports", "batch", "raters")
README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def main(chosen: list[str]) -> None:
    """Run the groups named, or all of them; each is a module with a `run`."""
    unknown = [name for name in chosen if name not in GROUPS]
    if unknown:
        sys.exit(f"There is no group {', '.join(unknown)}; there are {', '.join(GROUPS)}.")
    console, start, found = Console(), Usage.now(), []
    for name in chosen or GROUPS:
        with console.status(f"measuring {name} …"):
            figures: Figures = import_module(f"benchmarks.{name}").run()
        console.print(_as_table(figures))
        found.append(figures)
    foreign = Usage.now().foreign_since(start)
    console.print(f"{describe()}; others used {foreign:.0%} of the machine meanwhile")
    if foreign > MOST_FOREIGN:
        console.print("[yellow]That is too much for the README: measure again when it is quiet.[/]")
    elif not chosen:
        _write_readme(found)


def _as_table(figures: Figures) -> Table:
    table = Table(title=figures.title, title_justify="left")
    for place, heading in enumerate(figures.headings):
        table.add_column(heading, justify="right" if place else "left")
    for row in figures.rows:
        table.add_row(*row)
    return table


def _write_readme(found: list[Figures]) -> None:
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    if not after:
        sys.exit(f"README.md has no place for the figures: {BEGIN} … {END}.")
    tables = "\n\n".join(_as_markdown(figures) for figures in found)
    middle = f"{BEGIN}\nOn {describe()}; medians of five.\n\n{tables}\n{END}"
    README.write_text(f"{before}{middle}{after}", encoding="utf-8")


def _as_markdown(figures: Figures) -> str:
    ruler = ["---", *("---:" for _ in figures.headings[1:])]
    lines = [figures.headings, ruler, *figures.rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"**{figures.title[0].upper()}{figures.title[1:]}**\n\n{table}"


if __name__ == "__main__":
    main(sys.argv[1:])
