"""Days in words, as each language writes them: 4 december, perjantaina 4. joulukuuta."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from babel.dates import format_date

if TYPE_CHECKING:
    from datetime import date

_OTHERWISE: Final = "d MMMM"
_FORMS: Final = {"fi": "d. MMMM"}


def written_day(day: date, locale: str) -> str:
    """Return a day in few characters: 4 december."""
    return format_date(day, _FORMS.get(locale, _OTHERWISE), locale=locale)


def written_in_full(day: date, locale: str) -> str:
    """Return a day with its year: 4 december 2026."""
    return f"{written_day(day, locale)} {day.year}"


def written_briefly(day: date, locale: str) -> str:
    """Return a day for a narrow column: 3 dec, 8 mars."""
    return format_date(day, "d MMM", locale=locale).rstrip(".")


def written_weekday(day: date, locale: str) -> str:
    """Return a day with its weekday: fredag 4 december."""
    return format_date(day, f"EEEE {_FORMS.get(locale, _OTHERWISE)}", locale=locale)
