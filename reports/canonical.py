"""The canonical JSON of a release: sorted keys, no spaces, whole numbers and constants only.

The same release is always the same bytes, so a hash can vouch for it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from reports.errors import ReleaseFormatError


def canonical_json(record: object) -> str:
    """Return a frozen record as canonical JSON; refuse anything that is no whole number."""
    return json.dumps(plain(record), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: object) -> Any:  # noqa: ANN401 - JSON has no better type
    """Return a record as dicts, lists and constants; a trailing _ of a name is left out."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {key: plain(getattr(value, name)) for name, key in _names(type(value))}
    raise ReleaseFormatError(f"A release holds no {type(value).__name__}.")


@cache
def _names(kind: type) -> tuple[tuple[str, str], ...]:
    return tuple((one.name, one.name.removesuffix("_")) for one in fields(kind))
