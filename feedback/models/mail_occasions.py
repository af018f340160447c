"""What a mail is about, and which time: kept as one text, "about/detail/detail"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy.types import TypeDecorator

from feedback.models.base import AnyText

if TYPE_CHECKING:
    from sqlalchemy import Dialect

_BETWEEN: Final = "/"


class MailOccasion(str):
    """A text that tells the mails of one kind to one person apart."""

    __slots__ = ()

    @classmethod
    def of(cls, about: object, *details: object) -> MailOccasion:
        """Return the occasion of what a mail is about, and of what else tells it apart."""
        return cls(_BETWEEN.join(str(part) for part in (about, *details)))

    @property
    def about(self) -> UUID:
        """The id of what the mail is about."""
        return UUID(self.parts[0])

    @property
    def parts(self) -> tuple[str, ...]:
        """All that it was made of, as text."""
        return tuple(self.split(_BETWEEN))


class OccasionText(TypeDecorator[MailOccasion]):
    """An occasion, kept as text."""

    impl = AnyText
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> MailOccasion | None:
        """Give back as an occasion."""
        del dialect
        return None if value is None else MailOccasion(value)
