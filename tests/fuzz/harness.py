"""Feed a reader thousands of spoilt files: each is taken or refused in words, never a crash.

A reader under test is a function from bytes to whether it has said anything: True where the
input was taken, or was refused with at least one fault. It catches its own error type only.
Whatever else it raises is a crash, and False is silence. An input is known by its seed, so
that a finding can be made again: `input_of(samples, seed)`.
"""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fuzz.spoiling import spoilt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def input_of(samples: Sequence[bytes], seed: int, tokens: Sequence[bytes] = ()) -> bytes:
    """Return the input that a seed stands for: one of the samples, spoilt."""
    return spoilt(samples[seed % len(samples)], seed, tokens)


def complaints(
    read: Callable[[bytes], bool],
    samples: Sequence[bytes],
    *,
    runs: int,
    first: int = 0,
    tokens: Sequence[bytes] = (),
) -> list[str]:
    """Return what a reader did wrong, one line an input; tokens are what its files are made of."""
    found = []
    for seed in range(first, first + runs):
        try:
            has_spoken = read(input_of(samples, seed, tokens))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            found.append(f"seed {seed}: {_said(error)}")
        else:
            found += [] if has_spoken else [f"seed {seed}: neither taken nor refused"]
    return found


def _said(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}: {error}"
