"""The queue of the worker's jobs: whether it can be opened and written."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

from feedback.doctor.check import fault, ok
from feedback.doctor.files import nearest_there, owner_of, write_fault
from feedback.files.owners import me
from feedback.files.sqlite import sqlite_file
from feedback.queue import QueueUnreachableError, make_huey, reach_queue
from feedback.text.phrases import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.config import WorkerSettings
    from feedback.doctor.check import Check


def check_queue(settings: WorkerSettings) -> Iterator[Check]:
    """Open the queue, and try a write where it is a file."""
    file = sqlite_file(settings.queue)
    if file is None:
        try:
            reach_queue(settings.queue)
        except QueueUnreachableError as error:
            plain = Phrase("The queue of jobs cannot be reached.")
            next_step = f"FEEDBACK_QUEUE_URL: {error.advice}"
            yield fault("queue", f"{error.said}.", next_step, plain=plain)
            return
        huey = make_huey(settings.queue)
        with closing(huey.storage):
            huey.pending_count()
        yield ok("queue", "can be opened")
    elif not file.exists() and not os.access(nearest_there(file), os.W_OK | os.X_OK):
        found = f"{file} is not there, and {me()} cannot make it in {nearest_there(file)}."
        plain = Phrase("The queue of jobs cannot be written.")
        yield fault("queue", found, "Correct FEEDBACK_QUEUE_URL, or mount its disk.", plain=plain)
    elif not file.exists():  # made by whoever opens it first, which must be the worker
        yield ok("queue", f"{file} is not there yet; the worker makes it")
    elif wrong := write_fault(file):
        found = f"{wrong}: {owner_of(file)}; this is {me()}"
        next_step = "Run as the worker's user, or give the file to it."
        plain = Phrase("The queue of jobs cannot be written.")
        yield fault("queue", found, next_step, plain=plain)
    else:
        yield ok("queue", "can be written")
