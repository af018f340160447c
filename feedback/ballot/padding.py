"""Padding to one size, so that a length tells nothing of what somebody wrote."""

from __future__ import annotations

from typing import Final

LENGTH_BYTES: Final = 4


def pad(content: bytes, size: int) -> bytes:
    """Return the content with its length in front, filled with zeros to `size` bytes."""
    framed = len(content).to_bytes(LENGTH_BYTES, "big") + content
    if len(framed) > size:
        message = f"{len(content)} bytes do not fit into {size - LENGTH_BYTES}"
        raise ValueError(message)
    return framed.ljust(size, b"\0")


def unpad(padded: bytes) -> bytes:
    """Return the content that `pad` framed."""
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    return padded[LENGTH_BYTES : LENGTH_BYTES + length]
