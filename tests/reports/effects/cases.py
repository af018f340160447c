"""The reference cases of effects, and cases that tests write themselves."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reports.effects.offline import list_figures, read_case
from tests.reports.research import oracle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FOLDER: Final = Path(__file__).parents[2] / "reference" / "effects"
CASES: Final = sorted(path.stem for path in FOLDER.glob("e*.json"))
EXACT: Final = {"default": 0.0}

_BESIDE: Final = {"value", "reason", "exact"}


def key_of(record: Mapping[str, Any]) -> str:
    """Return what tells a figure from every other."""
    return oracle.key_of({name: one for name, one in record.items() if name not in _BESIDE})


def wrong_checks(case: Mapping[str, Any], figures: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Return the checks of a case that its figures do not meet."""
    found = {key_of(figure): figure for figure in figures}
    tolerance = case.get("tolerance", EXACT)["default"]
    return [
        (check, found.get(key_of(check)))
        for check in case["checks"]
        if key_of(check) not in found
        or not oracle.agrees(found[key_of(check)]["value"], check["value"], tolerance)
        or found[key_of(check)].get("reason") != check.get("reason")
    ]


def write_case(
    folder: Path, rows: Sequence[Mapping[str, object]] = (), **parameters: object
) -> Path:
    """Write CASE.json, with a table beside it where there are rows."""
    if rows:
        parameters = {"data": "table.csv", **parameters}
        write_table(folder / "table.csv", rows)
    path = folder / "case.json"
    path.write_text(json.dumps(parameters), encoding="utf-8")
    return path


def write_table(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows under their columns; None is an empty cell."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        table = csv.DictWriter(stream, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def figures_of(path: Path) -> dict[tuple[object, ...], Any]:
    """Return a case's figures by name and keys."""
    records = [figure.to_record() for figure in list_figures(read_case(path))]
    return {
        (record["stat"], *(v for k, v in record.items() if k not in {"stat", *_BESIDE})): record[
            "value"
        ]
        for record in records
    }
