"""Take out of docs/operating.md what it tells an operator to type and to write into files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_HEADING: Final = re.compile(r"^##+ (?P<name>.+)$")
_FENCE: Final = re.compile(r"^```(?P<language>\w+)(?: (?P<path>/\S+))?$")
_END: Final = "```"


class StrangeBlockError(Exception):
    """A fenced block is neither of commands nor the content of a file."""


@dataclass(frozen=True, slots=True)
class Block:
    """Commands that are typed, or, with a path, what is written into that file."""

    section: str
    line: int
    text: str
    path: str | None = None


def blocks_of(document: str) -> list[Block]:
    """Return every fenced block in order; what is indented is an example."""
    found: list[Block] = []
    section, lines = "", enumerate(document.splitlines(), start=1)
    for number, line in lines:
        if heading := _HEADING.match(line):
            section = heading["name"]
        elif line.startswith(_END):
            fence = _FENCE.match(line)
            if fence is None or (fence["language"] == "sh") == bool(fence["path"]):
                raise StrangeBlockError(f"Line {number}: write ```sh, or ```language /path.")
            content = []
            for _, inner in lines:
                if inner == _END:
                    break
                content.append(f"{inner}\n")
            else:
                raise StrangeBlockError(f"Line {number}: the block has no end.")
            found.append(Block(section, number, "".join(content), fence["path"]))
    return found
