"""What campaigns make of a kind of subject: what it stands for, and who reads about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.models import Subject


@dataclass(frozen=True, slots=True)
class AskedKind:
    """One row of the register: everything that campaigns ask about a kind of subject."""

    key: str
    """What a survey says under `subject`, and a subject keeps as its kind."""
    called: Callable[[Subject], str]
    """What raters and readers know the subject as."""
    readers: Callable[[Session, Subject], Sequence[UUID]]
    """The people whom a shared report is for, all of whom may read it from one moment on."""
