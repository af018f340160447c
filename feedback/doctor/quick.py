"""What can be looked at in a moment, at any time, without asking another machine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from feedback.doctor.check import gathered
from feedback.doctor.database import check_database
from feedback.doctor.keys import check_keys
from feedback.doctor.machine import check_clock, check_instance, check_version
from feedback.doctor.recurring import check_recurring
from feedback.doctor.settings import check_settings
from feedback.doctor.worker import check_worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from feedback.config import WorkerSettings
    from feedback.doctor.check import Check

    Look = Callable[[WorkerSettings], Iterator[Check]]

QUICK: Final[Mapping[str, Look]] = {
    "version": check_version,
    "settings": check_settings,
    "folder": check_instance,
    "database": check_database,
    "keys": check_keys,
    "worker": check_worker,
    "recurring": check_recurring,
    "clock": check_clock,
}
"""The parts of the examination that are quick, by name."""


def look_around(settings: WorkerSettings, looks: Mapping[str, Look] = QUICK) -> Iterator[Check]:
    """Look at parts of an installation, in the order in which a new one is set up."""
    return gathered([partial(look, settings) for look in looks.values()], looks)
