"""Read a file that somebody brought to a page: what can be guessed is guessed, and told as such."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.notices import Notice, PeopleFileError
from feedback.operations.people.file.questions import (
    LEAVE,
    NOWHERE,
    TAKE,
    AmbiguousFileError,
    ReadingChoices,
)
from feedback.operations.people.file.reading import list_in
from feedback.operations.people.file.repairs import Repairs, repaired
from feedback.operations.people.file.sifting import read_table, rows_of
from feedback.operations.people.file.teams import NOTHING_SETTLED, STAFF, Settled, teams_in
from feedback.operations.people.file.vocabulary import LIST
from feedback.operations.people.own_addresses import is_inside
from feedback.text.addresses import is_address, read_address

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from feedback.operations.people.file.questions import Choice
    from feedback.operations.people.file.reading import PeopleFile
    from feedback.operations.people.file.sifting import ReadRows
    from feedback.operations.people.file.table import RawTable
    from feedback.operations.people.file.vocabulary import Vocabulary
    from feedback.operations.people.people_list import PeopleList
    from surveys.model import Survey

VOCABULARIES: Final = {"list": LIST, "staff": STAFF}
"""The kinds of list, each with what its columns may be called."""

_FEWEST_INSIDE: Final = 0.5
_GUESSED: Final = {"hidden_rows": LEAVE, "hidden_columns": TAKE, "leader_above": TAKE}
_NOTHING_SAID: Final = ReadingChoices()
_NO_REPAIRS: Final = Repairs()
_MOST_UNDONE: Final = 10


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a file leaves open, and what can be said; what is guessed stands in the answers."""

    about: str
    notice: Notice
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """How a file that was brought is to be read, as far as anybody has said or it was guessed.

    It `is_matched` once somebody has looked at what its columns mean, or nobody had to. `earlier`
    is how it stood before each of the latest times something was put right, the oldest first.
    """

    source: str
    adds_only: bool = True
    kind: str = ""
    leaders: tuple[str, ...] = ()
    answers: ReadingChoices = _NOTHING_SAID
    asked: tuple[Doubt, ...] = ()
    is_matched: bool = False
    repairs: Repairs = _NO_REPAIRS
    settled: Settled = NOTHING_SETTLED
    earlier: tuple[Upload, ...] = ()

    def putting_right(self, repairs: Repairs, settled: Settled) -> Upload:
        """Return the upload with what was put right, which can be undone."""
        if (repairs, settled) == (self.repairs, self.settled):
            return self
        earlier = (*self.earlier, replace(self, earlier=()))[-_MOST_UNDONE:]
        return replace(self, repairs=repairs, settled=settled, earlier=earlier)

    def undone(self) -> Upload:
        """Return the upload as it was before the latest time something was put right."""
        return replace(self.earlier[-1], earlier=self.earlier[:-1]) if self.earlier else self

    def anew(self, *, kind: str, sheet: str, encoding: str) -> Upload:
        """Return the same file, to be read as another kind or sheet: the rest is guessed again."""
        answers = ReadingChoices(sheet=sheet, encoding=encoding)
        fresh = Upload(self.source, self.adds_only, kind, self.leaders, answers)
        return replace(fresh, asked=tuple(one for one in self.asked if one.about == "encoding"))


@dataclass(frozen=True, slots=True)
class ReadUpload:
    """A file as it was read: its table as it came, and what came of it with its repairs."""

    upload: Upload
    table: RawTable
    headings_row: int = 0
    places: dict[str, int] = field(default_factory=dict)
    faults: tuple[Notice, ...] = ()
    advice: tuple[Notice, ...] = ()
    people: PeopleList | None = None

    @property
    def lacks_columns(self) -> bool:
        """Whether it is not known which columns are meant."""
        return not self.places

    @property
    def vocabulary(self) -> Vocabulary:
        """What the columns of its kind may be called."""
        return VOCABULARIES[self.upload.kind]

    @property
    def mended(self) -> RawTable:
        """The table with its repairs."""
        return repaired(self.table, self.upload.repairs)


def read_upload(
    content: bytes, upload: Upload, survey: Survey, *, own_domains: Collection[str] = ()
) -> ReadUpload:
    """Return what stands in a file; raise PeopleFileError where it is no list at all."""
    kinds = (VOCABULARIES[upload.kind],) if upload.kind else tuple(VOCABULARIES.values())
    try:
        table = read_table(content, kinds, upload.answers)
    except AmbiguousFileError as question:
        return read_upload(content, _guessing(upload, question), survey, own_domains=own_domains)
    read = read_again(table, upload, survey, own_domains=own_domains)
    if read.lacks_columns and not any("@" in cell for line in table.lines for cell in line.cells):
        raise PeopleFileError([*read.faults])
    return replace(read, upload=replace(read.upload, is_matched=_is_plain(read)))


def read_again(
    table: RawTable, upload: Upload, survey: Survey, *, own_domains: Collection[str] = ()
) -> ReadUpload:
    """Return what comes of a table as somebody has mended it; what is left open is guessed."""
    mended = repaired(table, upload.repairs)
    upload = replace(upload, kind=upload.kind or _kind_of(mended))
    try:
        rows = rows_of(mended, VOCABULARIES[upload.kind], upload.answers)
    except AmbiguousFileError as question:
        return read_again(table, _guessing(upload, question), survey, own_domains=own_domains)
    except PeopleFileError as error:
        return ReadUpload(upload, table, faults=tuple(error.notices))
    outside = tuple(_outside(rows, own_domains))
    read = ReadUpload(upload, table, rows.columns.row, rows.columns.places)
    try:
        file = _people_in(mended, upload, survey)
    except AmbiguousFileError as question:
        return read_again(table, _guessing(upload, question), survey, own_domains=own_domains)
    except PeopleFileError as error:
        return replace(read, faults=tuple(error.notices), advice=(*error.advice, *outside))
    return replace(read, advice=(*file.advice, *outside), people=file.people)


def _people_in(table: RawTable, upload: Upload, survey: Survey) -> PeopleFile:
    if upload.kind == "staff":
        return teams_in(
            table, survey, leaders=upload.leaders, answers=upload.answers, settled=upload.settled
        )
    return list_in(table, survey, leaders_may_be_alone=True, answers=upload.answers)


def _guessing(upload: Upload, asked: AmbiguousFileError) -> Upload:
    """Return the upload with the likeliest answer, and the question for whoever looks at it."""
    answer = _GUESSED.get(asked.about) or (asked.choices[0].value if asked.choices else "")
    if asked.wanted:
        answer = ",".join(f"{one.column}={one.guess or NOWHERE}" for one in asked.wanted)
    question = Doubt(asked.about, asked.notice, asked.choices)
    return replace(
        upload,
        answers=replace(upload.answers, **{asked.about: answer}),
        asked=(*upload.asked, question),
    )


def _kind_of(table: RawTable) -> str:
    """Return which kind of list this is: the one of which fewer columns are missing."""
    lines = [line for line in table.lines if not line.is_empty]
    if not lines:
        return "list"
    lacking = {
        kind: len(words.lacking({*words.meanings(words.heading_line(lines)).values()}))
        for kind, words in VOCABULARIES.items()
    }
    return min(lacking, key=lambda kind: lacking[kind])


def _is_plain(read: ReadUpload) -> bool:
    """Tell whether nobody needs to look at the columns: all are known by name, and read."""
    if read.lacks_columns or read.upload.asked or read.upload.kind != "list":
        return False
    heading = next(line for line in read.mended.lines if line.number == read.headings_row)
    known = read.vocabulary.meanings(heading)
    return all(place in known for place, cell in enumerate(heading.cells) if cell)


def _outside(rows: ReadRows, own_domains: Collection[str]) -> Iterator[Notice]:
    """Yield the addresses that are not the municipality's, or not of the domain that most have."""
    found: dict[str, tuple[int, str]] = {}
    for line in rows.lines:
        for column in rows.columns.places:
            if not column.endswith("email") or column.startswith("coach"):
                continue
            address = read_address(rows.columns.cell(line, column))
            if is_address(address):
                found.setdefault(address, (line.number, rows.columns.heading(column)))
    domains = Counter(address.partition("@")[2] for address in found)
    usual, count = domains.most_common(1)[0] if domains else ("", 0)
    own = own_domains or ({usual} if count > len(found) * _FEWEST_INSIDE else ())
    for address, (row, heading) in found.items():
        if not is_inside(address, own):
            yield Notice("address-outside", row, heading, {"address": address})
