"""A list shows what its address asks for: searched, chosen from, sorted, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from feedback.requests.listing import PAGE_SIZE, Choice, Column, listed

if TYPE_CHECKING:
    from feedback.requests.listing import Listing


@dataclass(frozen=True)
class Leader:
    """Somebody in a list."""

    name: str
    unit: str = ""
    asked: int = 0


LEADERS = (
    Leader("Örjan Ek", "Skolan", 3),
    Leader("Anna Dahl", "", 12),
    Leader("Åsa Lund", "Museet", 7),
    Leader("Zara Ek", "Skolan", 0),
)


def shown(leaders: tuple[Leader, ...] = LEADERS, /, **asked: str) -> Listing[Leader]:
    """Return what an address shows of these leaders."""
    return listed(
        leaders,
        [
            Column("name", "Leader", lambda one: one.name),
            Column("unit", "Workplace", lambda one: one.unit),
            Column("asked", "Asked", lambda one: one.asked, is_number=True),
            Column("look", "To look at"),
        ],
        asked,
        search=lambda one: (one.name, one.unit),
        choices=[Choice("nobody", "Nobody asked", lambda one: not one.asked)],
        everything="All",
        usual="name",
    )


def names(listing: Listing[Leader]) -> list[str]:
    """Return the first names in the order shown."""
    return [one.name.split()[0] for one in listing.rows]


def test_names_stand_in_the_order_of_the_alphabet() -> None:
    assert names(shown()) == ["Anna", "Zara", "Åsa", "Örjan"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"sort": "asked"}, ["Zara", "Örjan", "Åsa", "Anna"]),
        ({"sort": "asked", "dir": "desc"}, ["Anna", "Åsa", "Örjan", "Zara"]),
        ({"sort": "name", "dir": "desc"}, ["Örjan", "Åsa", "Zara", "Anna"]),
        ({"sort": "unknown"}, ["Anna", "Zara", "Åsa", "Örjan"]),
        ({"sort": "look"}, ["Anna", "Zara", "Åsa", "Örjan"]),
    ],
)
def test_a_heading_sorts(asked: dict[str, str], found: list[str]) -> None:
    assert names(shown(**asked)) == found


def test_what_has_no_value_comes_last_either_way() -> None:
    assert names(shown(sort="unit"))[-1] == "Anna"
    assert names(shown(sort="unit", dir="desc"))[-1] == "Anna"


def test_every_word_of_a_search_must_be_there() -> None:
    assert names(shown(q="ek SKOLAN")) == ["Zara", "Örjan"]
    assert names(shown(q="ek museet")) == []


def test_a_choice_tells_how_many_of_what_was_searched_it_holds() -> None:
    everybody, nobody = shown(q="ek").parts

    assert (everybody.count, nobody.count) == (2, 1)
    assert names(shown(show="nobody")) == ["Zara"]
    assert shown(show="unknown").found == len(LEADERS)


def test_a_choice_that_nobody_fits_is_not_offered() -> None:
    assert [part.words for part in shown(q="anna").parts] == ["All"]


def test_a_page_holds_so_many_and_names_its_neighbours() -> None:
    many = tuple(Leader(f"Chef {number:04}") for number in range(1_000))

    page = shown(many, page="20")

    assert len(page.rows) == PAGE_SIZE
    assert (page.first, page.last, page.found) == (476, 500, 1_000)
    assert [link.number for link in page.pages] == [1, 0, 18, 19, 20, 21, 22, 0, 40]


@pytest.mark.parametrize("number", ["0", "-1", "9999999999", "x", "²", "41"])
def test_a_page_that_is_not_there_shows_the_nearest(number: str) -> None:
    many = tuple(Leader(f"Chef {one:04}") for one in range(1_000))

    assert shown(many, page=number).rows


def test_addresses_keep_what_was_asked_and_leave_out_what_is_usual() -> None:
    page = shown(q="ek å", show="nobody", sort="asked", dir="desc")

    by_name, _, by_asked, look = page.heads
    assert by_name.address == "?q=ek+%C3%A5&show=nobody#rows"
    assert by_asked.address == "?q=ek+%C3%A5&show=nobody&sort=asked#rows"
    assert by_asked.aria_sort == "descending"
    assert look.address == ""
    assert page.kept == (("show", "nobody"), ("sort", "asked"), ("dir", "desc"))
