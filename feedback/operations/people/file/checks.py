"""Check rows against each other: who is there twice, whose facts differ, who stands alone."""

from __future__ import annotations

import difflib
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.notices import Notice
from feedback.text.addresses import shown_domain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from feedback.operations.people.file.headings import Columns
    from feedback.operations.people.file.rows import ParsedRow

_LEADER_FACTS: Final = ("leader_name", "leader_title", "workplace", "coach_email", "approver_email")
_RARE: Final = 2  # addresses of a domain; a slip of the pen is not made more often
_ALIKE: Final = 0.85
_MOST_DOMAINS: Final = 1000


def faults_between(
    rows: Sequence[ParsedRow], columns: Columns, own_group: str | None
) -> Iterator[Notice]:
    """Yield the faults that show only when rows are seen together."""
    yield from _differing_leaders(rows, columns)
    yield from _own_rows_of_others(rows, columns, own_group)
    yield from _invited_twice(rows, own_group)
    yield from _own_coaches(rows, columns)
    yield from _own_approvers(rows, columns)


def advice_between(rows: Sequence[ParsedRow], own_group: str | None) -> Iterator[Notice]:
    """Yield what is no fault, but may be a slip."""
    for row in rows:
        if is_own_row(row, own_group) and not row.language:
            yield Notice("self-listed", row.number)
    yield from _two_names(rows)
    yield from _two_addresses(rows)
    yield from _two_languages(rows)
    yield from _odd_domains(rows)
    yield from _accented_domains(rows)


def is_own_row(row: ParsedRow, own_group: str | None) -> bool:
    """Tell whether a row asks the leader about themself."""
    mine = bool(row.rater_email) and row.rater_email == row.leader_email
    return mine or (row.group != "" and row.group == own_group and not row.rater)


def _differing_leaders(rows: Sequence[ParsedRow], columns: Columns) -> Iterator[Notice]:
    first: dict[tuple[str, str], tuple[int, str]] = {}
    for row in rows:
        for fact in _LEADER_FACTS:
            value: str = getattr(row, fact)
            if not value or not row.leader_email:
                continue
            number, earlier = first.setdefault((row.leader_email, fact), (row.number, value))
            if value.casefold() != earlier.casefold():
                values = {
                    "value": value,
                    "first": number,
                    "earlier": earlier,
                    "leader": row.leader_email,
                }
                yield Notice("leader-differs", row.number, columns.heading(fact), values)


def _own_rows_of_others(
    rows: Sequence[ParsedRow], columns: Columns, own_group: str | None
) -> Iterator[Notice]:
    for row in rows:
        if row.group and row.group == own_group and not is_own_row(row, own_group):
            yield Notice("self-other", row.number, columns.heading("group"))


def _invited_twice(rows: Sequence[ParsedRow], own_group: str | None) -> Iterator[Notice]:
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        if not row.rater or not row.leader_email or is_own_row(row, own_group):
            continue
        earlier = first.setdefault((row.leader_email, row.rater), row.number)
        if earlier != row.number:
            values = {"rater": row.rater, "first": earlier}
            yield Notice("invited-twice", row.number, values=values)


def leaders_alone(rows: Sequence[ParsedRow], faulty: Collection[int]) -> Iterator[Notice]:
    """Yield who has nobody to answer: a fault, unless raters are proposed later.

    A rater whose row is faulty is told elsewhere, and does not make the leader alone.
    """
    first: dict[str, int] = {}
    for row in rows:
        first.setdefault(row.leader_email, row.number)
    asked = {
        row.leader_email
        for row in rows
        if (row.rater_email != row.leader_email and row.group) or row.number in faulty
    }
    for leader, number in first.items():
        if leader and leader not in asked:
            yield Notice("leader-alone", number, values={"leader": leader})


def _own_coaches(rows: Sequence[ParsedRow], columns: Columns) -> Iterator[Notice]:
    for row in rows:
        if row.coach_email and row.coach_email == row.leader_email:
            values = {"leader": row.leader_email}
            yield Notice("coach-is-leader", row.number, columns.heading("coach_email"), values)


def _own_approvers(rows: Sequence[ParsedRow], columns: Columns) -> Iterator[Notice]:
    for row in rows:
        if row.approver_email and row.approver_email == row.leader_email:
            values = {"leader": row.leader_email}
            yield Notice(
                "approver-is-leader", row.number, columns.heading("approver_email"), values
            )


def _people(rows: Sequence[ParsedRow]) -> Iterator[tuple[int, str, str]]:
    """Yield everybody who is named with an address: row, address, name."""
    for row in rows:
        for address, name in (
            (row.leader_email, row.leader_name),
            (row.rater_email, row.rater_name),
        ):
            if address and name:
                yield row.number, address, name


def _two_names(rows: Sequence[ParsedRow]) -> Iterator[Notice]:
    names: dict[str, str] = {}
    told: set[tuple[str, str]] = set()
    for number, address, name in _people(rows):
        first = names.setdefault(address, name)
        if name.casefold() != first.casefold() and (address, name) not in told:
            told.add((address, name))
            values = {"address": address, "first": first, "second": name}
            yield Notice("two-names", number, values=values)


def _two_addresses(rows: Sequence[ParsedRow]) -> Iterator[Notice]:
    addresses: dict[str, str] = {}
    told: set[str] = set()
    for number, address, name in _people(rows):
        first = addresses.setdefault(_sounded(name), address)
        if address != first and address not in told:
            told.add(address)
            values = {"name": name, "first": first, "second": address}
            yield Notice("two-addresses", number, values=values)


def _sounded(name: str) -> str:
    """Return a name without what people spell now so, now so: Åsa-Lena, Asa Lena."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def _two_languages(rows: Sequence[ParsedRow]) -> Iterator[Notice]:
    languages: dict[str, str] = {}
    for row in rows:
        if not row.language or not row.rater:
            continue
        first = languages.setdefault(row.rater, row.language)
        if row.language != first:
            values = {"rater": row.rater, "first": first, "second": row.language}
            yield Notice("two-languages", row.number, values=values)


def _odd_domains(rows: Sequence[ParsedRow]) -> Iterator[Notice]:
    seen = {address: number for number, address, _ in reversed(list(_people(rows)))}
    domains = Counter(address.partition("@")[2] for address in seen)
    if not 0 < len(domains) <= _MOST_DOMAINS:
        return  # of so many none is the usual one, and each comparison takes its time
    usual, count = domains.most_common(1)[0]
    for address, number in seen.items():
        domain = address.partition("@")[2]
        is_rare = domains[domain] <= _RARE < count
        if is_rare and difflib.SequenceMatcher(None, domain, usual).ratio() >= _ALIKE:
            yield Notice("odd-domain", number, values={"address": address, "usual": usual})


def _accented_domains(rows: Sequence[ParsedRow]) -> Iterator[Notice]:
    """Say once how each domain with å, ä or ö is kept: it is another than the one without."""
    told: set[str] = set()
    for number, address, _ in _people(rows):
        user, _, domain = address.partition("@")
        shown = shown_domain(domain)
        if shown != domain and domain not in told:
            told.add(domain)
            values = {"address": f"{user}@{shown}", "kept": address}
            yield Notice("domain-accents", number, values=values)
