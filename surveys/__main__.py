"""Checks survey files and writes their JSON Schema: `python -m surveys check FILE…`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from surveys.inspection import exit_code, inspect_file
from surveys.schema import schema_json

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMA_FILE = Path(__file__).parent / "definitions" / "schema.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, 1 for advice when strict, 2 for faults."""
    options = _parser().parse_args(arguments)
    if options.command == "schema":
        options.file.write_text(schema_json(), encoding="utf-8")
        return 0
    inspections = [inspect_file(path) for path in options.files]
    for inspection in inspections:
        sys.stderr.writelines(f"{fault}\n" for fault in inspection.faults)
        sys.stdout.writelines(f"{line}\n" for line in inspection.advice_lines)
    return exit_code(inspections, strict=options.strict)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m surveys", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="tell faults and advice of survey files")
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.add_argument("--strict", action="store_true", help="fail on advice, too")
    schema = commands.add_parser("schema", help="write the JSON Schema for editors")
    schema.add_argument("file", nargs="?", type=Path, default=SCHEMA_FILE, metavar="FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())
