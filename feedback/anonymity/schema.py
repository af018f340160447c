"""Look in the live schema for a column that dates, numbers or names an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import inspect
from sqlalchemy.types import Date, DateTime, Integer

from feedback.anonymity.attack import judged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine.interfaces import ReflectedColumn

    from feedback.anonymity.attack import AttackResult, Target

# What each table of the ballot may hold; anything beyond is a breach until it is thought through.
_ALLOWED: Final = {
    "envelope": {"id", "campaign_id", "sealed", "mac"},
    "answered": {"invitation_id", "part"},
    "draft": {"invitation_id", "part", "nonce", "ciphertext"},
    "declined": {"invitation_id", "reason"},
    "correction": {"invitation_id", "wrong", "words"},
    "stored_responses": {"subject_id", "format", "blocks", "matrix", "delete_after"},
    "stored_release": {"subject_id", "content", "figures_hash", "comments_hash"},
    "progress_band": {"subject_id", "rater_group", "band"},
    "retired_link": {"digest", "subject_id"},
}
_NUMBERS_ALLOWED: Final = {("stored_responses", "format")}
_DATES_ALLOWED: Final = {("stored_responses", "delete_after")}


def attack_schema(target: Target) -> list[AttackResult]:
    """Read the schema as it is in the database, not as the models say it is."""
    inspector = inspect(target.database.engine)
    broken = [
        sentence
        for table, allowed in _ALLOWED.items()
        for column in inspector.get_columns(table)
        for sentence in _faults(table, column, allowed)
    ]
    broken += [
        f"Table envelope refers to table {key['referred_table']}: an answer can be joined to it."
        for key in inspector.get_foreign_keys("envelope")
        if key["referred_table"] != "campaign"
    ]
    kept = "No table of the ballot has a time, a sequence or a key of a person."
    return judged("schema", broken, kept)


def _faults(table: str, column: ReflectedColumn, allowed: set[str]) -> Iterator[str]:
    name, kind = column["name"], column["type"]
    if name not in allowed:
        yield f"Table {table} has a column {name} that the promise does not know."
    if isinstance(kind, DateTime | Date) and (table, name) not in _DATES_ALLOWED:
        yield f"Table {table} keeps a time in {name}."
    if isinstance(kind, Integer) and (table, name) not in _NUMBERS_ALLOWED:
        yield f"Table {table} keeps a number in {name} that may tell the order."
