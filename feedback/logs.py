"""Log lines of web and worker: one an event that matters, alike, and without anybody's words.

An exception is told by its kind and place: its words may quote an answer, an address or a link,
whoever logs it. Facts beside an event are those of `FACTS` and no others.
"""

from __future__ import annotations

import json
import logging
import logging.config
import traceback
from datetime import UTC, datetime
from typing import Any, Final, Literal

Style = Literal["text", "json"]

FACTS: Final = ("campaign", "host", "version", "address")
"""What an event may bring along, in `extra`: never a count that moves with answers."""


class EventFormatter(logging.Formatter):
    """Writes `2026-11-30T06:12:03Z INFO feedback.jobs.duties launched campaign=…`, or as JSON."""

    def __init__(self, style: Style = "text") -> None:
        """Write lines for people, or one JSON object a line for a log store."""
        super().__init__()
        self.writes_json = style == "json"

    def format(self, record: logging.LogRecord) -> str:
        """Return an event as one line."""
        event = {
            "at": f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%SZ}",
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
            **{name: str(getattr(record, name)) for name in FACTS if hasattr(record, name)},
        }
        if record.exc_info and record.exc_info[1] is not None:
            event["failure"] = _failure(record.exc_info[1])
        if self.writes_json:
            return json.dumps(event, ensure_ascii=False)
        words = [event.pop(name) for name in ("at", "level", "logger", "event")]
        words = [" | ".join(word.splitlines()) for word in words]
        return " ".join(filter(None, (*words, *(f"{key}={fact}" for key, fact in event.items()))))


def configure(style: Style) -> None:
    """Log what the settings ask for, from now on, to standard error."""
    logging.config.dictConfig(log_config(style))


def log_config(style: Style) -> dict[str, Any]:
    """Return the same as a dictionary, for a server that sets up its own processes."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"event": {"()": EventFormatter, "style": style}},
        "handlers": {"events": {"class": "logging.StreamHandler", "formatter": "event"}},
        "root": {"handlers": ["events"], "level": "WARNING"},
        # Huey tells each job twice, five times a minute.
        "loggers": {"feedback": {"level": "INFO"}, "_granian": {"level": "INFO"}},
    }


def where_it_failed(error: BaseException) -> str:
    """Return an exception's type and code line: all that a rater page may leave in a log.

    Its message may quote an answer or an address, and so may the errors it came from.
    """
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    place = f"{last.filename}:{last.lineno}" if last else "unknown"
    return f"{type(error).__name__} at {place}"


def _failure(error: BaseException) -> str:
    return str(error) if getattr(error, "is_told_without_words", False) else where_it_failed(error)
