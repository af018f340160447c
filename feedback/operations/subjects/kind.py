"""What campaigns make of a kind of subject: what it stands for, and who reads about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from feedback.errors import Fault
    from feedback.models import Programme, Subject
    from surveys.groups import GroupKind
    from surveys.model import Survey


@dataclass(frozen=True, slots=True)
class OwnPeople:
    """A thing of a programme that a campaign is about, and its own people on a day."""

    name: str
    thing: Mapping[str, UUID]
    """The one column of a subject that says what it stands for."""
    groups: Mapping[UUID, str]
    """The group that each person is asked in."""
    readers: Sequence[UUID]
    """Whom the report is for, from this day on: all may read it at the same moment."""


@dataclass(frozen=True, slots=True)
class AskedKind:
    """One row of the register: everything that campaigns ask about a kind of subject."""

    key: str
    """What a survey says under `subject`, and a subject keeps as its kind."""
    is_whole: bool
    """Whether a campaign about it can be run to its end; before that no survey is offered."""
    called: Callable[[Subject], str]
    """What raters and readers know the subject as."""
    promises: Mapping[GroupKind, str]
    """The template of what each kind of group is promised before the first page."""
    known: int
    """How many answers of a group a reader may know: their own, where they are asked too."""
    own_people: Callable[[Session, Programme, Survey, date], Sequence[OwnPeople]]
    """Whom a launch on a day asks because they belong to it, though no list names them."""
    is_listed: bool
    """Whether a list of people says whom a campaign is about; else the programme does."""
    missing: Fault
    """What stands against the launch of a campaign about none."""
