"""What all tables share: names of constraints, ids, and times in UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, ClassVar, Final
from uuid import UUID, uuid4

from sqlalchemy import DateTime, Enum, MetaData, String, Text, Uuid
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

from feedback.text.one_line import one_line

if TYPE_CHECKING:
    from sqlalchemy import Dialect


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite, which knows no zones, gives it back with its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC; refuse a moment without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment needs a time zone"
            raise ValueError(message)
        stored = value.astimezone(UTC)
        return stored.replace(tzinfo=None) if dialect.name == "sqlite" else stored

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back in UTC, whatever the engine keeps."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class AnyText(TypeDecorator[str]):
    """Text of any kind, without the one character that PostgreSQL cannot hold (U+0000)."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Store the rest, on both engines: nobody who pastes text can see the character."""
        del dialect
        return value and value.replace("\x00", "")


class Prose(AnyText):
    """The same, of any length."""

    impl = Text
    cache_ok = True


class OneLine(TypeDecorator[str]):
    """What something is called; however it comes in, it is one line without unseen characters.

    What was stored before the rule is read by it as well.
    """

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Store, and look for, what people see."""
        del dialect
        return None if value is None else one_line(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Give back what people see."""
        del dialect
        return value if value is None or value.isprintable() else one_line(value)


def values_of(words: type[StrEnum]) -> list[str]:
    """Return what a column keeps of an enum: its values, not the names of its members."""
    return [word.value for word in words]


def is_one_of(column: str, words: type[StrEnum]) -> str:
    """Return the condition that a column holds one of some words."""
    listed = ", ".join(f"'{value}'" for value in values_of(words))
    return f"{column} IN ({listed})"


# A kind or a state, as text; which there are says a CHECK of its table, `is_one_of`.
_ONE_WORD: Final = Enum(
    StrEnum, native_enum=False, create_constraint=False, length=None, values_callable=values_of
)

Id = Annotated[UUID, mapped_column(Uuid(), primary_key=True, default=uuid4)]
Moment = Annotated[datetime, mapped_column(UtcDateTime())]
Name = Annotated[str, mapped_column(OneLine())]


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime(),
        UUID: Uuid(),
        str: AnyText(),
        StrEnum: _ONE_WORD,
    }
