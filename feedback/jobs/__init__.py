"""What runs by itself: only the worker imports this, for it can open envelopes."""

from feedback.jobs.duties import Duty, Worker
from feedback.jobs.presence import AnotherWorkerError, alone_on_machine
from feedback.jobs.queue import JobQueue

__all__ = [
    "AnotherWorkerError",
    "Duty",
    "JobQueue",
    "Worker",
    "alone_on_machine",
]
