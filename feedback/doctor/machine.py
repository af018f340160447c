"""The machine itself: folder, clock, fonts, survey files."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from feedback.doctor.check import advice, fault, ok
from reports.fonts import register_faces
from surveys.library import open_library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.config import WorkerSettings
    from feedback.doctor.check import Check

_LEAST_FREE_BYTES: Final = 1024**3
_SYNCHRONISED: Final = Path("/run/systemd/timesync/synchronized")
_BUILT_AFTER: Final = datetime(2026, 1, 1, tzinfo=UTC)


def check_instance(settings: WorkerSettings) -> Iterator[Check]:
    """Try to write where database, queue and keys lie by default."""
    folder = settings.instance.absolute()
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        next_step = f"Make it and let this user write: install -d -m 2770 {folder}"
        yield fault("folder", f"{folder}: {error.strerror}", next_step)
        return
    free = shutil.disk_usage(folder).free
    found = f"{folder} can be written, {free // 1024**2:,} MB free"
    if free < _LEAST_FREE_BYTES:
        yield advice("folder", found, "Make room: a close writes everything at once.")
    else:
        yield ok("folder", found)


def check_clock(settings: WorkerSettings) -> Iterator[Check]:
    """Look whether the clock can be right: campaigns close by it."""
    now = datetime.now(settings.zone)
    found = f"{now:%Y-%m-%d %H:%M} in {settings.time_zone}"
    if now < _BUILT_AFTER:
        yield fault("clock", f"{found}: before this program was made.", "Set the clock.")
    elif _SYNCHRONISED.exists():
        yield ok("clock", f"{found}, kept by the network")
    else:
        yield advice("clock", found, "Look whether NTP keeps it: timedatectl timesync-status")


def check_fonts(_settings: WorkerSettings) -> Iterator[Check]:
    """Load the faces that reports embed."""
    register_faces()
    yield ok("fonts", "All faces of the reports load.")


def check_surveys(settings: WorkerSettings) -> Iterator[Check]:
    """Load every survey file; a faulty one is missing where surveys are chosen."""
    library = open_library(extra_folders=(settings.surveys,) if settings.surveys else ())
    for one in library.faults:
        yield fault("surveys", str(one), "Mend it: python -m surveys check FILE")
    yield ok("surveys", f"{len(library.surveys)} can be chosen: {', '.join(library.surveys)}")
