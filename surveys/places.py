"""Where in a file each value stands, and a collector for the faults found there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from surveys.errors import SurveyFault

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys of mappings and positions in lists."""


class Place(NamedTuple):
    """A line and a column, both counted from 1."""

    line: int
    column: int


START = Place(1, 1)


@dataclass(frozen=True, slots=True)
class Places:
    """The place of every value and of every key of a file, by path."""

    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)

    def of_value(self, path: Path) -> Place:
        """Return where a value starts, or the nearest value around it that is known."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, START)

    def of_key(self, path: Path) -> Place:
        """Return where the key of a value stands; for list entries, where the value starts."""
        return self.keys.get(path) or self.of_value(path)


@dataclass(slots=True)
class FaultCollector:
    """Gathers all faults of a file before it is refused."""

    file: str
    places: Places = field(default_factory=Places)
    faults: list[SurveyFault] = field(default_factory=list)
    spoilt: set[Path] = field(default_factory=set)

    def at(self, place: Place, what: str, instead: str) -> None:
        """Add a fault at a place."""
        self.faults.append(SurveyFault(self.file, place.line, place.column, what, instead))

    def value(self, path: Path, what: str, instead: str) -> None:
        """Add a fault of a value."""
        self.at(self.places.of_value(path), what, instead)

    def key(self, path: Path, what: str, instead: str) -> None:
        """Add a fault of a key."""
        self.at(self.places.of_key(path), what, instead)
