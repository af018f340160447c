"""Write an upload out as it is kept while it waits, and read it back."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from feedback.operations.people.digests import leader_facts, rater_facts
from feedback.operations.people.file import Choice, Notice, ReadingChoices
from feedback.operations.people.file.repairs import Repairs
from feedback.operations.people.file.table import Line, RawTable, Remark
from feedback.operations.people.file.teams import Settled
from feedback.operations.people.file.uploads import Doubt, ReadUpload, Upload
from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry

if TYPE_CHECKING:
    from collections.abc import Iterable


def written_out(read: ReadUpload) -> bytes:
    """Return an upload as JSON; for a large one this takes its time."""
    kept = {
        "upload": _upload(read.upload),
        "table": _table(read.table),
        "headings_row": read.headings_row,
        "places": read.places,
        "faults": _notices(read.faults),
        "advice": _notices(read.advice),
        "people": None if read.people is None else _people(read.people),
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def read_back(content: bytes) -> ReadUpload:
    """Return an upload as it was written out."""
    kept: dict[str, Any] = json.loads(content)
    return ReadUpload(
        upload=_upload_of(kept["upload"]),
        table=_table_of(kept["table"]),
        headings_row=kept["headings_row"],
        places=kept["places"],
        faults=_notices_of(kept["faults"]),
        advice=_notices_of(kept["advice"]),
        people=None if kept["people"] is None else _people_of(kept["people"]),
    )


def _upload(upload: Upload) -> dict[str, Any]:
    return {
        "source": upload.source,
        "adds_only": upload.adds_only,
        "kind": upload.kind,
        "leaders": upload.leaders,
        "answers": asdict(upload.answers),
        "asked": [
            [one.about, *_notices([one.notice]), [[c.value, c.label] for c in one.choices]]
            for one in upload.asked
        ],
        "is_matched": upload.is_matched,
        "cells": [[row, [*cells.items()]] for row, cells in upload.repairs.cells.items()],
        "dropped": sorted(upload.repairs.dropped),
        "managers": dict(upload.settled.managers),
        "twice": sorted(upload.settled.twice),
        "earlier": [_upload(one) for one in upload.earlier],
    }


def _upload_of(kept: dict[str, Any]) -> Upload:
    return Upload(
        source=kept["source"],
        adds_only=kept["adds_only"],
        kind=kept["kind"],
        leaders=tuple(kept["leaders"]),
        answers=ReadingChoices(**kept["answers"]),
        asked=tuple(
            Doubt(about, Notice(*notice), tuple(Choice(*choice) for choice in choices))
            for about, notice, choices in kept["asked"]
        ),
        is_matched=kept["is_matched"],
        repairs=Repairs(
            {row: dict(map(tuple, cells)) for row, cells in kept["cells"]},
            frozenset(kept["dropped"]),
        ),
        settled=Settled(kept["managers"], frozenset(kept["twice"])),
        # A list that was put away by an earlier version has nothing to undo.
        earlier=tuple(map(_upload_of, kept.get("earlier", ()))),
    )


def _table(table: RawTable) -> dict[str, Any]:
    return {
        "lines": [[line.number, line.is_hidden, line.cells] for line in table.lines],
        "faults": _remarks(table.faults),
        "formulas": _remarks(table.formulas),
        "advice": _notices(table.advice),
        "hidden_columns": sorted(table.hidden_columns),
        "sheets": table.sheets,
        "sheet": table.sheet,
    }


def _table_of(kept: dict[str, Any]) -> RawTable:
    return RawTable(
        lines=tuple(
            Line(number, tuple(cells), is_hidden) for number, is_hidden, cells in kept["lines"]
        ),
        faults=_remarks_of(kept["faults"]),
        formulas=_remarks_of(kept["formulas"]),
        advice=_notices_of(kept["advice"]),
        hidden_columns=frozenset(kept["hidden_columns"]),
        sheets=tuple(kept["sheets"]),
        sheet=kept["sheet"],
    )


def _notices(notices: Iterable[Notice]) -> list[list[Any]]:
    return [[one.code, one.row, one.column, dict(one.values)] for one in notices]


def _notices_of(kept: list[list[Any]]) -> tuple[Notice, ...]:
    return tuple(Notice(*one) for one in kept)


def _remarks(remarks: Iterable[Remark]) -> list[list[Any]]:
    return [
        [*_notices([one.notice]), one.last_row, one.columns.start, one.columns.stop]
        for one in remarks
    ]


def _remarks_of(kept: list[list[Any]]) -> tuple[Remark, ...]:
    return tuple(
        Remark(Notice(*notice), last, range(start, stop)) for notice, last, start, stop in kept
    )


def _people(people: PeopleList) -> list[list[Any]]:
    return [
        [*leader_facts(leader), [rater_facts(rater) for rater in leader.raters]]
        for leader in people.leaders
    ]


def _people_of(kept: list[list[Any]]) -> PeopleList:
    return PeopleList(tuple(_leader(*row) for row in kept))


def _leader(email: str, name: str, title: str, workplace: str, *more: Any) -> LeaderEntry:  # noqa: ANN401 - out of JSON
    coach_email, language, approver_email, raters = more
    return LeaderEntry(
        email=email,
        name=name,
        title=title,
        workplace=workplace,
        coach_email=coach_email,
        language=language,
        raters=tuple(RaterEntry(*rater) for rater in raters),
        approver_email=approver_email,
    )
