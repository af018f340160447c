"""All that is known now: what is found by looking around, and what workers found lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from feedback.doctor.database import readable
from feedback.doctor.kept import seen_by_workers
from feedback.doctor.quick import QUICK, look_around

if TYPE_CHECKING:
    from feedback.config import WorkerSettings
    from feedback.doctor.check import Check


def all_known(settings: WorkerSettings) -> list[Check]:
    """Return what is found by looking around now, and the rest as workers last found it."""
    found = list(look_around(settings))
    try:
        with readable(settings) as session:
            if session is not None:
                found += [seen.check for seen in seen_by_workers(session, without=QUICK)]
    except SQLAlchemyError:
        pass  # the database has gone meanwhile: the next look tells
    return found
