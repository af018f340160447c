"""Count what is asked of the database, whoever asks: pages, commands and jobs alike."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import event
from sqlalchemy.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATEMENTS: Final = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"})


@dataclass(slots=True)
class Asked:
    """What was asked of the database, by text, and the processor's seconds that all of it took."""

    statements: Counter[str] = field(default_factory=Counter)
    cpu_seconds: float = 0.0

    @property
    def queries(self) -> int:
        """How many statements there were."""
        return self.statements.total()

    def more_than(self, other: Asked) -> str:
        """Say what is asked more often than by another, the most first."""
        more = (self.statements - other.statements).most_common(2)
        return "; ".join(f"{times} × {' '.join(text.split())[:120]}" for text, times in more)


@contextmanager
def counted() -> Iterator[Asked]:
    """Count the statements of every engine in this process until left."""
    found, begun = Asked(), time.process_time()

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:  # noqa: ANN401 - SQLAlchemy's
        if statement.split(maxsplit=1)[0].upper() in _STATEMENTS:
            found.statements[statement] += 1

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        found.cpu_seconds = time.process_time() - begun
