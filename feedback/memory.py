"""How often a process that runs for weeks looks for garbage: seldom, and not in its own code."""

from __future__ import annotations

import gc
from typing import Final

_MADE_BEFORE_LOOKING: Final = 20_000
_LOOKS_BEFORE_THE_NEXT: Final = (50, 100)


def settle() -> None:
    """Leave out of every search for garbage what is loaded by now, and search less often.

    A list of thousands of people makes no cycles and many objects: with Python's own measures a
    third of the time went into searches among them and among all modules, and any page could
    be the one that pays for the next.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MADE_BEFORE_LOOKING, *_LOOKS_BEFORE_THE_NEXT)
