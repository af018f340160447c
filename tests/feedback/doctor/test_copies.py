"""Copies of the database that outlive what is erased in it are told, whoever made them."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from feedback.backups import back_up, new_path, restore
from feedback.clock import utc_now
from feedback.doctor.check import Verdict
from feedback.doctor.copies import KEPT
from feedback.doctor.examination import THOROUGH
from feedback.doctor.quick import look_around
from tests.acting import by
from tests.factories import test_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from feedback.config import WorkerSettings
    from feedback.doctor.check import Check


def backed_up(settings: WorkerSettings) -> Path:
    """Make the copy that a daily backup is."""
    settings.backup_folder.mkdir(exist_ok=True)
    file = settings.backup_folder / "feedback-20260101T013000Z.backup"
    back_up(settings.database, file, now=utc_now())
    return file


def upgraded(settings: WorkerSettings) -> Path:
    """Make the copy that an upgrade makes, and that no timer removes where there is none."""
    file = new_path(settings.backup_folder, now=utc_now(), why="before-0014")
    back_up(settings.database, file, now=utc_now())
    return file


def restored(settings: WorkerSettings) -> Path:
    """Make the copy that a restore keeps."""
    file = settings.instance / "elsewhere.zip"
    back_up(settings.database, file, now=utc_now())
    before = restore(settings, file, by=by(utc_now(), name="operator")).before
    assert before is not None
    return before


def look(settings: WorkerSettings) -> Check:
    """Return what is found of copies."""
    found = look_around(settings, {"copies": THOROUGH["copies"]})
    return next(found)


@pytest.mark.parametrize("copied", [backed_up, upgraded, restored])
def test_a_copy_of_more_than_a_month_ago_is_told(
    sqlite_url: str, tmp_path: Path, copied: Callable[[WorkerSettings], Path]
) -> None:
    settings = test_settings(tmp_path, sqlite_url)
    settings.instance.mkdir()
    file = copied(settings)
    assert look(settings).verdict is Verdict.OK

    long_ago = (utc_now() - KEPT - timedelta(days=1)).timestamp()
    os.utime(file, (long_ago, long_ago))

    found = look(settings)
    assert found.verdict is Verdict.ADVICE
    assert str(file) in found.found
    assert str(file) not in found.told
