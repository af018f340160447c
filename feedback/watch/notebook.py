"""What administrators were told last: a small file beside the database, for that may be away.

It is written in place and always of one size, so that it can be written on a full disk.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final, Self

from feedback.files.locked import locked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_BYTES: Final = 16 * 1024
_MOST_FAULTS: Final = 200
_MOST_RECIPIENTS: Final = 30  # an address has at most 254 characters


@dataclass(frozen=True, slots=True)
class Note:
    """Which faults were told, when, and to whom in which language."""

    faults: frozenset[str] = frozenset()
    told_at: datetime | None = None
    recipients: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Notebook:
    """The file while it is open; nobody else looks into it meanwhile."""

    descriptor: int

    @classmethod
    @contextmanager
    def opened(cls, path: Path) -> Iterator[Self]:
        """Open the file, or make it for its owner alone; raise OSError."""
        with locked(path) as descriptor:
            yield cls(descriptor)

    def read(self) -> Note:
        """Return what was told; nothing where the file holds no note."""
        try:
            content = json.loads(os.pread(self.descriptor, _BYTES, 0) or b"{}")
            told_at = content.get("told_at")
            return Note(
                frozenset(content.get("faults", ())),
                datetime.fromisoformat(told_at) if told_at else None,
                dict(content.get("recipients", {})),
            )
        except (ValueError, TypeError, AttributeError):
            return Note()

    def write(self, note: Note) -> None:
        """Write what was told; raise OSError."""
        content = {
            "faults": sorted(note.faults)[:_MOST_FAULTS],
            "told_at": note.told_at.isoformat() if note.told_at else None,
            "recipients": dict(list(note.recipients.items())[:_MOST_RECIPIENTS]),
        }
        os.pwrite(self.descriptor, json.dumps(content).encode().ljust(_BYTES), 0)
        os.fsync(self.descriptor)


def short_name(name: str) -> str:
    """Return a name's hash, which takes little room."""
    return hashlib.sha256(name.encode()).hexdigest()[:16]
