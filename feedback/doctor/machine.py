"""The machine itself: its folder and its clock."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from feedback.database.files import FULL_BELOW_BYTES
from feedback.doctor.check import advice, fault, ok
from feedback.text.phrases import Phrase
from feedback.version import version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.config import Settings
    from feedback.doctor.check import Check

_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)
_TRIED_BYTES: Final = 64 * 1024
_NEARLY_FULL_BELOW_BYTES: Final = 512 * 1024**2
_LEAST_FREE_BYTES: Final = 1024**3
_SYNCHRONISED: Final = Path("/run/systemd/timesync/synchronized")
_BUILT_AFTER: Final = datetime(2026, 1, 1, tzinfo=UTC)


def check_version(_settings: Settings) -> Iterator[Check]:
    """Say which build this is: the first thing that whoever helps will ask."""
    yield ok("version", version())


def check_instance(settings: Settings) -> Iterator[Check]:
    """Try to write where database, queue and keys lie by default."""
    folder = settings.instance.absolute()
    try:
        with tempfile.NamedTemporaryFile(dir=folder) as file:
            file.write(bytes(_TRIED_BYTES))  # a full disk still takes an empty file
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        if error.errno in _NO_ROOM:
            yield fault("folder", Phrase("The disk is full."), "Make room.")
            return
        next_step = f"Make it and let this user write: install -d -m 2770 {folder}"
        if error.errno == errno.EROFS:
            next_step = "Its disk may only be read: look at it, and mount it anew to be written."
        plain = Phrase("The folder of the installation cannot be written.")
        yield fault("folder", f"{folder}: {error.strerror}", next_step, plain=plain)
        return
    free = shutil.disk_usage(folder).free
    if free < FULL_BELOW_BYTES:
        yield fault("folder", Phrase("The disk is full."), "Make room.")
    elif free < _NEARLY_FULL_BELOW_BYTES:
        found = Phrase("The disk is nearly full: less than half a gigabyte is free.")
        yield fault("folder", found, "Make room: a close writes everything at once.")
    elif free < _LEAST_FREE_BYTES:
        found = Phrase("Less than a gigabyte is free on the disk.")
        yield advice("folder", found, "Make room: a close writes everything at once.")
    else:
        # Coarsely, as everywhere: what a single answer takes must not show.
        yield ok("folder", f"{folder} can be written, {free // 1024**3:,} GB free")


def check_clock(settings: Settings) -> Iterator[Check]:
    """Look whether the clock can be right: campaigns close by it."""
    now = datetime.now(settings.zone)
    found = f"{now:%Y-%m-%d %H:%M} in {settings.time_zone}"
    if now < _BUILT_AFTER:
        plain = Phrase("The clock is before the day on which this program was made.")
        yield fault(
            "clock", f"{found}: before this program was made.", "Set the clock.", plain=plain
        )
    elif _SYNCHRONISED.exists():
        yield ok("clock", f"{found}, kept by the network")
    else:
        yield advice("clock", found, "Look whether NTP keeps it: timedatectl timesync-status")
