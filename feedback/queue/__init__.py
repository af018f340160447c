"""Where the worker's jobs wait: whoever looks whether it can be opened needs no worker."""

from feedback.queue.making import ExtraMissingError, make_huey
from feedback.queue.reaching import QueueUnreachableError, reach_queue

__all__ = ["ExtraMissingError", "QueueUnreachableError", "make_huey", "reach_queue"]
