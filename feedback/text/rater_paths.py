"""Which addresses are raters': pages without a session, whose address goes nowhere."""

from __future__ import annotations

from typing import Final

_RATER_PATHS: Final = frozenset({"/s", "/akta", "/closed", "/integritet", "/tillganglighet"})
_BELOW_RATER_PATHS: Final = ("/s/", "/integritet/")


def is_rater_path(path: str) -> bool:
    """Tell whether the page at a path is for raters."""
    return path in _RATER_PATHS or path.startswith(_BELOW_RATER_PATHS)
