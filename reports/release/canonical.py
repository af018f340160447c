"""The canonical JSON of a release: sorted keys, no spaces, whole numbers and constants only.

The same release is always the same bytes, so a hash can vouch for it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from typing import Any, Final, cast

from reports.errors import ReleaseFormatError

LEFT_OUT_WHEN_NONE: Final = {"left_out_when_none": True}
"""The metadata of a field that came later: what was written without it stays the same bytes."""

_CONSTANTS: Final = frozenset({str, int, bool})
_KNOWN_NAMES: Final[dict[type, tuple[tuple[str, str], ...]]] = {}
_KNOWN_OPTIONAL: Final[dict[type, tuple[tuple[str, str], ...]]] = {}


def canonical_json(record: object) -> str:
    """Return a frozen record as canonical JSON; refuse anything that is no whole number."""
    return json.dumps(plain(record), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: object) -> Any:  # noqa: ANN401 - JSON has no better type
    """Return a record as dicts, lists and constants; a trailing _ of a name is left out."""
    kind = type(value)
    if value is None or kind in _CONSTANTS:
        return value
    if kind is tuple:
        return [plain(one) for one in cast("tuple[object, ...]", value)]
    content = {key: plain(getattr(value, name)) for name, key in _names(kind)}
    for name, key in _KNOWN_OPTIONAL[kind]:
        if getattr(value, name) is None:
            del content[key]
    return content


def _names(kind: type) -> tuple[tuple[str, str], ...]:
    """Return the fields of a record type with their names in JSON; look them up once."""
    known = _KNOWN_NAMES.get(kind)
    if known is not None:
        return known
    if not is_dataclass(kind):
        raise ReleaseFormatError(f"A release holds no {kind.__name__}.")
    names = tuple((one.name, one.name.removesuffix("_")) for one in fields(kind))
    _KNOWN_NAMES[kind] = names
    optional = {one.name for one in fields(kind) if one.metadata == LEFT_OUT_WHEN_NONE}
    _KNOWN_OPTIONAL[kind] = tuple(pair for pair in names if pair[0] in optional)
    return names
