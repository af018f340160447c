"""What a report says, in one file per language; every sentence of a report comes from here."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import yaml

from reports.errors import UnknownTextError

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: Final = ("sv", "en")
FALLBACKS: Final = {"sv-simple": "sv"}

Entry = str | tuple[str, ...]


class Texts:
    """The sentences of one language, by section and name."""

    def __init__(self, language: str, entries: Mapping[str, Entry]) -> None:
        """Take flat entries as "summary.title"."""
        self.language = language
        self._entries = entries

    @property
    def keys(self) -> frozenset[str]:
        """All keys, for holding two languages against each other."""
        return frozenset(self._entries)

    def __call__(self, key: str, **values: object) -> str:
        """Return one sentence with its braces filled in."""
        entry = self._entry(key)
        if not isinstance(entry, str):
            raise UnknownTextError(self.language, key)
        return entry.format(**values) if values else entry

    def all(self, key: str, **values: object) -> tuple[str, ...]:
        """Return the sentences of a list."""
        entry = self._entry(key)
        if isinstance(entry, str):
            raise UnknownTextError(self.language, key)
        return tuple(sentence.format(**values) for sentence in entry)

    def count(self, key: str, n: int, **values: object) -> str:
        """Return the sentence that goes with a number."""
        form = "one" if n == 1 else "other"
        return self(f"{key}.{form}", n=n, **values)

    def joined(self, parts: list[str] | tuple[str, ...]) -> str:
        """Return parts as a list in running text: "a, b and c"."""
        if len(parts) < 2:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self('words.and')} {parts[-1]}"

    def _entry(self, key: str) -> Entry:
        entry = self._entries.get(key)
        if entry is None:
            raise UnknownTextError(self.language, key)
        return entry


def texts(language: str) -> Texts:
    """Return the sentences of a language; Swedish where a report has none of its own."""
    known = FALLBACKS.get(language, language)
    return _load(known if known in LANGUAGES else LANGUAGES[0])


@cache
def _load(language: str) -> Texts:
    source = files("reports.texts").joinpath(f"{language}.yaml").read_text("utf-8")
    return Texts(language, dict(_flat(yaml.safe_load(source))))


def _flat(tree: Mapping[str, object], prefix: str = "") -> list[tuple[str, Entry]]:
    flat: list[tuple[str, Entry]] = []
    for name, value in tree.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict):
            flat += _flat(value, f"{key}.")
        elif isinstance(value, list):
            flat.append((key, tuple(str(one) for one in value)))
        else:
            flat.append((key, str(value)))
    return flat
