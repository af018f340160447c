"""How earlier versions of a survey asked, so that answers to them are read as what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field, StrictInt

from surveys.entries import entries
from surveys.groups import Key
from surveys.texts import LocalisedText

if TYPE_CHECKING:
    from collections.abc import Iterable

    from surveys.places import FaultCollector


class EarlierItem(BaseModel, frozen=True, extra="forbid"):
    """One statement as it stood in an earlier version."""

    now: Key = Field(description="The item that stands in its place today.")
    key: Key = Field(description="The key it had.")
    others: LocalisedText = Field(min_length=1, description="What others read then.")
    self_: LocalisedText = Field(
        alias="self", min_length=1, description="What the leader read then."
    )


class EarlierVersion(BaseModel, frozen=True, extra="forbid"):
    """What an earlier version asked in other words, or under another key."""

    version: StrictInt = Field(ge=1, le=9999, description="The version that asked so.")
    items: tuple[EarlierItem, ...] = Field(min_length=1, description="Its other statements.")

    @property
    def keys(self) -> frozenset[str]:
        """The keys that its statements had."""
        return frozenset(item.key for item in self.items)


def check_earlier(value: dict[str, Any], found: FaultCollector) -> None:
    """Add a fault for each earlier version that is none, and each statement without heir."""
    current = _words(item.get("key") for _, item in entries(value, "traits", "items"))
    for path, version in entries(value, "earlier"):
        number, now = version.get("version"), value.get("version")
        if isinstance(number, int) and isinstance(now, int) and number >= now:
            what = f"version {number} is not earlier than version {now}, which this file is"
            found.value((*path, "version"), what, "write a lower one, or raise `version`")
        for inside, item in entries(version, "items"):
            heir, key = item.get("now"), item.get("key")
            if isinstance(heir, str) and heir not in current:
                what = f"`{heir}` is no item of the file"
                found.value((*path, *inside, "now"), what, "name the item that replaced it")
            if isinstance(key, str) and key != heir and key in current:
                what = f"the key `{key}` belongs to another item today"
                found.value((*path, *inside, "key"), what, "write the key that the item had then")


def _words(keys: Iterable[object]) -> set[str]:
    return {key for key in keys if isinstance(key, str)}
