"""What runs by itself: only the worker imports this, for it can open envelopes."""

from feedback.jobs.duties import Duty, Worker
from feedback.jobs.queue import JobQueue, make_huey

__all__ = ["Duty", "JobQueue", "Worker", "make_huey"]
