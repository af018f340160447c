"""Measurement points: when a programme means to ask again, so that a wave begins from a plan."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from feedback.errors import Fault, InputError
from feedback.models import MeasurementPoint
from feedback.text.one_line import one_line

if TYPE_CHECKING:
    from collections.abc import Container, Iterable


def points_in(text: str) -> tuple[MeasurementPoint, ...]:
    """Read points, one a line as "2027-05-28 Uppföljning"; raise InputError naming every fault."""
    faults = faults_of(text)
    if faults:
        raise InputError(faults)
    parts = (line.partition(" ") for line in _lines(text))
    points = (MeasurementPoint(date.fromisoformat(day), one_line(name)) for day, _, name in parts)
    return tuple(sorted(points))


def faults_of(text: str) -> list[Fault]:
    """Return what is wrong with lines of measurement points."""
    faults = []
    for line in _lines(text):
        day, _, name = line.partition(" ")
        try:
            date.fromisoformat(day)
        except ValueError:
            faults.append(Fault("%(line)s does not begin with a day, as in 2027-05-28.", line=line))
        else:
            faults += [] if one_line(name) else [Fault("%(day)s has no name after it.", day=day)]
    return faults


def next_point(
    points: Iterable[MeasurementPoint], *, taken: Container[str], today: date
) -> MeasurementPoint | None:
    """Return the first point still to come that no campaign is called after."""
    return next((one for one in points if one.last_day >= today and one.name not in taken), None)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
