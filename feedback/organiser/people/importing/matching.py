"""The second step: what the columns of a file mean, and what else it leaves open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from flask import render_template, request
from flask_babel import gettext as _

from feedback.access import organiser_of_campaign
from feedback.languages import current_language
from feedback.operations.people.file import NOWHERE, TAKE
from feedback.operations.people.file.guesses import Certainty, guessed_columns
from feedback.operations.people.file.headings import called
from feedback.operations.people.file.table import letters_of
from feedback.operations.people.file.uploads import VOCABULARIES, read_again, read_upload
from feedback.operations.people.staged import waiting_file
from feedback.organiser.blueprint import blueprint
from feedback.organiser.people.importing.steps import (
    Waiting,
    keep,
    nothing_waits,
    own_domains,
    seal_of,
    to_step,
    told,
    waiting_in,
)
from feedback.requests.attempt import REFUSED
from feedback.requests.sessions import db_session
from surveys.loader import survey_from_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flask.typing import ResponseReturnValue

    from feedback.models import Campaign
    from feedback.operations.people.file.uploads import ReadUpload, Upload
    from surveys.model import Survey

_ANSWERED: Final = ("hidden_rows", "hidden_columns", "leader_above")
_ANEW: Final = ("kind", "sheet", "encoding")


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column of the file: its letters, heading and some of its values; what it may mean."""

    place: int
    name: str
    letters: str
    heading: str
    samples: str
    meaning: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """A row as it is read: what it says by what its columns mean; the number of the next, or 0."""

    number: int
    facts: tuple[tuple[str, str], ...]
    following: int


@blueprint.get("/<uuid:campaign_id>/people/import/columns")
@organiser_of_campaign
def columns(campaign: Campaign) -> ResponseReturnValue:
    """Show what each column was taken for."""
    waiting = waiting_in(campaign)
    return _page(campaign, waiting) if waiting else nothing_waits(campaign)


@blueprint.post("/<uuid:campaign_id>/people/import/columns")
@organiser_of_campaign
def match_columns(campaign: Campaign) -> ResponseReturnValue:
    """Read the file as somebody says; nothing is changed yet."""
    waiting, survey = waiting_in(campaign), survey_from_json(campaign.survey_json)
    if waiting is None or waiting.seen != request.form.get("seen"):
        return nothing_waits(campaign)
    if faults := _meant_twice(waiting.read):
        return _page(campaign, waiting, faults=faults), REFUSED
    content = waiting_file(db_session(), campaign, seal_of())
    # Reading a large list takes seconds, in which raters save: no transaction is open meanwhile.
    db_session().commit()
    read = _read_as_said(waiting.read, content or b"", survey)
    done = keep(campaign, read, seen=waiting.seen)
    if not done:
        return _page(campaign, waiting, faults=done.faults), REFUSED
    return to_step(campaign, Waiting(read, "").step)


def _read_as_said(read: ReadUpload, content: bytes, survey: Survey) -> ReadUpload:
    """Return the file as it is read by what was said; another sheet is guessed at anew."""
    upload, form = read.upload, request.form
    known = (upload.kind, upload.answers.sheet or read.table.sheet, upload.answers.encoding)
    kind, sheet, encoding = (form.get(name, one) for name, one in zip(_ANEW, known, strict=True))
    kind = kind if kind in VOCABULARIES else upload.kind
    if (kind, sheet, encoding) != known:
        fresh = upload.anew(kind=kind, sheet=sheet, encoding=encoding)
        return read_upload(content, fresh, survey, own_domains=own_domains())
    found = read_again(read.table, _as_said(read), survey, own_domains=own_domains())
    is_matched = not found.lacks_columns
    return replace(found, upload=replace(found.upload, is_matched=is_matched))


def _as_said(read: ReadUpload) -> Upload:
    upload, form = read.upload, request.form
    letters = {meaning: letters_of(place + 1) for place, meaning in _meanings(read)}
    said = (f"{one}={letters.get(one, NOWHERE)}" for one in read.vocabulary.names)
    answers = {about: form[about] for about in _ANSWERED if about in form}
    return replace(
        upload,
        answers=replace(upload.answers, columns=",".join(said), **answers),
        leaders=tuple(form.get("leaders", "").split()),
        earlier=(),  # what was put right with other columns is not undone beside these
    )


def _meanings(read: ReadUpload) -> Iterator[tuple[int, str]]:
    """Yield the columns of the file that mean something, by what was chosen."""
    width = max(len(line.cells) for line in read.table.lines)
    for place in range(width):
        meaning = request.form.get(f"column-{place}", "")
        if meaning in read.vocabulary.names:
            yield place, meaning


def _meant_twice(read: ReadUpload) -> list[str]:
    chosen = [meaning for _, meaning in _meanings(read)]
    words = {one: called(one, read.vocabulary)[_spoken()] for one in chosen}
    return [
        _("Two columns mean %(what)s. Choose one of them.", what=words[one])
        for one in dict.fromkeys(chosen)
        if chosen.count(one) > 1
    ]


def _page(campaign: Campaign, waiting: Waiting, *, faults: Sequence[str] = ()) -> str:
    read = waiting.read
    rows = _rows(read)
    return render_template(
        "organiser/import/columns.html",
        campaign=campaign,
        read=read,
        upload=read.upload,
        seen=waiting.seen,
        faults=[*faults] or (told(read.faults) if read.lacks_columns else []),
        rows=rows,
        sure=sum(row.certainty is Certainty.SURE for row in rows),
        doubtful=sum(row.certainty is Certainty.LIKELY for row in rows),
        meanings=[("", _("Not read"))]
        + [(one, called(one, read.vocabulary)[_spoken()]) for one in read.vocabulary.names],
        sheets=[(name, name) for name in read.table.sheets],
        questions=_questions(read.upload),
        example=_example(read, rows),
        lines=sum(line.number > read.headings_row for line in read.table.lines),
    )


def _rows(read: ReadUpload) -> list[ColumnRow]:
    return [
        ColumnRow(
            one.place,
            f"column-{one.place}",
            letters_of(one.place + 1),
            one.heading,
            " · ".join(one.samples),
            request.form.get(f"column-{one.place}", one.meaning),
            one.certainty,
        )
        for one in guessed_columns(read)
    ]


def _example(read: ReadUpload, rows: Sequence[ColumnRow]) -> ExampleRow | None:
    """Return a row as it would be read, the first one unless the address asks for another."""
    lines = [line for line in read.mended.lines if line.number > read.headings_row]
    lines = [line for line in lines if not line.is_empty]
    asked = request.args.get("row", type=int) or 0
    place = next((at for at, line in enumerate(lines) if line.number >= asked), 0)
    if read.lacks_columns or not lines:
        return None
    line, following = lines[place], lines[place + 1 : place + 2]
    facts = [
        (called(row.meaning, read.vocabulary)[_spoken()], line.cells[row.place])
        for row in rows
        if row.meaning in read.vocabulary.names and row.place < len(line.cells)
    ]
    return ExampleRow(line.number, tuple(facts), following[0].number if following else 0)


def _questions(upload: Upload) -> list[tuple[str, str, str, list[tuple[str, str]]]]:
    """Return what else the file leaves open: name, words, what is chosen, what may be."""
    ours = {TAKE: _("Yes, they are part of the list")}
    above = {TAKE: _("Yes, the leader above")}
    no = {"leader_above": _("No, show what is missing")}
    return [
        (
            one.about,
            one.notice.text(current_language()),
            request.form.get(one.about, getattr(upload.answers, one.about)),
            [
                (
                    choice.value,
                    choice.label
                    or (above if one.about == "leader_above" else ours).get(
                        choice.value, no.get(one.about, _("No, leave them out"))
                    ),
                )
                for choice in one.choices
            ],
        )
        for one in upload.asked
        if one.about in {*_ANSWERED, "encoding"}
    ]


def _spoken() -> str:
    return "en" if current_language() == "en" else "sv"
