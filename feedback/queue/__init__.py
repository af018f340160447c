"""Where the worker's jobs wait: whoever looks whether it can be opened needs no worker."""

from feedback.queue.making import ExtraMissingError, make_huey

__all__ = ["ExtraMissingError", "make_huey"]
