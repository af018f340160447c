"""The names of people as they come in: which texts are none, and which stand turned round.

Registers write the family name first: `Lund, Karin` is Karin Lund. Each name is looked at by
itself, never by its column: so what is read once reads the same when it comes back. One in
quotation marks stands as it is written, and so our own lists write those that would else be
turned.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from feedback.text.addresses import read_address
from feedback.text.one_line import one_line

_NO_NAME: Final = re.compile(
    r"[-–—?.]+|[0-9]+(?:[.,][0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.]+)?"
    r"|true|false|sant|falskt|n/a",
    re.IGNORECASE,
)
_WHOLE: Final = re.compile(r"([0-9]+)[.,]0")
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’\u00b4\u2010\u2011-](?=[^\W\d_]))*\.?")
_PARTICLES: Final = frozenset(
    """
    af al av ben bin da de del den der di do dos du el la le lo ten ter van von y zu
    """.split()  # noqa: SIM905 - as people read them
)
_TITLES: Final = frozenset(
    """
    rektor lärare förskollärare assistent handläggare utredare samordnare konsult ekonom jurist
    sekreterare sjuksköterska undersköterska socionom psykolog ingenjör arkitekt direktör
    projektledare controller manager director head teacher principal mr mrs ms
    hr it vd ek fil leg dr med prof docent phd mba msc bsc jr sr ii iii ekon mag kand
    """.split()  # noqa: SIM905 - as people read them
)
_TITLES_END: Final = ("chef", "ledare", "lärare", "rektor", "skötare", "terapeut", "direktör")
_PLACES_END: Final = (
    "skola",
    "skolan",
    "gymnasiet",
    "kommun",
    "förvaltning",
    "förvaltningen",
    "enheten",
    "avdelningen",
    "kontoret",
    "hemtjänst",
    "hemtjänsten",
    "förskola",
    "förskolan",
)
_MOST_GIVEN_NAMES: Final = 3
_SHORTEST_QUOTED: Final = 3
_DIGITS: Final = re.compile(r"[0-9]+")
_BETWEEN: Final = re.compile(r"[._-]+")


def is_no_name(text: str) -> bool:
    """Tell whether a text is a date, a number, a dash or their like, by which nobody is greeted."""
    return _NO_NAME.fullmatch(text) is not None


def read_name(text: str, address: str = "") -> str:
    """Return a name as somebody types it: on one line, and as it is spoken."""
    return as_spoken(one_line(text), read_address(address))


def read_number(text: str) -> str:
    """Return a number of somebody's own: where one is missing, some programs write others as 7.0.

    >>> read_number("7.0"), read_number("7,0"), read_number("7.05")
    ('7', '7', '7.05')
    """
    found = _WHOLE.fullmatch(text := one_line(text))
    return found[1] if found else text


def as_spoken(text: str, address: str = "") -> str:
    """Return a name as it is spoken: what stands before a comma is the family name.

    >>> as_spoken("von Essen, Anna Karin")
    'Anna Karin von Essen'
    >>> as_spoken("Karin Lund, rektor")
    'Karin Lund, rektor'
    >>> as_spoken('"Lund, Karin"')
    'Lund, Karin'
    """
    if is_quoted(text) and _reads_otherwise(text[1:-1], address):
        return text[1:-1]
    return _turned(text, address)


def as_written(name: str, address: str = "") -> str:
    """Return a name so that it comes back as it is.

    >>> as_written("Lund, Karin")
    '"Lund, Karin"'
    """
    return f'"{name}"' if _reads_otherwise(name, address) else name


def is_quoted(text: str) -> bool:
    """Tell whether a name stands in quotation marks."""
    return len(text) >= _SHORTEST_QUOTED and text[0] == text[-1] == '"'


def _reads_otherwise(name: str, address: str) -> bool:
    return is_quoted(name) or _turned(name, address) != name


def _turned(text: str, address: str) -> str:
    family, comma, given = (part.strip() for part in text.partition(","))
    if not (comma and family and given) or "," in given:
        return text
    families, givens = family.split(), given.split()
    if not all(map(_WORD.fullmatch, (*families, *givens))) or len(givens) > _MOST_GIVEN_NAMES:
        return text
    if _is_title(givens) or not (_is_family(families) or _vouches(address, families, givens)):
        return text
    is_name = all(word[0].isupper() for word in givens) and (family.isupper() or not _short(givens))
    return f"{given} {family}" if is_name or _vouches(address, families, givens) else text


def _is_title(words: list[str]) -> bool:
    plain = [word.rstrip(".").casefold() for word in words]
    return any(word in _TITLES or word.endswith((*_TITLES_END, *_PLACES_END)) for word in plain)


def _is_family(words: list[str]) -> bool:
    """Tell whether this is one family name; of two words the first may be a given name."""
    return all(word.casefold() in _PARTICLES for word in words[:-1])


def _short(words: list[str]) -> bool:
    """Tell whether this is an abbreviation, as of a department: Karin Lund, KS."""
    return any(word.isupper() and len(word.rstrip(".")) > 1 for word in words)


def _vouches(address: str, families: list[str], givens: list[str]) -> bool:
    """Tell whether the address says who is who: karin.lund@ of `Lund Berg, Karin`."""
    parts = [part for part in _BETWEEN.split(_DIGITS.sub("", address.partition("@")[0])) if part]
    if not parts:
        return False
    first, last = _plain(givens[0]), {_plain(word) for word in families}
    return parts[0] in {first, *first.split("-")} and bool(last & {*parts[1:]})


def _plain(word: str) -> str:
    word = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in word if not unicodedata.combining(letter))
