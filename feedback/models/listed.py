"""Columns of several values that are kept as text: numbers, lines, measurement points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import String
from sqlalchemy.types import TypeDecorator

from feedback.models.base import Prose

if TYPE_CHECKING:
    from sqlalchemy import Dialect


@dataclass(frozen=True, slots=True, order=True)
class MeasurementPoint:
    """A campaign that is meant to come: its last day, and what it will be called."""

    last_day: date
    name: str

    def __str__(self) -> str:
        """Return the line that it is typed and kept as."""
        return f"{self.last_day} {self.name}"


class Numbers(TypeDecorator[tuple[int, ...]]):
    """Whole numbers, kept with commas between."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[int, ...] | None, dialect: Dialect) -> str | None:
        """Store as text."""
        del dialect
        return None if value is None else ",".join(str(number) for number in value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[int, ...] | None:
        """Give back as numbers."""
        del dialect
        return None if value is None else tuple(int(part) for part in value.split(",") if part)


class Lines(TypeDecorator[tuple[str, ...]]):
    """Texts of one line, kept one a line."""

    impl = Prose
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """Store as lines."""
        del dialect
        return None if value is None else "\n".join(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """Give back what stands in the lines."""
        del dialect
        return None if value is None else tuple(value.splitlines())


class Points(TypeDecorator[tuple[MeasurementPoint, ...]]):
    """Measurement points, kept one a line."""

    impl = Prose
    cache_ok = True

    def process_bind_param(
        self, value: tuple[MeasurementPoint, ...] | None, dialect: Dialect
    ) -> str | None:
        """Store as lines."""
        del dialect
        return None if value is None else "\n".join(map(str, value))

    def process_result_value(
        self, value: str | None, dialect: Dialect
    ) -> tuple[MeasurementPoint, ...] | None:
        """Give back what stands in the lines."""
        del dialect
        if value is None:
            return None
        parts = (line.partition(" ") for line in value.splitlines())
        return tuple(MeasurementPoint(date.fromisoformat(day), name) for day, _, name in parts)
