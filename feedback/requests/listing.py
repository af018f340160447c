"""Lists as tables: what an address asks of one, and the rows that it gets.

Addresses say `q`, `show`, `sort`, `dir` and `page`. A view brings all rows, as light as a table
shows them, from queries that do not grow with people; searching, choosing, sorting and paging
happen here, so that every list does them alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeAlias, TypeVar
from urllib.parse import urlencode

from feedback.text.ordering import alphabetical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

PAGE_SIZE: Final = 25
ANCHOR: Final = "rows"
_BESIDE: Final = 2  # pages that are named on each side of the one that is shown

Row = TypeVar("Row")
Value: TypeAlias = "str | int | date | None"


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: its name in addresses, its heading, and by what of a row it sorts, if it does."""

    key: str
    words: str
    value: Callable[[Row], Value] | None = None
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Choice(Generic[Row]):
    """A part of the list that one may want to see alone."""

    key: str
    words: str
    fits: Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of a column as it is drawn; an empty address does not sort."""

    words: str
    address: str
    aria_sort: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A choice as it is drawn, with how many rows it holds."""

    words: str
    count: int
    address: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page as it is drawn; number 0 is a gap between pages."""

    number: int
    address: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """One page of a list with all that leads on from it."""

    rows: tuple[Row, ...]
    heads: tuple[Head, ...]
    parts: tuple[Part, ...]
    pages: tuple[PageLink, ...]
    words: str
    kept: tuple[tuple[str, str], ...]  # what a search leaves as it is
    first: int
    found: int
    total: int

    @property
    def last(self) -> int:
        """Return the place of the last row shown, counted from 1."""
        return self.first + len(self.rows) - 1


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an address asks for; what is as usual is left out of addresses."""

    words: str
    show: str
    sort: str
    is_descending: bool
    usual: str
    also: Mapping[str, str]

    def at(
        self,
        *,
        show: str | None = None,
        sort: str | None = None,
        is_descending: bool = False,
        page: int = 1,
    ) -> str:
        """Return the address of the same list, asked otherwise."""
        column = self.sort if sort is None else sort
        down = self.is_descending if sort is None else is_descending
        is_usual = column == self.usual and not down
        given = {
            "q": self.words,
            "show": self.show if show is None else show,
            **self.also,
            "sort": "" if is_usual else column,
            "dir": "desc" if down else "",
            "page": str(page) if page > 1 else "",
        }
        return f"?{urlencode({key: one for key, one in given.items() if one})}#{ANCHOR}"


def listed(  # noqa: PLR0913 - what a list is, and what may be asked of it
    rows: Sequence[Row],
    columns: Sequence[Column[Row]],
    asked: Mapping[str, str],
    *,
    search: Callable[[Row], Iterable[str | None]],
    choices: Sequence[Choice[Row]] = (),
    everything: str = "",
    usual: str = "",
    also: Mapping[str, str] | None = None,
    page_size: int = PAGE_SIZE,
) -> Listing[Row]:
    """Return the page of a list that an address asks for.

    `search` gives what of a row may be searched; `everything` names the choice of all rows, or
    offers none;
    `usual` is the column that sorts unless another is asked for, none: as the rows come. `also` is
    what else of the address the view chose its rows by, which every link keeps.
    What the list does not know, it shows as usual.
    """
    want = _read(asked, columns, choices, usual, also or {})
    searched = _searched(rows, want.words, search)
    fitting = {one.key: [row for row in searched if one.fits(row)] for one in choices}
    found = _sorted(fitting.get(want.show, searched), columns, want)
    pages = max(1, -(-len(found) // page_size))
    page = min(_number(asked.get("page", "")), pages)
    begin = (page - 1) * page_size
    shown = tuple(found[begin : begin + page_size])
    return Listing(
        rows=shown,
        heads=tuple(_head(column, want) for column in columns),
        parts=_parts(choices, fitting, len(searched), everything, want),
        pages=_pages(page, pages, want),
        words=want.words,
        kept=_kept(want),
        first=begin + 1 if shown else 0,
        found=len(found),
        total=len(rows),
    )


def _read(
    asked: Mapping[str, str],
    columns: Sequence[Column[Row]],
    choices: Sequence[Choice[Row]],
    usual: str,
    also: Mapping[str, str],
) -> _Asked:
    sortable = {column.key for column in columns if column.value is not None}
    sort, show = asked.get("sort", ""), asked.get("show", "")
    is_known = sort in sortable
    return _Asked(
        words=asked.get("q", "").strip(),
        show=show if show in {one.key for one in choices} else "",
        sort=sort if is_known else usual,
        is_descending=asked.get("dir") == "desc" and (is_known or bool(usual)),
        usual=usual,
        also=also,
    )


def _searched(
    rows: Sequence[Row], words: str, search: Callable[[Row], Iterable[str | None]]
) -> Sequence[Row]:
    wanted = words.casefold().split()
    if not wanted:
        return rows
    texts = (" ".join(text for text in search(row) if text).casefold() for row in rows)
    return [
        row for row, text in zip(rows, texts, strict=True) if all(word in text for word in wanted)
    ]


def _sorted(rows: Sequence[Row], columns: Sequence[Column[Row]], want: _Asked) -> Sequence[Row]:
    """Return the rows by the column asked for; what has no value comes last, either way."""
    value = next((one.value for one in columns if one.key == want.sort), None)
    if value is None:
        return rows
    valued = [(row, value(row)) for row in rows]
    known = [pair for pair in valued if pair[1] not in (None, "")]
    known.sort(key=lambda pair: _key(pair[1]), reverse=want.is_descending)
    return [row for row, _ in known] + [row for row, one in valued if one in (None, "")]


def _key(value: Value) -> tuple[str, int]:
    if isinstance(value, str):
        return alphabetical(value), 0
    return "", value if isinstance(value, int) else value.toordinal() if value else 0


def _head(column: Column[Row], want: _Asked) -> Head:
    if column.value is None:
        return Head(column.words, "", "", column.is_number)
    is_sorted = want.sort == column.key
    turned = not want.is_descending if is_sorted else column.is_number
    direction = "descending" if want.is_descending else "ascending"
    address = want.at(sort=column.key, is_descending=turned)
    return Head(column.words, address, direction if is_sorted else "", column.is_number)


def _parts(
    choices: Sequence[Choice[Row]],
    fitting: Mapping[str, Sequence[Row]],
    everybody: int,
    everything: str,
    want: _Asked,
) -> tuple[Part, ...]:
    if not choices:
        return ()
    whole = Part(everything, everybody, want.at(show=""), not want.show)
    return (
        *([whole] if everything else ()),
        *(
            Part(one.words, len(fitting[one.key]), want.at(show=one.key), want.show == one.key)
            for one in choices
            if fitting[one.key] or want.show == one.key
        ),
    )


def _pages(page: int, pages: int, want: _Asked) -> tuple[PageLink, ...]:
    if pages == 1:
        return ()
    named = sorted({1, pages, *range(max(1, page - _BESIDE), min(pages, page + _BESIDE) + 1)})
    links: list[PageLink] = []
    for number in named:
        if links and number > links[-1].number + 1:
            links.append(PageLink(0, "", is_shown=False))
        links.append(PageLink(number, want.at(page=number), number == page))
    return tuple(links)


def _kept(want: _Asked) -> tuple[tuple[str, str], ...]:
    is_usual = want.sort == want.usual and not want.is_descending
    given = {
        "show": want.show,
        **want.also,
        "sort": "" if is_usual else want.sort,
        "dir": "desc" if want.is_descending else "",
    }
    return tuple((key, one) for key, one in given.items() if one)


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1  # noqa: PLR2004 - no list has a million pages
