"""Where an installation's parts lie: no two in one place, and no backup where keys are.

Keys open what the database and its backups hold. So each has a folder of its own: whoever copies
one, or leaves one out of a copy, must never take or leave another with it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from feedback.config.values import NO_SEAL_KEYS, PREFIX
from feedback.files.sqlite import sqlite_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

IN_THE_INSTANCE: Final = {
    "database_url": Path("feedback.db"),
    "backups": Path("backups"),
    "link_keys": Path("keys", "link"),
    "seal_keys": Path("keys", "seal"),
}
"""Where in the instance folder lies what has no setting of its own."""

KEYS: Final = frozenset({"link_keys", "link_keys_mirror", "seal_keys", "seal_keys_mirror"})
"""The settings that name folders of keys."""

PLACES: Final = (
    "instance",  # the only one that others may lie in
    "database_url",
    "queue_url",
    "bounces",
    "surveys",
    "link_keys",
    "link_keys_mirror",
    "backups",
    "seal_keys",
    "seal_keys_mirror",
)
"""The settings that name a folder or a file of the installation, in the order they are read."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A setting whose place cannot be that of another, and why."""

    setting: str
    why: str


def clashes(values: Mapping[str, Any], *, is_in_production: bool) -> Iterator[Clash]:
    """Find every setting whose place is another's; values are those of `Settings`, by name."""
    for number, name in enumerate(PLACES):
        if name in values:
            before = {one: values[one] for one in PLACES[:number] if one in values}
            why = clash(name, values[name], before, is_in_production=is_in_production)
            if why:
                yield Clash(f"{PREFIX}{name.upper()}", why)


def clash(name: str, value: object, others: Mapping[str, Any], *, is_in_production: bool) -> str:
    """Return why a place cannot be one setting's beside others', or nothing if it can."""
    instance = others.get("instance")
    mine = _place(name, value, instance)
    if mine is None:
        return ""
    for other in PLACES:
        theirs = _place(other, others.get(other), instance) if other in others else None
        if theirs is None:
            continue
        found = _overlap(name, mine, other, theirs)
        if not found and is_in_production and _opens(name, other):
            found = _in_one_folder(mine, other, theirs, instance)
        if found:
            return found
    return ""


def lies_in(inner: Path, outer: Path) -> bool:
    """Tell whether a path is a folder or lies in it, however the two are written or linked."""
    ways = _with_parents(inner)
    if _real(outer) in ways:
        return True
    mark = _mark(outer)  # one folder may be mounted in two places
    return mark is not None and any(_mark(way) == mark for way in ways)


def _place(name: str, value: Any, instance: Path | None) -> Path | None:  # noqa: ANN401 - any setting's
    if value == NO_SEAL_KEYS:
        return None
    if not value:
        within = IN_THE_INSTANCE.get(name)
        return instance / within if instance and within else None
    return sqlite_file(value) if isinstance(value, str) else Path(value)


def _overlap(name: str, mine: Path, other: str, theirs: Path) -> str:
    setting = f"{PREFIX}{other.upper()}"
    is_inside, is_around = lies_in(mine, theirs), lies_in(theirs, mine)
    if is_inside and is_around:
        where = "on another disk" if name.endswith("_mirror") else "of its own"
        return f"{str(mine)!r} is {setting} itself ({theirs}); name one {where}"
    if is_inside and other != "instance":
        return (
            f"{str(mine)!r} lies in {setting} ({theirs}), and a copy of that would take it along; "
            "name one elsewhere"
        )
    if is_around:
        return (
            f"{setting} ({theirs}) lies in {str(mine)!r}, and a copy of this would take it along; "
            "name one elsewhere"
        )
    return ""


def _opens(name: str, other: str) -> bool:
    """Tell whether one of two are keys and the other what they open."""
    return (name in KEYS and other == "backups") or (name == "backups" and other in KEYS)


def _in_one_folder(mine: Path, other: str, theirs: Path, instance: Path | None) -> str:
    if instance is None or not (lies_in(mine, instance) and lies_in(theirs, instance)):
        return ""
    return (
        f"{str(mine)!r} lies in the instance folder, and so does {PREFIX}{other.upper()} "
        f"({theirs}): a copy of it would hold backups and the keys that open them; name a folder "
        "outside of it, better on another disk"
    )


def _with_parents(path: Path) -> tuple[Path, ...]:
    real = _real(path)
    return (real, *real.parents)


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _mark(path: Path) -> tuple[int, int] | None:
    """Return what one folder has in all places; nothing if it is not there, or closed to all.

    In the place of each folder that a unit must not see systemd puts one and the same.
    """
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found.st_mode & 0o777 else None
