"""The pieces that documents are made of: what stands in them, not how it looks.

A PDF and a page are two ways to draw the same pieces. All text is plain text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

Tone = Literal["body", "lead", "small", "kicker", "subtitle"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; on the page of the document's title it is a level higher."""

    text: str
    level: Literal[2, 3] = 3
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph; line ends are kept."""

    text: str
    tone: Tone = "body"
    is_for_paper: bool = False  # tells what a sheet holds: a page on the web leaves it out


@dataclass(frozen=True, slots=True)
class Callout:
    """A short text on a tinted ground that must not be missed."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]
    numbered: bool = False
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, and the sentence that stands for it."""

    drawing: Drawing
    alternative: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and the words that stand for it."""

    content: bytes
    alternative: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with one header row and row headers in the first column.

    `widths` are shares of the width; without them every column but the first is as wide as
    its longest word. Columns after `text_columns` hold numbers. The rows at
    `strong` head those below them.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    summary: str
    text_columns: int = 1
    strong: frozenset[int] = frozenset()
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One of the few sentences that a reader should remember, under its short heading."""

    heading: str
    text: str
    number: int
    colour: str


@dataclass(frozen=True, slots=True)
class Contents:
    """Where the parts of a document begin: the key and the title of each.

    Left out where a page has no room for it.
    """

    title: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """What one person wrote, word for word; `name` stands for what may be quoted in a plan."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class WritingLines:
    """A label and lines to write on; a value that is known already stands first."""

    label: str
    count: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Together:
    """Pieces that stay on one page when they fit on one."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class SideBySide(Together):
    """Pieces that stand beside each other, each a column of headings and texts under a rule."""

    colour: str


@dataclass(frozen=True, slots=True)
class PageEnd:
    """What follows begins on a new page."""


Piece: TypeAlias = (
    Heading
    | Text
    | Callout
    | Bullets
    | Chart
    | Picture
    | Grid
    | KeyPoint
    | Contents
    | Comment
    | WritingLines
    | Together
    | PageEnd
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document with its heading; `key` names it in addresses and tests.

    It begins a page, unless `shares_page`: then only when less than `room` points are left.
    """

    key: str
    title: str
    pieces: tuple[Piece, ...]
    shares_page: bool = False
    room: float = 120.0
    kicker: str = field(default="")
    picture: Picture | None = None  # above everything
    is_brief: bool = False  # only says why nothing is shown
    is_title: bool = False  # the document's own heading, as on a first page
    ground: str = ""  # the colour of a cover's ground, under kicker, title and subtitle
    subtitle: str = ""  # of a cover
