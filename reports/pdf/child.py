"""A process that draws reports: orders come in on lines, files appear, answers go out on lines.

It knows nothing but its orders: no settings, no database, no keys. Each line in is
`{"path": …, "order": …}`; each line out is a fault in words, or empty when the file is there.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from reports.pdf.orders import Order

if TYPE_CHECKING:
    from collections.abc import Iterable


def serve(lines: Iterable[str], answers: TextIO) -> None:
    """Draw every order, and go on when one of them fails."""
    for line in lines:
        answers.write(f"{_fault_of(line)}\n")
        answers.flush()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read and that appears only when it is complete."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        unfinished.touch(mode=0o600)
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _fault_of(line: str) -> str:
    """Do one order; return what went wrong, without a word of what people wrote."""
    try:
        asked = json.loads(line)
        write_whole(Path(asked["path"]), Order.from_json(asked["order"]).draw())
    except Exception as error:  # noqa: BLE001 - one report must not stop the others
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"
    return ""


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
